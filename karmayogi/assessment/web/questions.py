"""The test itself: one question a screen, an overview before submission, submission.

Every button of a question page sends the answer along, so that each step is saved on the server. Pages are not kept by
the browser: going back asks the server again and never shows an old state.
"""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.assessment.actions.save_answer import Saved, keep_place, save_answer, save_fields
from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.actions.submit import submit as submit_attempt
from karmayogi.assessment.engine import fields
from karmayogi.assessment.engine.kinds import FIELDS
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.types import AttemptRow
from karmayogi.assessment.web import words
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """One attempt with the addresses of whoever takes it: an officer's, or those of somebody who was invited.

    agent: who hands it in. again: fetches the attempt as it is now. to: address of "question" (of a position),
    "check", "submit" or "result". quiz: what it is called.
    """

    agent: Agent
    row: AttemptRow
    again: Callable[[], AttemptRow]
    to: Callable[..., str]
    quiz: Callable[[], Any]
    nav: str = "learning"


def _own(request: SignedInRequest, attempt: uuid.UUID) -> Way:
    """An officer's. Raises NotFound for anybody else's."""

    def to(step: str, *place: int) -> str:
        return reverse(f"assessment:{step}", args=[attempt, *place])

    def again() -> AttemptRow:
        return attempts.access_attempt(request.actor, attempt)

    row = again()
    return Way(request.actor, row, again, to, lambda: learning.part_for_quiz(row.part_uuid, request.actor.person_id))


def _is_closed(attempt: AttemptRow, request: Request) -> bool:
    return not attempt.is_open or close_if_over(attempt, request.at)


@signed_in
@never_cache
@require_safe
def resume(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    """Wherever she left, on whichever device."""
    row = attempts.access_attempt(request.actor, attempt)
    if _is_closed(row, request):
        return redirect("assessment:result", attempt)
    return redirect("assessment:question", attempt, row.position)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    return take(request, _own(request, attempt), position)


def take(request: Request, way: Way, position: int) -> HttpResponse:
    """One question: shown, or its answer saved."""
    row = way.row
    if not 1 <= position <= row.questions:
        raise NotFound
    if request.method == "POST":
        return _save(request, way, position)
    if _is_closed(row, request):
        return redirect(way.to("result"))
    keep_place(attempt=row, position=position, language=row.language)
    return _page(request, way, position)


def _page(request: Request, way: Way, position: int, *, refused: bool = False) -> HttpResponse:
    """refused: with what was sent, so that nothing has to be typed again; `seen` stays what is kept."""
    row = way.row
    kept = shown = attempts.question(row, position, row.language)
    if refused:
        shown = dataclasses.replace(kept, fields=tuple(fields.filled(kept.fields, request.POST.getlist)))
    return render(
        request,
        "assessment/question.html",
        {
            "nav": way.nav,
            "to": way.to,
            "quiz": way.quiz(),
            "attempt": row,
            "question": shown,
            "seen": kept.seen,
            "refused": refused,
            "hints": words.hints(),
            "answered": attempts.answered(row.id),
            "clock": words.clock(row.due_at, request.at, shown.section_due_at),
            "languages": [pair for pair in words.language_names() if pair[0] in shown.languages],
        },
        status=422 if refused else 200,
    )


def _save(request: Request, way: Way, position: int) -> HttpResponse:
    row = way.row
    go = request.POST.get("go", "next")
    kind = attempts.kind_of(row, position)
    saved = _save_fields(request, row, position, go) if kind in FIELDS else _save_choice(request, row, position, go)
    if saved is Saved.LATE:
        over = close_if_over(row, request.at) or not row.is_open
        messages.warning(
            request, _("Your last answer came after the time. It is kept with the attempt, but does not count.")
        )
        # Where only a section is over, the rest of the test goes on.
        return redirect(way.to("result")) if over else _go(request, way, position, go)
    if saved is Saved.CLOSED:
        return _closed_page(request, way)
    if saved is Saved.PARTLY or (saved is Saved.REFUSED and kind in FIELDS):
        if close_if_over(row, request.at):
            return redirect(way.to("result"))
        messages.warning(
            request, _("This answer was not saved: write numbers with digits, and give each line a place of its own.")
        )
        return _page(request, way, position, refused=True)
    if saved is Saved.REFUSED:
        raise Refused(_("This answer does not fit the question. Open the question again."))
    if close_if_over(row, request.at):
        return redirect(way.to("result"))
    return _go(request, way, position, go)


def _save_choice(request: Request, row: AttemptRow, position: int, go: str) -> Saved:
    picked = set() if go == "clear" else _numbers(request.POST.getlist("answer"))
    if go == "clear" or picked != _numbers(request.POST.get("seen", "").split(",")):
        return save_answer(attempt=row, position=position, picked=picked, at=request.at)
    return Saved.SAVED if row.is_open else Saved.CLOSED


def _save_fields(request: Request, row: AttemptRow, position: int, go: str) -> Saved:
    """A page on which nothing was changed saves nothing: it sends back in `seen` what it showed."""
    shown = attempts.question(row, position, row.language)
    sent = [",".join(request.POST.getlist(field.name)) for field in shown.fields]
    now = ";".join(quote(one.strip(), safe=",") for one in sent) if any(sent) else ""
    if go != "clear" and now == request.POST.get("seen", ""):
        return Saved.SAVED if row.is_open else Saved.CLOSED
    sent_by = QueryDict() if go == "clear" else request.POST
    return save_fields(attempt=row, position=position, post=sent_by.getlist, at=request.at)


def _go(request: Request, way: Way, position: int, go: str) -> HttpResponse:
    """Where the pressed button leads, now that the answer is safe."""
    row = way.row
    if go == "finish":
        submit_attempt(agent=way.agent, attempt=row, at=request.at)
        return redirect(way.to("result"))
    if go.startswith("language:"):
        code = go.removeprefix("language:")
        if code in dict(words.language_names()):
            keep_place(attempt=row, position=position, language=code)
        return redirect(way.to("question", position))
    target = position + 1
    if go in ("clear", "stay"):
        target = position
    elif go == "previous":
        target = max(1, position - 1)
    elif go.isascii() and go.isdigit() and 1 <= int(go[:4]) <= row.questions:
        target = int(go[:4])
    if go == "check" or target > row.questions:
        return redirect(way.to("check"))
    return redirect(way.to("question", target))


@signed_in
@never_cache
@require_safe
def check(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    return overview(request, _own(request, attempt))


def overview(request: Request, way: Way) -> HttpResponse:
    """Everything at a glance before submission, unanswered questions first."""
    row = way.row
    if _is_closed(row, request):
        return redirect(way.to("result"))
    lines = attempts.lines(row, row.language)
    return render(
        request,
        "assessment/check.html",
        {
            "nav": way.nav,
            "to": way.to,
            "quiz": way.quiz(),
            "attempt": row,
            "open_lines": [line for line in lines if not line.answered],
            "done_lines": [line for line in lines if line.answered],
            "clock": words.clock(row.due_at, request.at),
        },
    )


@signed_in
@never_cache
@require_POST
def submit(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    return hand_in(request, _own(request, attempt))


def hand_in(request: Request, way: Way) -> HttpResponse:
    """Pressing twice, or in two tabs, leads to the same result."""
    submit_attempt(agent=way.agent, attempt=way.row, at=request.at)
    return redirect(way.to("result"))


def _closed_page(request: Request, way: Way) -> HttpResponse:
    """An answer from an old tab: it says why nothing was saved, and where the result is."""
    context = {"nav": way.nav, "to": way.to, "attempt": way.again()}
    return render(request, "assessment/closed.html", context, status=409)


def _numbers(raw: list[str]) -> set[int]:
    """Places of options as a form sends them; anything else is left out."""
    return {int(value) for value in raw if value.isascii() and value.isdigit() and len(value) < 3}
