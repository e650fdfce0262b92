"""Who is where in a course, for somebody who answers for a subtree. Only people under her paths, ever."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from karmayogi.kernel import clock, rows
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.queries.row import Row
from karmayogi.orgs.api import THEN_INCUMBENCIES, THEN_POSTS, main_first

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

    registration: in the first part that is a course of units. Of a past day last_at, done, parts, score and it
    are None: they are kept as they are now only.
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
    last_at: dt.datetime | None
    done: int | None
    parts: int | None
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


# A past day: enrolled by its end, with the office of that day and without whoever completed later being complete. The
# reader sees whom she reaches today (the copy of the path), of those who worked in her offices then.
_THEN = f"""
select n.organisation_path, n.person_id, held.organisation_id, n.enrolled_at,
  case when n.completed_at < %(end)s then n.completed_at end as completed_at
from unnest(%(paths)s::text[]) as mine(path)
join learning_enrolment n on n.course_id = %(course)s and n.organisation_path >= mine.path collate "C"
  and n.organisation_path < (mine.path || '~') collate "C" and n.status <> 'withdrawn' and n.enrolled_at < %(end)s
cross join lateral (
  select i.organisation_path, post.organisation_id
  from {THEN_INCUMBENCIES} i
  join {THEN_POSTS} post on post.post_id = i.post_id
    and post.valid_from <= %(on)s and (post.valid_to is null or post.valid_to > %(on)s)
  where i.person_id = n.person_id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by {main_first("i", since="since", id="incumbency_id")} limit 1
) held
where exists (select from unnest(%(then)s::text[]) as was(path)
              where held.organisation_path >= was.path collate "C"
                and held.organisation_path < (was.path || '~') collate "C")
"""
_COUNTS_THEN = f"select count(*)::int, count(n.completed_at)::int from ({_THEN}) n"
_LINES_THEN = f"""
select n.organisation_path, p.id, p.name, p.name_native, p.employee_code, coalesce(s.name_en, ''),
  coalesce(s.name_hi, ''), coalesce(s.name_ur, ''), n.status, n.enrolled_at, n.completed_at, null, null, null, null,
  null
from (
  select n.*, case when n.completed_at is null then 'active' else 'completed' end as status from ({_THEN}) n
) n
join people_person p on p.id = n.person_id
left join orgs_organisationspell s on s.organisation_id = n.organisation_id
  and s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)
where (n.organisation_path, n.person_id) > (%(after)s::text collate "C", %(last)s::bigint)
  and (%(status)s::text = '' or n.status = %(status)s::text)
order by n.organisation_path, n.person_id
limit %(limit)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class PastDay:
    """paths: where the offices of the reader stood on that day."""

    on: dt.date
    paths: Sequence[str]

    def asked(self, course_id: int, paths: Sequence[str]) -> dict[str, Any]:
        end = dt.datetime.combine(self.on + dt.timedelta(days=1), dt.time(), clock.IST)
        return {"course": course_id, "paths": list(paths), "then": list(self.paths), "on": self.on, "end": end}


def report_counts(course_id: int, paths: Sequence[str], past: PastDay | None = None) -> ReportCounts:
    if past is None:
        found = rows.first(ReportCounts, _COUNTS, [list(paths), course_id])
    else:
        found = rows.first(ReportCounts, _COUNTS_THEN, past.asked(course_id, paths))
    return found or ReportCounts(0, 0)


def report_lines(
    course_id: int, paths: Sequence[str], *, after: tuple[str, int] = ("", 0), status: str = "", limit: int = PAGE,
    past: PastDay | None = None,
) -> list[ReportLine]:  # fmt: skip
    """Learners in the order of their offices (of today), from behind `after`. paths: subtrees, none inside another."""
    if past is not None:
        page = {"after": after[0], "last": after[1], "status": status, "limit": limit}
        return rows.fetch(ReportLine, _LINES_THEN, past.asked(course_id, paths) | page)
    return rows.fetch(ReportLine, _LINES, [list(paths), course_id, *after, status, status, limit])


def every_line(course_id: int, paths: Sequence[str], past: PastDay | None = None) -> Iterator[ReportLine]:
    """All of them, a thousand at a time: an export never holds the whole report."""
    after = ("", 0)
    while lines := report_lines(course_id, paths, after=after, limit=1000, past=past):
        yield from lines
        after = (lines[-1].path, lines[-1].person_id)


def course_title(course_uuid: uuid.UUID) -> tuple[int, str, str, str, str] | None:
    """(id, code, titles) of a course by its uuid."""
    return rows.first(
        Row,
        "select course_id, code, title_en, title_hi, title_ur from learning_catalogueentry where uuid = %s",
        [course_uuid],
    )
