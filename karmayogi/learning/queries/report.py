"""Who is where in a course, for somebody who answers for a subtree. Only people under her paths, ever."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from karmayogi.kernel import rows
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.queries.row import Row

PAGE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class ReportCounts:
    enrolled: int
    completed: int

    @property
    def percent(self) -> int:
        return round(100 * self.completed / self.enrolled) if self.enrolled else 0


@dataclasses.dataclass(frozen=True, slots=True)
class ReportLine:
    """One learner. key: (organisation path, person id), where the next page goes on.

    registration: in the first part that is a course of units.
    """

    path: str
    person_id: int
    name: str
    name_native: str
    employee_code: str
    office_en: str
    office_hi: str
    office_ur: str
    status: str
    enrolled_at: dt.datetime
    completed_at: dt.datetime | None
    last_at: dt.datetime
    done: int
    parts: int
    score: int | None
    registration: uuid.UUID | None


_COUNTS = """
select count(*)::int, (count(*) filter (where n.status = 'completed'))::int
from unnest(%s::text[]) as mine(path)
join learning_enrolment n on n.course_id = %s and n.organisation_path >= mine.path collate "C"
  and n.organisation_path < (mine.path || '~') collate "C" and n.status <> 'withdrawn'
"""

# The last eight digits of a path are the id of the organisation itself; its row is found by the unique path.
_LINES = f"""
select n.organisation_path, p.id, p.name, p.name_native, p.employee_code, coalesce(o.name_en, ''),
  coalesce(o.name_hi, ''), coalesce(o.name_ur, ''), n.status, n.enrolled_at, n.completed_at, n.last_at,
  progress.done, progress.total, g.score,
  (select r.uuid from learning_registration r where r.enrolment_id = n.id and r.person_id = n.person_id
   order by r.id limit 1)
from (
  select n.* from unnest(%s::text[]) as mine(path)
  join learning_enrolment n on n.course_id = %s and n.organisation_path >= mine.path collate "C"
    and n.organisation_path < (mine.path || '~') collate "C" and n.status <> 'withdrawn'
  where (n.organisation_path, n.person_id) > (%s::text collate "C", %s::bigint)
    and (%s::text = '' or n.status = %s::text)
  order by n.organisation_path, n.person_id
  limit %s
) n
join people_person p on p.id = n.person_id
left join orgs_organisation o on o.path = n.organisation_path
{PROGRESS}
left join lateral (
  select max(g.score) filter (where part.kind = 'quiz') as score
  from learning_part part join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
  where part.version_id = n.version_id
) g on true
order by n.organisation_path, n.person_id
"""


def report_counts(course_id: int, paths: Sequence[str]) -> ReportCounts:
    found = rows.first(ReportCounts, _COUNTS, [list(paths), course_id])
    return found or ReportCounts(0, 0)


def report_lines(
    course_id: int, paths: Sequence[str], *, after: tuple[str, int] = ("", 0), status: str = "", limit: int = PAGE
) -> list[ReportLine]:
    """Learners in the order of their offices, from behind `after`. paths: subtrees, none inside another."""
    return rows.fetch(ReportLine, _LINES, [list(paths), course_id, *after, status, status, limit])


def every_line(course_id: int, paths: Sequence[str]) -> Iterator[ReportLine]:
    """All of them, a thousand at a time: an export never holds the whole report."""
    after = ("", 0)
    while lines := report_lines(course_id, paths, after=after, limit=1000):
        yield from lines
        after = (lines[-1].path, lines[-1].person_id)


def course_title(course_uuid: uuid.UUID) -> tuple[int, str, str, str, str] | None:
    """(id, code, titles) of a course by its uuid."""
    return rows.first(
        Row,
        "select course_id, code, title_en, title_hi, title_ur from learning_catalogueentry where uuid = %s",
        [course_uuid],
    )
