"""The page of a course: what it teaches, its parts, and where the reader stands in it."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.queries.admitted import admitted, finds
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.queries.row import Row


@dataclasses.dataclass(frozen=True, slots=True)
class Taught:
    """A competency of the course and the level it leads to."""

    code: str
    name_en: str
    name_hi: str
    name_ur: str
    gloss_en: str
    gloss_hi: str
    level: int


@dataclasses.dataclass(frozen=True, slots=True)
class PartLine:
    key: str
    kind: str
    minutes: int
    bytes: int
    pages: int | None
    title_en: str
    title_hi: str
    title_ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class CoursePage:
    id: int
    uuid: UUID
    code: str
    provider: str
    provider_hi: str
    provider_ur: str
    mode: str
    licence: str
    version: int
    minutes: int
    bytes: int
    pass_percent: int
    parts_needed: int
    published_at: dt.datetime
    retires_on: dt.date | None
    retired: bool
    retire_reason: str
    languages: tuple[str, ...]
    title_en: str
    title_hi: str
    title_ur: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    enrolment_uuid: UUID | None
    enrolment_status: str | None
    enrolled_done: int
    enrolled_total: int
    kind: str
    audience: str
    admitted: bool
    gated: bool
    watch_percent: int | None
    sessions_needed: int
    competencies: tuple[Taught, ...]
    parts: tuple[PartLine, ...]

    @property
    def has_quiz(self) -> bool:
        return any(part.kind == "quiz" for part in self.parts)

    @property
    def kinds(self) -> list[str]:
        return sorted({part.kind for part in self.parts})


_COURSE = f"""
select c.id, c.uuid, c.code, p.name_en, p.name_hi, p.name_ur, c.mode, c.licence, v.number, v.minutes, v.bytes,
  v.pass_percent,
  v.parts_needed, v.published_at, c.retires_on, c.status = 'withdrawn', coalesce(r.reason, ''),
  e.languages, e.title_en, e.title_hi, e.title_ur, e.summary_en, e.summary_hi,
  e.summary_ur, n.uuid, n.status,
  coalesce(progress.done, 0), coalesce(progress.total, 0),
  c.kind, c.audience, c.audience = 'everyone' or {admitted("c.id", "%(person)s", "%(on)s")},
  exists (select from learning_closedgate cg where cg.person_id = %(person)s::bigint and cg.course_id = c.id),
  v.watch_percent,
  coalesce((select own.sessions_needed from learning_courseversion own where own.id = n.version_id), v.sessions_needed),
  v.id
from learning_catalogueentry e
join learning_course c on c.id = e.course_id
join learning_provider p on p.id = c.provider_id
join learning_courseversion v on v.id = c.current_version_id
left join learning_enrolment n on n.person_id = %(person)s::bigint and n.course_id = c.id and n.status <> 'withdrawn'
left join learning_retirement r on r.course_id = c.id and r.ended_at is null
{PROGRESS}
where e.uuid = %(course)s and (not e.hidden or {finds("c.id", "%(person)s", "%(on)s")})
  and (c.status = 'published' or (c.status = 'withdrawn' and n.id is not null))
"""

_TAUGHT = """
select k.code, k.name_en, k.name_hi, k.name_ur, k.gloss_en, k.gloss_hi, cc.level
from learning_coursecompetency cc join competencies_competency k on k.id = cc.competency_id
where cc.version_id = %s order by cc.level desc, k.code
"""

_PARTS = """
select part.key, part.kind, part.minutes, max(x.bytes), max(x.pages)::int,
  max(x.title) filter (where x.language = 'en'),
  coalesce(max(x.title) filter (where x.language = 'hi'), ''),
  coalesce(max(x.title) filter (where x.language = 'ur'), '')
from learning_part part join learning_partvariant x on x.part_id = part.id
where part.version_id = %s
group by part.id order by part.position
"""


def course_page(course_uuid: UUID, person_id: int | None, on: dt.date) -> CoursePage:
    """In three queries. Raises NotFound for a course that is not published, or is hidden from the reader.

    A retired one is still there for who enrolled before.
    """
    head: Any = rows.first(Row, _COURSE, {"person": person_id, "course": course_uuid, "on": on})
    if head is None:
        raise NotFound
    version_id = head[34]
    taught = tuple(rows.fetch(Taught, _TAUGHT, [version_id]))
    parts = tuple(rows.fetch(PartLine, _PARTS, [version_id]))
    fields: Any = (*head[:17], tuple(head[17]), *head[18:34], taught, parts)
    return CoursePage(*fields)
