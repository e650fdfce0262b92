"""A test on a phone without network: fetched locked, started with a moment of network, answered without any."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.sealed.seal import Opened, Sealed, open_sealed, seal
from karmayogi.assessment.models import SealedPaper
from karmayogi.assessment.queries.papers import part_of
from karmayogi.assessment.web.phones import b64, device_of, millis, refused, told
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render
from karmayogi.ui.environment import asset

ASSETS = (
    "assessment/quiz.css", "assessment/sealed.js", "assessment/practice.js", "assessment/venue.js",
)  # fmt: skip


def kept_by_the_worker() -> list[str]:
    """Slot "ui.worker_keeps"."""
    return [asset(name) for name in ASSETS]


@signed_in
@require_POST
def fetch(request: SignedInRequest, part: uuid.UUID) -> JsonResponse:
    """The locked test, for a script of our page."""
    try:
        made: Sealed = seal(
            actor=request.actor, part_uuid=part, device_uuid=device_of(request),
            language=request.POST.get("language", ""), at=request.at,
        )  # fmt: skip
    except Refused as reason:
        return refused(reason)
    return told({
        "sealed": made.uuid, "part": part, "locked": b64(made.locked), "minutes": made.minutes,
        "questions": made.questions, "valid_until": millis(made.valid_until),
        "page": reverse("assessment:sealed", args=[made.uuid]),
        **learning.offline_terms(request.actor.person_id, device_of(request), request.at),
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
        made: Opened = open_sealed(
            actor=request.actor, sealed_uuid=sealed, device_uuid=device_of(request), at=request.at
        )
    except Refused as reason:
        return told({"reason": str(reason)}, 409)
    seconds = max(0, int((made.due_at - request.at).total_seconds()))
    terms = learning.offline_terms(request.actor.person_id, device_of(request), request.at)
    sections = [
        (first, last, None if ends is None else max(0, int((ends - request.at).total_seconds())))
        for first, last, ends in made.sections
    ]
    return told({"key": b64(made.key), "seconds": seconds, "sections": sections} | terms)
