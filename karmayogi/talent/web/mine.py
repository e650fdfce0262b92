"""An officer's own appraisal year: standing with its arithmetic, what is missing by when; contest, paper, reminders."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import attached
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.talent.actions import contest as contests
from karmayogi.talent.actions.print_statement import asked_language, statement_of
from karmayogi.talent.actions.send_sms import sends_texts
from karmayogi.talent.actions.wishes import save_wish
from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.queries import wording as words
from karmayogi.talent.queries.contests import contests_of
from karmayogi.talent.queries.digests import DigestRow, digests_of, push_notes, readers, sms_states
from karmayogi.talent.queries.feeds import told_last
from karmayogi.talent.queries.officers import absences_of, courses_of, title_of
from karmayogi.talent.queries.standing import StandingRow, standings
from karmayogi.talent.queries.years import asked_of, year_of_person
from karmayogi.talent.web.forms import ContestForm, WishForm
from karmayogi.ui.api import day, pick, render

TOLD_FOR = dt.timedelta(days=14)


@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_POST
@signed_in
def ask(request: SignedInRequest) -> HttpResponse:
    row, _one = _hers(request.actor, clock.day(request.at))
    if row is None:
        raise NotFound
    form = ContestForm(_choices(row, request), request.POST)
    if form.is_valid():
        about, _dot, course = form.cleaned_data["what"].partition(":")
        try:
            contests.contest(
                actor=request.actor, about=about, course=read_uuid(course), words=form.cleaned_data["words"],
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("Your contest is sent. Your line in the feed is frozen until it is decided."))
            return HttpResponseRedirect(reverse("talent:mine"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, dispute: uuids.UUID) -> HttpResponse:
    try:
        contests.withdraw_contest(actor=request.actor, contest=dispute, at=request.at)
        messages.success(request, _("The contest is withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("talent:mine"))


@signed_in
def wish(request: SignedInRequest) -> HttpResponse:
    """When and how she is reminded, and what she was told."""
    known = readers([request.actor.person_id])[request.actor.person_id]
    names = ("by_mail", "by_sms", "quiet_from", "quiet_until")
    form = WishForm(request.POST or None, initial={name: getattr(known, name) for name in names})
    if request.method == "POST" and form.is_valid():
        save_wish(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("talent:wish"))
    told = digests_of(request.actor.person_id, clock.day(request.at) - dt.timedelta(days=60))
    context = {
        "nav": "today", "form": form, "reader": known, "digests": told, "notes": push_notes([one.id for one in told]),
        "texts": _texts(told), "no_sms": not sends_texts(),
        "push_in_words": words.push_in_words, "sms_in_words": words.sms_in_words,
        "push": len(people.push_devices_of(request.actor.person_id, request.at)),
    }  # fmt: skip
    return render(request, "talent/wish.html", context, status=422 if form.errors else 200)


def _texts(told: list[DigestRow]) -> dict[int, str]:
    """Digest -> what became of its text message: as its note says, else as the digest does."""
    notes = sms_states([one.id for one in told])
    return {one.id: notes.get(one.id, one.sms) for one in told}


@signed_in
def paper(request: SignedInRequest) -> HttpResponse:
    """`?language=hi`: of the three."""
    row, one = _hers(request.actor, clock.day(request.at))
    if row is None or one is None:
        raise NotFound
    language = asked_language(request.GET.get("language", ""))
    pdf = statement_of(
        actor=request.actor, row=row, person_id=request.actor.person_id, language=language, at=request.at
    )
    return attached(pdf, "application/pdf", f"appraisal-{row.year}-{language}", "pdf")


NOTED = f"""exists (
  select from talent_digest where person_id = %(person)s and "on" >= %(on)s::date - {TOLD_FOR.days})"""


def notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": what the latest digest of the last days says."""
    at = clock.now()
    found = digests_of(actor.person_id, clock.day(at) - TOLD_FOR)
    if not found:
        return []
    return [(_("Reminder of %(day)s") % {"day": day(found[0].on)}, found[0].text, reverse("talent:mine"))]


def entry(_request: Any) -> list[tuple[str, str, str]]:
    """Slot "ui.account"."""
    return [("talent:mine", _("My appraisal year"), "appraisal")]


def _hers(actor: Actor, on: dt.date) -> tuple[AppraisalYear | None, StandingRow | None]:
    row = year_of_person(actor.person_id, on)
    if row is None:
        return None, None
    return row, standings(asked_of(row), on, [actor.person_id]).get(actor.person_id)


def _choices(row: AppraisalYear, request: SignedInRequest) -> list[tuple[str, str]]:
    found = courses_of(asked_of(row), request.actor.person_id, clock.day(request.at))
    choices = [
        (f"course:{one.uuid}", pick(one.title_en, one.title_hi, one.title_ur)) for one in found if one.done_on is None
    ]
    if row.test_id is not None:
        choices.append(("test:", _("The comprehensive test")))
    return [*choices, ("days:", _("Days on duty"))]


def _page(request: SignedInRequest, form: ContestForm | None = None) -> HttpResponse:
    on = clock.day(request.at)
    row, one = _hers(request.actor, on)
    if row is None or one is None:
        return render(request, "talent/mine.html", {"nav": "today", "row": None})
    context = whole(row, one, request.actor.person_id, on) | {
        "nav": "today",
        "own": True,
        "writes": False,
        "form": form or ContestForm(_choices(row, request)),
        # What was sent and refused is shown again with the reason, whatever holds by now.
        "may_contest": form is not None
        or (row.state == "open" and not any(each.state == "waiting" for each in contests_of(one.person_id, row.pk))),
    }  # fmt: skip
    return render(request, "talent/mine.html", context, status=422 if form is not None else 200)


def whole(row: AppraisalYear, one: StandingRow, person_id: int, on: dt.date) -> dict[str, Any]:
    """What a statement shows, hers and her office's alike."""
    asked = asked_of(row)
    body = orgs.organisations([row.organisation_id])[row.organisation_id]
    test = title_of(row.test_id) if row.test_id is not None else None
    return {
        "row": row,
        "one": one,
        "body_name": pick(body.name_en, body.name_hi, body.name_ur),
        "year": words.label(row.year),
        "standing": words.standing_in_words(one.standing),
        "tone": words.TONES[one.standing],
        "result": words.result_in_words(asked, one),
        "order": words.order_in_words(row),
        "arithmetic": words.arithmetic(row, asked, one),
        "courses": courses_of(asked, person_id, on),
        "test": test,
        "absences": [(words.away_in_words(each.kind), each) for each in absences_of(person_id, asked)],
        "contests": [
            (words.about_in_words(each.about), words.contest_in_words(each.state), each)
            for each in contests_of(person_id, row.pk)
        ],
        "told": told_last(person_id, row.pk),
        "standing_in_words": words.standing_in_words,
        "line_in_words": words.line_in_words,
    }
