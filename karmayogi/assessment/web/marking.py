"""Marking answers: what waits, one answer with its rubric, and trying one whose marks were agreed on before."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karmayogi.assessment.actions.mark_answer import mark_answer, take_next, try_agreed
from karmayogi.assessment.queries import marking
from karmayogi.assessment.queries.marking import RubricLine
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: SignedInRequest) -> HttpResponse:
    """For those whose work it is, and for learners who were given an answer; for others there is nothing."""
    actor, at = request.actor, request.at
    if not marking.has_queue(actor):
        raise NotFound
    if request.method == "POST":
        taken = take_next(actor=actor, at=at)
        if taken is not None:
            return redirect("assessment:mark", taken)
        trial = marking.next_trial(actor, at)
        if trial is not None:
            return redirect("assessment:agreed", *trial)
        messages.info(request, _("No answer waits for you."))
        return redirect("assessment:marking")
    marks = marking.marks(actor)
    context = {
        "nav": "admin" if marks else "learning", "mine": marking.mine(actor), "marks": marks,
        "waiting": marking.count_waiting(actor, at),
    }  # fmt: skip
    return render(request, "assessment/marking.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: SignedInRequest, task: uuids.UUID) -> HttpResponse:
    found = marking.access_task(request.actor, task)
    if request.method == "POST":
        try:
            kept = mark_answer(
                actor=request.actor, uuid=task, points=_points(request, found.rubric),
                remark=request.POST.get("remark", "").replace("\x00", ""), at=request.at,
            )  # fmt: skip
            if kept:
                messages.success(request, _("Your marks are kept."))
            return redirect("assessment:marking")
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {"nav": "learning", "task": found, "sent": request.POST, "trial": False}
    return render(request, "assessment/mark.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: SignedInRequest, item: uuids.UUID, key: str) -> HttpResponse:
    found = marking.access_agreed(request.actor, item, key)
    close = None
    if request.method == "POST":
        try:
            close = try_agreed(
                actor=request.actor, item_uuid=item, key=key, points=_points(request, found.rubric), at=request.at
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {"nav": "learning", "task": found, "sent": request.POST, "trial": True, "close": close}
    failed = request.method == "POST" and close is None
    return render(request, "assessment/mark.html", context, status=422 if failed else 200)


def _points(request: SignedInRequest, rubric: tuple[RubricLine, ...]) -> dict[str, int]:
    """Of the lines that were given whole numbers; the others are missed by whoever marks."""
    sent = {line.key: request.POST.get(f"p{place}", "") for place, line in enumerate(rubric, start=1)}
    return {key: int(one) for key, one in sent.items() if one.isascii() and one.isdigit() and len(one) < 4}
