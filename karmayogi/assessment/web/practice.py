"""Practice: a question, the answer at once, as often as wanted. With a kept course also without network."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karmayogi.assessment.actions.practise import Practised, practise
from karmayogi.assessment.engine import fields, kinds
from karmayogi.assessment.engine.fields import Field, Told
from karmayogi.assessment.queries.practice import PracticeQuestion, Stand, plain, practice_lines, practice_of, stands
from karmayogi.assessment.web import words
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.markup import without_pictures
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    value: int
    text: str
    language: str
    right: bool
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A question as a page shows it. told: fields after marking; right: places of right options as JSON, for pages
    that mark by themselves."""

    place: int
    kind: str
    text: str
    language: str
    why: str
    why_language: str
    clause: str
    choices: list[Choice]
    fields: list[Field]
    told: list[Told]
    right: str


def _shown(question: PracticeQuestion, language: str, answer: list[str], *, told: bool) -> Shown:
    text, spoken = question.text("text", language)
    why, why_in = question.text("why", language)
    choices = []
    for place, option in enumerate(question.said["options"], 1):
        own = option["text"].get(language)
        choices.append(
            Choice(
                place, own or option["text"]["en"], language if own else "en", _is_right(question, option),
                option["key"] in answer,
            )
        )  # fmt: skip
    by_fields = question.kind not in kinds.CHOICES
    body = question.said.get("body", {})
    return Shown(
        question.place, question.kind, text, spoken, why, why_in, question.said["clause"], choices,
        fields.ask(question.kind, body, question.shown, answer, language) if by_fields else [],
        fields.tell(question.asked, answer, language) if by_fields and told else [],
        "" if by_fields else plain(question),
    )  # fmt: skip


def _is_right(question: PracticeQuestion, option: dict[str, Any]) -> bool:
    if question.kind != "weighted":
        return bool(option["correct"])
    weights = {one.key: one.weight or 0 for one in question.asked.options}
    return weights[option["key"]] == max(weights.values())


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: SignedInRequest, part: uuid.UUID) -> HttpResponse:
    quiz = learning.part_for_quiz(part, request.actor.person_id)
    pool = practice_of(quiz.part_id)
    if not pool:
        raise NotFound
    place = _place(request.POST.get("n") or request.GET.get("n", ""))
    done: Practised | None = None
    refused = False
    if request.method == "POST":
        try:
            done = practise(
                person_id=request.actor.person_id, pool=pool, place=place, post=request.POST.getlist, at=request.at
            )  # fmt: skip
        except kinds.NotAnAnswer:
            refused = True
    known = stands(request.actor.person_id, [one.item_id for one in pool])
    question = next((one for one in pool if one.place == place), None) or next_of(pool, known)
    return render(
        request,
        "assessment/practice.html",
        {
            "nav": "learning",
            "quiz": quiz,
            "question": _shown(question, quiz.language, done.answer if done else [], told=done is not None),
            "done": done,
            "refused": refused,
            "hints": words.hints(),
            "pool": [(one.place, known.get(one.item_id)) for one in pool],
            "right": sum(stand.right for stand in known.values()),
            "tried": len(known),
            "following": question.place % len(pool) + 1,
        },
        status=422 if refused else 200,
    )


def next_of(pool: list[PracticeQuestion], known: dict[int, Stand]) -> PracticeQuestion:
    """The first that was never tried, else that was wrong at the last try, else the least tried."""

    def rank(one: PracticeQuestion) -> tuple[int, int, int]:
        stand = known.get(one.item_id)
        return (0, 0, one.place) if stand is None else (1 + stand.right, stand.tries, one.place)

    return min(pool, key=rank)


def _described(said: Any) -> Any:
    """A question with descriptions in the place of its pictures."""
    if isinstance(said, Mapping):
        return {name: _described(one) for name, one in said.items()}
    if isinstance(said, list):
        return [_described(one) for one in said]
    return without_pictures(said) if isinstance(said, str) else said


def _place(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0


def offered(part_ids: list[int], person_id: int | None) -> dict[int, tuple[str, int, int, int]]:
    """Slot "learning.practice": by part (address, questions, right at the last try, bytes)."""
    return {
        part: (reverse("assessment:practice", args=[one.part_uuid]), one.questions, one.right, one.bytes)
        for part, one in practice_lines(part_ids, person_id).items()
    }


def kept(
    request: SignedInRequest, part_id: int, part: uuid.UUID, course: str, language: str, pack: uuid.UUID,
    pictures: bool,
) -> HttpResponse:  # fmt: skip
    """Slot "learning.kept_practice": all of them with their answers, as a page that a phone keeps. pictures: whether
    they lie on the phone; their descriptions stand there otherwise."""
    pool = practice_of(part_id)
    if not pictures:
        pool = [dataclasses.replace(one, said=_described(one.said)) for one in pool]
    shown = [_shown(one, language, [], told=False) for one in pool]
    told = {one.place: fields.tell(one.asked, [], language) for one in pool if one.kind not in kinds.CHOICES}
    context = {
        "nav": "learning", "course": course, "questions": shown, "told": told, "pack": pack, "test": part,
        "hints": words.hints(), "saved": _("Saved on this phone"),
    }  # fmt: skip
    return render(request, "assessment/practice_kept.html", context)
