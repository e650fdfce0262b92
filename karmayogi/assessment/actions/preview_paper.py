"""A drafted test before it is published: a paper of it as somebody could get it. Nothing is written."""

import uuid
from typing import Any

from karmayogi.assessment.actions.import_questions import check_questions, forms_in
from karmayogi.assessment.actions.write_blueprint import draw_drafted
from karmayogi.assessment.engine import drawing, question_file
from karmayogi.assessment.engine.question_file import Fault, ItemDraft
from karmayogi.assessment.types import FormSize, PaperPreview
from karmayogi.kernel.access import Refused
from karmayogi.learning.types import QuizSpec


def preview_paper(questions: list[dict[str, Any]], spec: QuizSpec, form: str, number: int) -> PaperPreview:
    """Drawn as an attempt is drawn, from the questions as they stand. form: "" or one that there is not: the first one.

    number: another one draws another paper. What stands in the way is told in words, never raised: a draft is
    unfinished.
    """
    try:
        check_questions(questions, spec)
        problem = ""
    except Refused as refused:
        problem = str(refused)
    try:
        pool = [one for one in question_file.read(questions) if not one.practice]
    except Fault:
        return PaperPreview((), (), problem)
    of = forms_in(questions)
    names = sorted({of[one.key] for one in pool} - {""}) or [""]
    chosen = form if form in names else names[0]
    sizes: list[FormSize] = []
    drawn: tuple[tuple[int, str], ...] = ()
    first = {one.key for one in pool if of[one.key] in ("", names[0])}
    for name in names:
        mine = [one for one in pool if of[one.key] in ("", name)]
        paper, lacking = _draw(mine, spec, uuid.UUID(int=number))
        drawn = paper if name == chosen else drawn
        mean = sum(one.difficulty for one in mine) / len(mine) if mine else 0.0
        sizes.append(FormSize(name, len(mine), len({one.key for one in mine} & first), mean, lacking))
    return PaperPreview(tuple(sizes), drawn, problem)


def _draw(pool: list[ItemDraft], spec: QuizSpec, seed: uuid.UUID) -> tuple[tuple[tuple[int, str], ...], str]:
    """The paper, or why there is none."""
    if not spec.sections:
        all_of_it = [drawing.Candidate(place, one.difficulty) for place, one in enumerate(pool)]
        return tuple((1, pool[place].key) for place in drawing.draw(all_of_it, spec.draw, seed)), ""
    try:
        return tuple((one.section, pool[one.id].key) for one in draw_drafted(pool, spec, seed)), ""
    except Refused as thin:
        return (), str(thin)
