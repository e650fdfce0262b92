"""A test on a phone without network: fetched locked, started with a moment of network, answered without any."""

import base64
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.sealed.seal import Opened, Sealed, open_sealed, seal
from karmayogi.assessment.models import SealedPaper
from karmayogi.assessment.queries.papers import part_of
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.people.api import DeviceRemoved
from karmayogi.ui.api import render
from karmayogi.ui.environment import asset

ASSETS = (
    "assessment/quiz.css", "assessment/sealed.js", "assessment/practice.js", "assessment/venue.js",
)  # fmt: skip


def kept_by_the_worker() -> list[str]:
    """Slot "ui.worker_keeps"."""
    return [asset(name) for name in ASSETS]


def _device(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("device", ""))
    except ValueError as error:
        raise NotFound from error


def _answer(told: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@signed_in
@require_POST
def fetch(request: SignedInRequest, part: uuid.UUID) -> JsonResponse:
    """The locked test, for a script of our page. 409 `removed`: the browser may become another device and ask again."""
    try:
        made: Sealed = seal(
            actor=request.actor, part_uuid=part, device_uuid=_device(request),
            language=request.POST.get("language", ""), at=request.at,
        )  # fmt: skip
    except Refused as refused:
        return _answer({"reason": str(refused), "removed": isinstance(refused, DeviceRemoved)}, 409)
    return _answer({
        "sealed": made.uuid, "part": part, "locked": _b64(made.locked), "minutes": made.minutes,
        "questions": made.questions, "valid_until": int(made.valid_until.timestamp() * 1000),
        "page": reverse("assessment:sealed", args=[made.uuid]),
        **learning.offline_terms(request.actor.person_id, _device(request), request.at),
    })  # fmt: skip


@signed_in
@never_cache
@require_safe
def sealed(request: SignedInRequest, sealed: uuid.UUID) -> HttpResponse:
    """The page of the test, kept with it. The questions come into it on the phone."""
    row = SealedPaper.objects.filter(person_id=request.actor.person_id, uuid=sealed).first()
    if row is None:
        raise NotFound
    quiz = learning.part_for_quiz(part_of(row.paper_id), request.actor.person_id)
    return render(request, "assessment/sealed/sealed.html", {"nav": "learning", "quiz": quiz, "sealed": row})


@signed_in
@require_POST
def open_now(request: SignedInRequest, sealed: uuid.UUID) -> JsonResponse:
    """The start: the clock of the server runs, and the phone gets the key."""
    try:
        made: Opened = open_sealed(actor=request.actor, sealed_uuid=sealed, device_uuid=_device(request), at=request.at)
    except Refused as refused:
        return _answer({"reason": str(refused)}, 409)
    seconds = max(0, int((made.due_at - request.at).total_seconds()))
    terms = learning.offline_terms(request.actor.person_id, _device(request), request.at)
    return _answer({"key": _b64(made.key), "seconds": seconds} | terms)
