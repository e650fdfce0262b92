"""Contested figures that wait for somebody else: the list, and deciding one with reasons."""

import uuid as uuids
from itertools import chain

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_stream
from karmayogi.talent.actions.contest import decide_contest
from karmayogi.talent.policies import SEE
from karmayogi.talent.queries import wording as words
from karmayogi.talent.queries.contests import access_contest, contest_row, contests_within, every_contest
from karmayogi.talent.queries.standing import standings
from karmayogi.talent.queries.years import asked_of
from karmayogi.talent.web.forms import DecisionForm
from karmayogi.ui.api import day, named, pick, render

PAGE = 50
STATES = ("waiting", "upheld", "refused", "withdrawn")


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    paths, q, state = _asked(request)
    after = number(request.GET.get("after", "")) or 0
    found = contests_within(request.actor, paths, state=state, q=q, after=after, limit=PAGE + 1)
    kept, here = {"q": q, "state": state}, reverse("talent:contests")
    context = {
        "nav": "admin", "q": q, "state": state, "urlencode": urlencode,
        "states": [(one, words.contest_in_words(one)) for one in STATES],
        "lines": [(words.about_in_words(one.about), words.label(one.year), one) for one in found[:PAGE]],
        "csv_href": f"{reverse('talent:contests_csv')}?{urlencode(kept)}",
        "next_href": f"{here}?{urlencode(kept | {'after': found[PAGE - 1].id})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
    }  # fmt: skip
    return render(request, "talent/contests.html", context)


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    """As the list is searched and chosen."""
    paths, q, state = _asked(request)
    heads = [
        _("Officer"), _("Employee code"), _("Year"), _("Contested"), _("Course"), _("In the words of the officer"),
        _("Contested on"), _("Prescribed courses"), _("Done"), _("Needed"), _("Days on duty"), _("State"),
        _("Decided by"), _("Decided on"), _("Reasons"),
    ]  # fmt: skip
    lines = (
        [
            named(one.name, one.name_native), one.employee_code, words.label(one.year), words.about_in_words(one.about),
            pick(one.course_en, one.course_hi or "", one.course_ur or "") if one.course_en else "", one.words,
            clock.day(one.asked_at).isoformat(), str(one.prescribed), str(one.done), str(one.needed), str(one.days),
            words.contest_in_words(one.state), named(one.decided_by, one.decided_by_native or "")
            if one.decided_by else "", clock.day(one.decided_at).isoformat() if one.decided_at else "", one.reason,
        ]
        for one in every_contest(request.actor, paths, state=state, q=q)
    )  # fmt: skip
    return csv_stream(chain([heads], lines), f"appraisal-contests-{day(request.at)}")


def _asked(request: SignedInRequest) -> tuple[tuple[str, ...], str, str]:
    paths = request.actor.paths(*SEE)
    if not paths:
        raise NotFound
    state = request.GET.get("state", "waiting")
    return paths, request.GET.get("q", "").replace("\0", "").strip()[:100], state if state in STATES else "waiting"


@signed_in
def one(request: SignedInRequest, dispute: uuids.UUID) -> HttpResponse:
    row = access_contest(request.actor, dispute)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decide_contest(
                actor=request.actor, contest=dispute, uphold=given["uphold"] == "yes", reason=given["reason"],
                counts_on=given["counts_on"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("Decided. The officer is told, and the feed goes on."))
            return HttpResponseRedirect(reverse("talent:contests"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    on, told = clock.day(request.at), contest_row(row.pk)
    asked = asked_of(row.year)
    now = standings(asked, on, [row.person_id]).get(row.person_id)
    context = {
        "nav": "admin", "row": row, "told": told, "form": form, "now": now,
        "about": words.about_in_words(row.about), "state": words.contest_in_words(row.state),
        "was": words.standing_in_words(row.standing),
        "standing": words.standing_in_words(now.standing) if now else None,
        "arithmetic": words.arithmetic(row.year, asked, now) if now else [],
    }  # fmt: skip
    return render(request, "talent/contest.html", context, status=422 if form.errors else 200)
