"""The adaptive test of a competency: which there are, one question at a time, and what it says."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karmayogi.assessment.actions.sit import again_from, answer, begin, close_if_over, end, time_for
from karmayogi.assessment.conf import GRACE_MINUTES
from karmayogi.assessment.engine.measurement.standards import sureness
from karmayogi.assessment.queries import banks, sittings
from karmayogi.assessment.queries.sittings import SittingRow
from karmayogi.assessment.web.words import clock, language_names
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
@require_safe
def tests(request: SignedInRequest) -> HttpResponse:
    mine = sittings.mine_of(request.actor.person_id)
    found = [(bank, mine.get(bank.competency_id)) for bank in banks.open_banks()]
    return render(request, "assessment/sittings.html", {"nav": "roles", "found": found})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: SignedInRequest, bank: uuids.UUID) -> HttpResponse:
    found = banks.open_bank(bank)
    if request.method == "POST":
        try:
            language = request.POST.get("language", "en")
            opened = begin(actor=request.actor, bank_uuid=bank, language=language, at=request.at)
            return redirect("assessment:sitting", opened)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("assessment:sit", bank)
    last = sittings.latest(request.actor.person_id, found.competency_id)
    free = again_from(found, last)
    context = {
        "nav": "roles", "bank": found, "last": last, "free": free if free and free > request.at else None,
        "languages": language_names()[:3], "language": get_language() or "en",
        "minutes": time_for(found, request.actor.person_id) // dt.timedelta(minutes=1),
        "grace_minutes": GRACE_MINUTES,
    }  # fmt: skip
    return render(request, "assessment/sit.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: SignedInRequest, sitting: uuids.UUID) -> HttpResponse:
    row = sittings.access_sitting(request.actor, sitting)
    if request.method == "POST":
        return _answer(request, row)
    if not row.is_open or close_if_over(row, request.at):
        return redirect("assessment:sitting_result", sitting)
    return _page(request, row)


def _answer(request: SignedInRequest, row: SittingRow) -> HttpResponse:
    """An answer from an old tab changes nothing: the page then shows the question that is asked now."""
    if request.POST.get("go") == "end":
        end(actor=request.actor, sitting=row, at=request.at)
        return redirect("assessment:sitting", row.uuid)
    place = request.POST.get("position", "")
    position = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0
    picked = {int(one) for one in request.POST.getlist("answer") if one.isascii() and one.isdigit() and len(one) < 3}
    try:
        if not answer(actor=request.actor, sitting=row, position=position, picked=picked, at=request.at):
            messages.info(request, _("That question was answered already, or the time is over."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("assessment:sitting", row.uuid)


def _page(request: SignedInRequest, row: SittingRow) -> HttpResponse:
    context = {
        "nav": "roles", "sitting": row, "question": sittings.question(row), "clock": clock(row.due_at, request.at),
    }  # fmt: skip
    return render(request, "assessment/sitting.html", context)


@signed_in
@never_cache
@require_safe
def result(request: SignedInRequest, sitting: uuids.UUID) -> HttpResponse:
    row = sittings.access_sitting(request.actor, sitting)
    if row.is_open and not close_if_over(row, request.at):
        return redirect("assessment:sitting", sitting)
    row = sittings.access_sitting(request.actor, sitting)
    bank = banks.bank_by_id(row.bank_id)
    sure = [(level, round(100 * sureness(row.theta, row.error, cut))) for level, cut in sorted(bank.cuts.items())]
    context = {
        "nav": "roles", "sitting": row, "bank": bank, "sure": sure, "free": again_from(bank, row),
        "few": row.answered < bank.least, "evidence": reverse("competencies:mine"),
    }  # fmt: skip
    return render(request, "assessment/sitting_result.html", context)
