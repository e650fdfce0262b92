"""Enrolments of a person: in progress, completed, and one of them."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.types import ActiveEnrolment, QuizPart

_ACTIVE = f"""
select n.uuid, c.uuid, te.title, coalesce(th.title, ''), coalesce(tu.title, ''), v.minutes, v.bytes,
  progress.done, progress.total, greatest(v.minutes - progress.minutes, 1), n.last_at
from (
  select id, uuid, person_id, course_id, version_id, status, last_at from learning_enrolment
  where person_id = %s and status = 'active' and (not %s or not exists (
    select from learning_course h where h.id = course_id and h.audience = 'invited'))
  order by last_at desc, id desc
  limit %s
) n
join learning_course c on c.id = n.course_id
join learning_courseversion v on v.id = n.version_id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
{PROGRESS}
order by n.last_at desc, n.id desc
"""

_COMPLETED = """
select n.uuid, c.uuid, te.title, coalesce(th.title, ''), coalesce(tu.title, ''), v.minutes, n.completed_at
from learning_enrolment n
join learning_course c on c.id = n.course_id
join learning_courseversion v on v.id = n.version_id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
where n.person_id = %s and n.status = 'completed'
order by n.completed_at desc
limit %s
"""

_QUIZ = """
select part.id, part.uuid, part.key, ve.title, coalesce(vh.title, ''), coalesce(vu.title, ''), c.uuid,
  te.title, coalesce(th.title, ''), coalesce(tu.title, ''), n.uuid, n.language, v.pass_percent,
  coalesce(g.state, ''), g.score
from learning_part part
join learning_courseversion v on v.id = part.version_id
join learning_course c on c.id = v.course_id
join learning_enrolment n on n.version_id = v.id and n.course_id = c.id and n.person_id = %s and n.status <> 'withdrawn'
join learning_partvariant ve on ve.part_id = part.id and ve.language = 'en'
left join learning_partvariant vh on vh.part_id = part.id and vh.language = 'hi'
left join learning_partvariant vu on vu.part_id = part.id and vu.language = 'ur'
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
where part.uuid = %s and part.kind = 'quiz'
"""


@dataclasses.dataclass(frozen=True, slots=True)
class CompletedEnrolment:
    uuid: UUID
    course_uuid: UUID
    title_en: str
    title_hi: str
    title_ur: str
    minutes: int
    completed_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """An enrolment of the actor."""

    id: int
    uuid: UUID
    course_id: int
    course_uuid: UUID
    version_id: int
    language: str
    status: str
    last_key: str
    """Key of the part she had open last; "" before the first."""


_ACCESS = """
select n.id, n.uuid, n.course_id, c.uuid, n.version_id, n.language, n.status, coalesce(part.key, '')
from learning_enrolment n
join learning_course c on c.id = n.course_id
left join learning_part part on part.id = n.last_part_id
where n.person_id = %s and n.uuid = %s and n.status <> 'withdrawn'
"""


def active_enrolments(person_id: int, limit: int, *, for_others: bool = False) -> list[ActiveEnrolment]:
    """Courses in progress, latest touched first. for_others: without those that only the invited know of."""
    return rows.fetch(ActiveEnrolment, _ACTIVE, [person_id, for_others, limit])


def completed_enrolments(person_id: int, limit: int) -> list[CompletedEnrolment]:
    """Courses completed, latest first."""
    return rows.fetch(CompletedEnrolment, _COMPLETED, [person_id, limit])


def part_for_quiz(part_uuid: UUID, person_id: int) -> QuizPart:
    """The quiz as that person meets it. Raises NotFound unless she is enrolled in its version."""
    found = rows.first(QuizPart, _QUIZ, [person_id, part_uuid])
    if found is None:
        raise NotFound
    return found


def access_enrolment(actor: Actor, enrolment_uuid: UUID) -> EnrolmentRow:
    """The actor's own enrolment; anybody else's is not there."""
    found = rows.first(EnrolmentRow, _ACCESS, [actor.person_id, enrolment_uuid])
    if found is None:
        raise NotFound
    return found


_FIRST_PART = """
select part.key from learning_enrolment n join learning_part part on part.version_id = n.version_id
where n.uuid = %s and n.person_id = %s and n.status = 'active' and n.last_part_id is null
  and not exists (
    select from learning_partprogress g where g.enrolment_id = n.id and g.person_id = n.person_id)
order by part.position limit 1
"""


def first_part(actor: Actor, enrolment_uuid: UUID) -> str | None:
    """The key of the first part, of an enrolment of her own in which nothing was opened yet; else None."""
    return rows.scalar(_FIRST_PART, [enrolment_uuid, actor.person_id])
