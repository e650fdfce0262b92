"""Days on which officers were not on duty, as a sheet: the template, bringing it, what it would change, undoing."""

import uuid as uuids

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.talent.actions.absences_file import KIND, bring_absences
from karmayogi.talent.engine.absences import COLUMNS
from karmayogi.talent.queries.wording import away_in_words
from karmayogi.talent.queries.years import access_body
from karmayogi.talent.types import Away
from karmayogi.ui.api import (
    ACT_VERBS,
    SheetForm,
    act_file,
    act_in_words,
    act_lines,
    act_tone,
    pick,
    press,
    render,
    render_progress,
)


@signed_in
def absences(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    body = access_body(request.actor, organisation)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = bring_absences(
                actor=request.actor, organisation=organisation, filename=file.name, content=file.read(), at=request.at
            )
            return HttpResponseRedirect(reverse("talent:absences_act", args=(made,)))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {
        "nav": "admin", "body": body, "body_name": pick(body.name_en, body.name_hi, body.name_ur), "form": form,
        "kinds": [away_in_words(one) for one in Away],
        "acts": [
            (act_in_words(one.status), act_tone(one.status), one) for one in bulk.acts_within(body.path, KIND, 20)
        ],
    }  # fmt: skip
    return render(request, "talent/absences.html", context, status=422 if form.errors else 200)


@signed_in
def template(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """With one line that shows how it is filled; its code belongs to nobody, and it is refused as it stands."""
    body = access_body(request.actor, organisation)
    example = ("EXAMPLE-1", away_in_words(Away.LEAVE), "01-04-2026", "30-04-2026", "L-12/2026")
    return downloads.table([names[0] for names in COLUMNS.values()], [example], f"absences {body.code}")


@signed_in
def act(request: SignedInRequest, away: uuids.UUID) -> HttpResponse:
    """One sheet: its progress while a job works, else what it enters or entered, row by row."""
    found = bulk.access_act(request.actor, away)
    if found.kind != KIND:
        raise NotFound
    here = reverse("talent:absences_act", args=(away,))
    if request.method == "POST":
        press(request, ACT_VERBS, request.POST.get("do", ""), away)
        return HttpResponseRedirect(here)
    if file := act_file(request, found):
        return file
    body = orgs.organisations([found.params["organisation"]])[found.params["organisation"]]
    context = act_lines(request, found, here) | {
        "nav": "admin", "body": body, "body_name": pick(body.name_en, body.name_hi, body.name_ur),
    }  # fmt: skip
    return render_progress(request, "talent/absences_act.html", context, at_work=found.at_work)
