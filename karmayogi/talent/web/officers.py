"""An officer of the year as her office sees her: the same statement, and days on which she was not on duty."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import attached
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import PersonAtPost
from karmayogi.talent.actions.absences import enter_absence, remove_absence
from karmayogi.talent.actions.print_statement import asked_language, statement_of
from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.policies import can_write
from karmayogi.talent.queries.standing import StandingRow, standings
from karmayogi.talent.queries.years import access_year, asked_of
from karmayogi.talent.web.forms import AbsenceForm
from karmayogi.talent.web.mine import whole
from karmayogi.ui.api import named, render


@signed_in
def one(request: SignedInRequest, appraisal: uuids.UUID, person: uuids.UUID) -> HttpResponse:
    row, who, standing = _officer(request, appraisal, person)
    writes = (
        who.post is not None
        and can_write(request.actor, who.post.path)
        and who.person_id != request.actor.person_id
        and row.state == "open"
    )
    if request.method == "POST" and not writes:
        raise NotFound
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_absence(actor=request.actor, person=person, **form.cleaned_data, at=request.at)
            messages.success(request, _("Entered."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = whole(row, standing, who.person_id, clock.day(request.at)) | {
        "nav": "admin", "own": False, "who": named(who.name, who.name_native), "person": person, "form": form,
        "writes": writes,
    }  # fmt: skip
    return render(request, "talent/officer.html", context, status=422 if form.errors else 200)


@signed_in
def paper(request: SignedInRequest, appraisal: uuids.UUID, person: uuids.UUID) -> HttpResponse:
    row, who, _standing = _officer(request, appraisal, person)
    language = asked_language(request.GET.get("language", ""))
    pdf = statement_of(actor=request.actor, row=row, person_id=who.person_id, language=language, at=request.at)
    return attached(pdf, "application/pdf", f"appraisal-{row.year}-{language}", "pdf")


@require_POST
@signed_in
def remove(request: SignedInRequest, absence: uuids.UUID) -> HttpResponse:
    remove_absence(actor=request.actor, absence=absence, at=request.at)
    messages.success(request, _("Taken back."))
    return HttpResponseRedirect(reverse("talent:index"))


def _officer(
    request: SignedInRequest, appraisal: uuids.UUID, person: uuids.UUID
) -> tuple[AppraisalYear, PersonAtPost, StandingRow]:
    row, body = access_year(request.actor, appraisal)
    on = clock.day(request.at)
    who = orgs.access_person(request.actor, person, "see", on)
    found = standings(asked_of(row, body), on, [who.person_id]).get(who.person_id)
    if found is None:
        raise NotFound
    return row, who, found
