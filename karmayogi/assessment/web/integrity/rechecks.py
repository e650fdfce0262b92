"""A re-check as the person meets it, and appeals as those who decide on them see them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.integrity.appeal_recheck import appeal_recheck, call_off_recheck, decide_recheck
from karmayogi.assessment.actions.integrity.take_recheck import answer_recheck, begin_recheck, close_if_late
from karmayogi.assessment.engine.integrity.policy import POLICIES
from karmayogi.assessment.policies import can_call_off
from karmayogi.assessment.queries.integrity import rechecks
from karmayogi.assessment.queries.integrity.rechecks import RecheckRow
from karmayogi.assessment.queries.requests import decides
from karmayogi.assessment.web.integrity.words import reason
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.ui.api import day, pick, render


@signed_in
@never_cache
@require_safe
def recheck(request: SignedInRequest, recheck: uuid.UUID) -> HttpResponse:
    row = rechecks.access_own(request.actor, recheck)
    if close_if_late(row, request.at):
        row = rechecks.access_own(request.actor, recheck)
    policy = POLICIES[row.policy]
    running = row.is_open and row.begun_at is not None
    return render(
        request,
        "assessment/integrity/recheck.html",
        {
            "nav": "learning",
            "row": row,
            "why": reason(row.kind, row.detail),
            "policy": policy,
            "minutes": int(policy.recheck_time.total_seconds() // 60),
            "running": running,
            "questions": rechecks.questions(row.id, row.language) if running else [],
            "may_appeal": row.may_appeal(request.at),
        },
    )


@signed_in
@require_POST
def begin(request: SignedInRequest, recheck: uuid.UUID) -> HttpResponse:
    begin_recheck(actor=request.actor, recheck=recheck, at=request.at)
    return redirect("assessment:recheck", recheck)


@signed_in
@require_POST
def answer(request: SignedInRequest, recheck: uuid.UUID) -> HttpResponse:
    picked: dict[int, set[int]] = {}
    for name in request.POST:
        number = name.removeprefix("q")
        if name.startswith("q") and number.isascii() and number.isdigit() and len(number) < 3:
            sent = request.POST.getlist(name)
            picked[int(number)] = {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 3}
    answer_recheck(actor=request.actor, recheck=recheck, picked=picked, at=request.at)
    return redirect("assessment:recheck", recheck)


@signed_in
@require_POST
def appeal(request: SignedInRequest, recheck: uuid.UUID) -> HttpResponse:
    appeal_recheck(actor=request.actor, recheck=recheck, why=_text(request, "why"), at=request.at)
    messages.success(request, _("Your appeal is on its way. You read the decision here."))
    return redirect("assessment:recheck", recheck)


@signed_in
@require_safe
def appeals(request: SignedInRequest) -> HttpResponse:
    if not decides(request.actor):
        raise NotFound
    waiting = [(row, reason(row.kind, row.detail)) for row in rechecks.appeals(request.actor, clock.day(request.at))]
    return render(
        request,
        "assessment/integrity/appeals.html",
        {"nav": "admin", "waiting": waiting, "may_call_off": can_call_off(request.actor)},
    )


@signed_in
@require_POST
def decide(request: SignedInRequest, recheck: uuid.UUID) -> HttpResponse:
    upheld = request.POST.get("decision") == "uphold"
    decide_recheck(actor=request.actor, recheck=recheck, upheld=upheld, decision=_text(request, "note"), at=request.at)
    messages.success(request, _("The decision is kept, with your reason."))
    return redirect("assessment:appeals")


@signed_in
@require_POST
def call_off(request: SignedInRequest) -> HttpResponse:
    """By the number of the case, which the person reads out: the platform has no list of persons under suspicion."""
    try:
        case = uuid.UUID(_text(request, "case").strip())
    except ValueError as error:
        raise NotFound from error
    call_off_recheck(actor=request.actor, recheck=case, why=_text(request, "note"), at=request.at)
    messages.success(request, _("The decision is kept, with your reason."))
    return redirect("assessment:appeals")


def course_notes(actor: Actor, course: uuid.UUID) -> list[tuple[str, str, str]]:
    """Slot "learning.course_notes": (text, label of the link, its address) about the actor's own completion."""
    said = {
        "open": _("Three short questions about this course are waiting for you."),
        "unconfirmed": _("Your completion of this course is not confirmed."),
    }
    return [
        (said[row.state], _("See why"), reverse("assessment:recheck", args=[row.uuid]))
        for row in rechecks.rechecks_of(actor.person_id, course)
        if row.state in said
    ]


def administration(request: Request) -> list[tuple[str, str, str]]:
    """The entry on the administration page."""
    if request.actor is None or not decides(request.actor):
        return []
    text = _("Officers whose completion was not confirmed and who ask for another look.")
    return [(_("Appeals about completions"), text, reverse("assessment:appeals"))]


def waiting_appeals(request: Request) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    if request.actor is None or not decides(request.actor):
        return []
    count = len(rechecks.appeals(request.actor, clock.day(request.at), 50))
    return [(_("Appeals about completions"), count, reverse("assessment:appeals"))]


def today_notes(actor: Actor) -> list[tuple[str, str, str]]:
    """(course, text, address) of what waits for the actor to answer or appeal."""
    at = clock.now()
    return [
        (
            pick(row.course_en, row.course_hi, row.course_ur),
            _today(row),
            reverse("assessment:recheck", args=[row.uuid]),
        )
        for row in rechecks.unsettled(actor.person_id)
        if row.is_open or row.may_appeal(at)
    ]


def _today(row: RecheckRow) -> str:
    if row.is_open:
        return _("Three short questions about this course are waiting for you.")
    return _("Your completion of this course is not confirmed. You can appeal until %(day)s.") % {
        "day": day(row.appeal_until)
    }


def _text(request: SignedInRequest, name: str) -> str:
    value: Any = request.POST.get(name, "")
    return str(value).replace("\x00", "")
