"""Courses as cards, for this and other packages."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning.queries.admitted import admitted, finds
from karmayogi.learning.types import CourseCard

CARD_COLUMNS = """e.course_id, e.uuid, e.code, e.title_en, e.title_hi, e.title_ur, e.summary_en, e.summary_hi,
  e.summary_ur, e.provider, e.mode, e.minutes, e.bytes, e.languages, e.kind"""

# A test by invitation is an office's question, not a way to learn: it is offered on its own page alone.
# Ranked by narrow rows first: a card is long (three languages, search words), and most are not among the best.
_TEACHES = f"""
  from unnest(%(competencies)s::bigint[]) with ordinality as wanted(competency_id, number)
  join learning_coursecompetency cc on cc.competency_id = wanted.competency_id
  join learning_course c on c.current_version_id = cc.version_id and c.status = 'published'
    and c.kind in ('course', 'assessment')
  join learning_courseversion v on v.id = cc.version_id
  left join learning_enrolment n on n.course_id = c.id and n.person_id = %(person)s::bigint
  where n.status is distinct from 'completed'
    and (c.audience <> 'invited' or n.status = 'active'
      or c.kind <> 'assessment' and {admitted("c.id", "%(person)s", "%(on)s")})
"""
_BEST = "(n.status = 'active') desc nulls last, cc.level desc, v.minutes, c.id"
_FOR_COMPETENCIES = f"""
select x.competency_id, {CARD_COLUMNS} from (
  select wanted.competency_id, c.id,
    row_number() over (partition by wanted.competency_id order by {_BEST}) as place
  {_TEACHES}
) x join learning_catalogueentry e on e.course_id = x.id
where x.place <= %(limit)s
order by x.competency_id, x.place
"""
_NEXT = f"""
select x.competency_id, {CARD_COLUMNS} from (
  select wanted.competency_id, c.id {_TEACHES}
  order by (c.uuid = any(%(begun)s::uuid[])) desc, wanted.number, {_BEST} limit 1
) x join learning_catalogueentry e on e.course_id = x.id
"""


def card(*row: Any) -> CourseCard:
    fields: Any = (*row[:13], tuple(row[13]), row[14])
    return CourseCard(*fields)


def course_card(course_id: int) -> CourseCard | None:
    """The card of a published course."""
    return rows.first(card, f"select {CARD_COLUMNS} from learning_catalogueentry e where course_id = %s", [course_id])


def all_courses() -> list[CourseCard]:
    """Every course that can be begun, by code."""
    return rows.fetch(
        card,
        f"select {CARD_COLUMNS} from learning_catalogueentry e"
        " where e.live and not e.hidden and e.kind in ('course', 'assessment') order by e.code",
    )


def course_cards(course_ids: Sequence[int], *, person_id: int | None, on: dt.date) -> dict[int, CourseCard]:
    """Of these, what can be begun today and the reader may find."""
    sql = f"""
    select {CARD_COLUMNS} from learning_catalogueentry e
    where e.course_id = any(%(courses)s::bigint[]) and e.live
      and (not e.hidden or {finds("e.course_id", "%(person)s", "%(on)s")})
    """
    found = rows.fetch(card, sql, {"courses": list(course_ids), "person": person_id, "on": on})
    return {one.id: one for one in found}


def course_by_uuid(course_uuid: uuid.UUID) -> CourseCard | None:
    """One that everybody finds."""
    return rows.first(
        card, f"select {CARD_COLUMNS} from learning_catalogueentry e where uuid = %s and not e.hidden", [course_uuid]
    )


def courses_for_competency(
    competency_ids: Sequence[int], limit: int, *, person_id: int | None, on: dt.date
) -> dict[int, list[CourseCard]]:
    """Competency id -> published courses that teach it: begun ones first, then the highest level, the shortest.

    Courses that the reader has completed or may not find on that day are left out, competencies without one absent.
    """
    found: dict[int, list[CourseCard]] = {}

    def take(competency_id: int, *row: Any) -> None:
        found.setdefault(competency_id, []).append(card(*row))

    asked = {"competencies": list(competency_ids), "person": person_id, "on": on, "limit": limit}
    rows.fetch(take, _FOR_COMPETENCIES, asked)
    return found


def course_for_gaps(
    competency_ids: Sequence[int], *, begun: Sequence[uuid.UUID], person_id: int, on: dt.date
) -> tuple[int, CourseCard] | None:
    """(competency id, course) to go on with: of the courses begun one that teaches any of these, else the best for the
    first of them that has one. competency_ids: the most wanted first. Left out: as in `courses_for_competency`."""
    asked = {"competencies": list(competency_ids), "person": person_id, "on": on, "begun": list(begun)}
    return rows.first(lambda competency_id, *row: (competency_id, card(*row)), _NEXT, asked)
