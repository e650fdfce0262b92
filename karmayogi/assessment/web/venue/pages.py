"""A sitting at a place without network: what is fetched for it beforehand, and the pages that are kept."""

import datetime as dt
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
from karmayogi.assessment.queries.proctored.seats import SeatRow, access_seat
from karmayogi.assessment.queries.venue.state import kept_paper, offered
from karmayogi.assessment.web.phones import b64, device_of, millis, refused, told
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import pick, render


def _terms(row: SeatRow | queries.SittingRow) -> dict[str, Any]:
    """By what both pages know when the code may be tried, and how."""
    return {
        "title": pick(row.title_en, row.title_hi, row.title_ur), "starts": millis(row.starts_at),
        "entry": millis(row.last_entry), "drift": engine.DRIFT // dt.timedelta(milliseconds=1), "rounds": engine.ROUNDS,
    }  # fmt: skip


@signed_in
@require_POST
def take_paper(request: SignedInRequest, venue: uuid.UUID) -> JsonResponse:
    """The locked paper of the reader's own seat, for a script of our page."""
    device = device_of(request)
    try:
        made = give_paper(
            actor=request.actor, sitting=venue, device_uuid=device, phone_key=request.POST.get("key", ""),
            language=request.POST.get("language", ""), at=request.at,
        )  # fmt: skip
    except Refused as reason:
        return refused(reason)
    seat = made.seat
    return told({
        "sealed": made.uuid, "sitting": seat.sitting_uuid, "device": device, "part": seat.part_uuid,
        "locked": b64(made.locked), "wrapped": b64(made.keys.wrapped), "server": b64(made.keys.server),
        "minutes": made.minutes, "ends": millis(made.ends_at), **_terms(seat),
        "sections": [
            (first, last, None if own is None else int(own.total_seconds())) for first, last, own in made.sections
        ],
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
    device = device_of(request)
    try:
        made = give_duty(actor=request.actor, sitting=venue, device_uuid=device, at=request.at)
    except Refused as reason:
        return refused(reason)
    row = made.row
    return told({
        "sealed": made.uuid, "sitting": row.uuid, "proof": b64(made.proof), **_terms(row),
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
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("assessment:proctored", venue)
    groups = " ".join(code[place : place + 4] for place in range(0, len(code), 4))
    return render(request, "assessment/venue/start_sheet.html", {
        "nav": "admin", "row": row, "code": groups, "proctors": queries.proctors_of(row.id),
    })  # fmt: skip
