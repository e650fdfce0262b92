"""A sitting at a place without network: what is fetched for it beforehand, and the pages that are kept."""

import base64
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.venue.give import give_duty, give_paper
from karmayogi.assessment.actions.venue.offer import read_start_code
from karmayogi.assessment.engine import venue as engine
from karmayogi.assessment.queries.proctored import sittings as queries
from karmayogi.assessment.queries.proctored.seats import access_seat
from karmayogi.assessment.queries.venue.state import kept_paper, offered
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.people.api import DeviceRemoved
from karmayogi.ui.api import pick, render


def _device(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("device", ""))
    except ValueError as error:
        raise NotFound from error


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _refused(refused: Refused) -> JsonResponse:
    """409 `removed`: the browser may become another device and ask again."""
    return _answer({"reason": str(refused), "removed": isinstance(refused, DeviceRemoved)}, 409)


def _answer(told: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _millis(when: Any) -> int:
    return int(when.timestamp() * 1000)


@signed_in
@require_POST
def take_paper(request: SignedInRequest, venue: uuid.UUID) -> JsonResponse:
    """The locked paper of the reader's own seat, for a script of our page."""
    device = _device(request)
    try:
        made = give_paper(
            actor=request.actor, sitting=venue, device_uuid=device, phone_key=request.POST.get("key", ""),
            language=request.POST.get("language", ""), at=request.at,
        )  # fmt: skip
    except Refused as refused:
        return _refused(refused)
    seat = made.seat
    return _answer({
        "sealed": made.uuid, "sitting": seat.sitting_uuid, "device": device, "part": seat.part_uuid,
        "locked": _b64(made.locked), "wrapped": _b64(made.keys.wrapped), "server": _b64(made.keys.server),
        "rounds": engine.ROUNDS, "questions": made.questions, "minutes": made.minutes,
        "starts": _millis(seat.starts_at), "entry": _millis(seat.last_entry), "ends": _millis(made.ends_at),
        "drift": int(engine.DRIFT.total_seconds() * 1000), "title": pick(seat.title_en, seat.title_hi, seat.title_ur),
        "page": reverse("assessment:venue_paper", args=[venue]), "also": reverse("assessment:seat", args=[venue]),
        **learning.offline_terms(request.actor.person_id, device, request.at),
    })  # fmt: skip


@signed_in
@never_cache
@require_safe
def paper(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    """The page of the paper, kept with it. The questions come into it on the phone, out of what the code opens."""
    row = access_seat(request.actor, venue)
    if kept_paper(row.id) is None:
        raise NotFound
    return render(request, "assessment/venue/paper.html", {"nav": "learning", "row": row})


@signed_in
@require_POST
def take_duty(request: SignedInRequest, venue: uuid.UUID) -> JsonResponse:
    """What the page of a proctor needs without network: what tells a right start code, not the code."""
    device = _device(request)
    try:
        made = give_duty(actor=request.actor, sitting=venue, device_uuid=device, at=request.at)
    except Refused as refused:
        return _refused(refused)
    row = made.row
    return _answer({
        "sealed": made.uuid, "sitting": row.uuid, "proof": _b64(made.proof), "rounds": engine.ROUNDS,
        "starts": _millis(row.starts_at), "entry": _millis(row.last_entry), "ends": _millis(row.ends_at),
        "drift": int(engine.DRIFT.total_seconds() * 1000), "title": pick(row.title_en, row.title_hi, row.title_ur),
        "page": reverse("assessment:venue_duty", args=[venue]), "also": reverse("assessment:proctored", args=[venue]),
        **learning.offline_terms(request.actor.person_id, device, request.at),
    })  # fmt: skip


@signed_in
@never_cache
@require_safe
def duty(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    """The page of a proctor as it is kept: the seats as they stand now; what is noted on it goes into the list that
    waits on the device."""
    row = queries.access_sitting(request.actor, venue, "watch")
    if offered(row.id) is None:
        raise NotFound
    lines = queries.seat_list(row, clock.day(request.at))
    return render(request, "assessment/venue/duty.html", {"nav": "admin", "row": row, "lines": lines})


@signed_in
@never_cache
@require_POST
def start_sheet(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    """The sheet with the start code, for an envelope. Asked for by a press, since each reading is in the trail."""
    try:
        row, code = read_start_code(actor=request.actor, sitting=venue, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("assessment:proctored", venue)
    groups = " ".join(code[place : place + 4] for place in range(0, len(code), 4))
    return render(request, "assessment/venue/start_sheet.html", {
        "nav": "admin", "row": row, "code": groups, "proctors": queries.proctors_of(row.id),
    })  # fmt: skip
