"""The pool of a test in the form in which questions come in (slot "learning.export_questions")."""

import dataclasses
import datetime as dt
import json
from typing import Any
from uuid import UUID

from karmayogi.assessment.policies import can_take_along
from karmayogi.assessment.queries import papers
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning import api as learning
from karmayogi.learning.types import DrawnLine, QuizSection, QuizSpec

_PAPER = """
select id, draw, minutes, attempts, pass_percent, negative_percent, second_percent, peers
from assessment_paper where part_id = %s
"""
_CELLS = """
select c.section, c.count, coalesce(k.code, ''), c.level, c.difficulty from assessment_papercell c
left join competencies_competency k on k.id = c.competency_id where c.paper_id = %s order by c.number
"""
# Those that are asked, and those for practice.
_BOTH = """(
  select paper_id, item_id from assessment_paperitem union all select paper_id, item_id from assessment_practiceitem
)"""
_ITEMS = """
select i.id, i.key, i.kind, i.difficulty, i.clause, coalesce(k.code, ''), i.level, i.body::text, i.practice,
  coalesce((select f.form from assessment_paperitem f where f.paper_id = p.paper_id and f.item_id = i.id), '')
from {pool} p join assessment_item i on i.id = p.item_id
left join competencies_competency k on k.id = i.competency_id
where p.paper_id = %s order by i.id
"""
_TEXTS = """
select t.item_id, t.language, t.text, t.why from assessment_itemtext t
join {pool} p on p.item_id = t.item_id where p.paper_id = %s order by t.item_id, t.language
"""
_OPTIONS = """
select o.item_id, o.key, o.correct, o.weight::text, x.language, x.text from assessment_option o
join {pool} p on p.item_id = o.item_id
join assessment_optiontext x on x.option_id = o.id
where p.paper_id = %s order by o.item_id, o.position, x.language
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Test:
    """A test of a published course, as whoever takes it along sees it. key: of its part."""

    course_uuid: UUID
    part_id: int
    part_uuid: UUID
    key: str
    title: str
    questions: int
    course_en: str
    course_hi: str
    course_ur: str


# Nobody takes along the test that they have to pass themselves.
_TESTS = """
select c.uuid, part.id, part.uuid, part.key, x.title,
  (select count(*)::int from assessment_paperitem i where i.paper_id = p.id),
  e.title_en, e.title_hi, e.title_ur
from assessment_paper p
join learning_part part on part.id = p.part_id
join learning_course c on c.current_version_id = part.version_id and c.status = 'published'
join learning_partvariant x on x.part_id = part.id and x.language = 'en'
join learning_catalogueentry e on e.course_id = c.id
where not exists (select 1 from learning_enrolment n
                  where n.course_id = c.id and n.person_id = %s and n.status = 'active')
"""


def access_test(actor: Actor, part_uuid: UUID, on: dt.date) -> Test:
    """Raises NotFound for whoever may not take questions along, does not find that course, or learns in it."""
    if not can_take_along(actor):
        raise NotFound
    found = rows.first(Test, _TESTS + "and part.uuid = %s", [actor.person_id, part_uuid])
    if found is None:
        raise NotFound
    learning.check_takes(actor, found.course_uuid, on)
    return found


def tests_of(actor: Actor, course_uuid: UUID) -> list[Test]:
    """Tests of a course whose page the actor sees that they may take along, in its order."""
    if not can_take_along(actor):
        return []
    return rows.fetch(Test, _TESTS + "and c.uuid = %s order by part.position", [actor.person_id, course_uuid])


def pool_of(part_id: int) -> tuple[list[dict[str, Any]], QuizSpec | None]:
    """Every question with its answers, and the terms of the test; ([], None) for a part without one.

    Whoever calls has checked that the reader may have the answers.
    """
    paper: Any = rows.first(lambda *row: row, _PAPER, [part_id])
    if paper is None:
        return [], None
    terms: list[Any] = [*paper[1:6], _sections(paper[0]), *paper[6:]]
    return list(questions_of(paper[0]).values()), QuizSpec(*terms)


def practice_of_paper(part_id: int) -> dict[int, dict[str, Any]]:
    """The questions for practice alone; {} for a part without a test."""
    paper = rows.scalar("select id from assessment_paper where part_id = %s", [part_id])
    return questions_of(paper, "assessment_practiceitem") if paper else {}


def questions_of(paper_id: int, pool: str = _BOTH) -> dict[int, dict[str, Any]]:
    """By id of the item, in the order in which they were recorded. pool: the table of those that are meant."""
    found: dict[int, dict[str, Any]] = {}
    for id, key, kind, difficulty, clause, competency, level, body, practice, form in rows.fetch(
        lambda *row: row, _ITEMS.format(pool=pool), [paper_id]
    ):
        found[id] = {
            "key": key, "kind": kind, "difficulty": difficulty, "clause": clause, "competency": competency,
            "text": {}, "why": {}, "options": {},
        }  # fmt: skip
        found[id] |= {"level": level} if level else {}
        found[id] |= {"body": json.loads(body)} if body != "{}" else {}
        found[id] |= {"practice": True} if practice else {}
        found[id] |= {"form": form} if form else {}
    for id, language, text, why in rows.fetch(lambda *row: row, _TEXTS.format(pool=pool), [paper_id]):
        found[id]["text"][language] = text
        if why:
            found[id]["why"][language] = why
    for id, key, correct, weight, language, text in rows.fetch(
        lambda *row: row, _OPTIONS.format(pool=pool), [paper_id]
    ):
        option = found[id]["options"].setdefault(key, {"key": key, "correct": correct, "text": {}})
        option["text"][language] = text
        option |= {"weight": weight} if weight is not None else {}
    return {id: one | {"options": list(one["options"].values())} for id, one in found.items()}


def _sections(paper_id: int) -> tuple[QuizSection, ...]:
    lines: dict[int, list[DrawnLine]] = {}
    for section, *line in rows.fetch(lambda *row: row, _CELLS, [paper_id]):
        lines.setdefault(section, []).append(DrawnLine(*line))
    return tuple(
        QuizSection(one.titles, tuple(lines[one.number]), one.minutes, one.cut_off) for one in papers.sections(paper_id)
    )
