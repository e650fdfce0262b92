"""The quality form and its answers; how reviewers of the same version agree."""

import dataclasses
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.learning.engine.authoring.quality import Spread, mean_shift, spreads, weighted_kappa
from karmayogi.learning.models import QualityForm


@dataclasses.dataclass(frozen=True, slots=True)
class FormRow:
    """points: every answer, best first."""

    id: int
    number: int
    threshold: int
    points: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionRow:
    id: int
    position: int
    section: str
    section_en: str
    section_hi: str
    section_ur: str
    weight: int
    key: str
    text_en: str
    text_hi: str
    text_ur: str


def form_in_force() -> FormRow | None:
    row = QualityForm.objects.filter(in_force=True).first()
    return FormRow(row.id, row.number, row.threshold, tuple(row.points)) if row else None


def questions_of_form(form_id: int) -> list[QuestionRow]:
    return rows.fetch(
        QuestionRow,
        "select id, position, section, section_en, section_hi, section_ur, weight, key, text_en, text_hi, text_ur"
        " from learning_qualityquestion where form_id = %s order by position",
        [form_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class ReviewRow:
    id: int
    reviewer_id: int
    reviewer: str
    reviewer_native: str
    form_id: int
    score: int


def reviews_of(draft_id: int, round: int) -> list[ReviewRow]:
    """The reviews of one round, first given first."""
    return rows.fetch(
        ReviewRow,
        "select r.id, r.reviewer_id, p.name, p.name_native, r.form_id, r.score from learning_qualityreview r"
        " join people_person p on p.id = r.reviewer_id where r.draft_id = %s and r.round = %s"
        " order by r.given_at, r.id",
        [draft_id, round],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class AnswerRow:
    review_id: int
    question_id: int
    points: int
    note: str


def answers_of(review_ids: list[int]) -> list[AnswerRow]:
    return rows.fetch(
        AnswerRow,
        "select review_id, question_id, points, note from learning_qualityanswer where review_id = any(%s::bigint[])"
        " order by question_id",
        [review_ids],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers of one version. kappa: None where chance alone explains their answers."""

    first: str
    second: str
    first_score: int
    second_score: int
    kappa: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """A version that several have marked. spreads: questions with the widest gap first."""

    draft: uuids.UUID
    code: str
    number: int
    reviews: list[ReviewRow]
    pairs: list[Pair]
    spreads: list[Spread]


@dataclasses.dataclass(frozen=True, slots=True)
class Habit:
    """A reviewer: mean shift against the others for the same versions, in points a question; versions: on how many."""

    name: str
    name_native: str
    versions: int
    shift: float


@dataclasses.dataclass(frozen=True, slots=True)
class Calibration:
    scored: list[Scored]
    habits: list[Habit]


_SEVERAL = """
select d.id, d.uuid, c.code, d.number, r.round, r.form_id from learning_qualityreview r
join learning_draft d on d.id = r.draft_id join learning_course c on c.id = d.course_id
where r.form_id = %s
group by d.id, d.uuid, c.code, d.number, r.round, r.form_id having count(*) > 1
order by max(r.given_at) desc limit 50
"""


def calibration(form: FormRow) -> Calibration:
    """The last fifty versions that two or more have marked with this form, and how each marks against the others."""
    scored: list[Scored] = []
    all_answers: list[dict[int, dict[int, int]]] = []
    names: dict[int, tuple[str, str]] = {}
    for draft_id, draft_uuid, code, number, round, _form in rows.fetch(lambda *row: row, _SEVERAL, [form.id]):
        reviews = [one for one in reviews_of(draft_id, round) if one.form_id == form.id]
        who = {one.id: one.reviewer_id for one in reviews}
        answers: dict[int, dict[int, int]] = {one.reviewer_id: {} for one in reviews}
        for answer in answers_of(list(who)):
            answers[who[answer.review_id]][answer.question_id] = answer.points
        names |= {one.reviewer_id: (one.reviewer, one.reviewer_native) for one in reviews}
        scored.append(
            Scored(draft_uuid, code, number, reviews, _pairs(reviews, answers, form.points), spreads(answers))
        )
        all_answers.append(answers)
    habits = [
        Habit(*names[reviewer], sum(reviewer in one for one in all_answers), shift)
        for reviewer in names
        if (shift := mean_shift(all_answers, reviewer)) is not None
    ]
    return Calibration(scored, sorted(habits, key=lambda one: -abs(one.shift)))


def _pairs(reviews: list[ReviewRow], answers: dict[int, dict[int, int]], points: tuple[int, ...]) -> list[Pair]:
    found = []
    for place, one in enumerate(reviews):
        for other in reviews[place + 1 :]:
            first, second = answers[one.reviewer_id], answers[other.reviewer_id]
            both = [(first[question], second[question]) for question in first if question in second]
            found.append(
                Pair(one.reviewer, other.reviewer, one.score, other.score, weighted_kappa(both, sorted(points)))
            )
    return found
