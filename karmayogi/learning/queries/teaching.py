"""What courses teach: all of the catalogue at once, and what one version teaches in full."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.learning.types import TaughtVersion, Teaching

_TEACHING = """
select e.course_id, cc.competency_id, cc.level, e.languages, coalesce(r.rated, 0), coalesce(r.stars, 0)
from learning_catalogueentry e join learning_course c on c.id = e.course_id
join learning_coursecompetency cc on cc.version_id = c.current_version_id
left join (
  select x.course_id, count(*)::int as rated, sum(x.stars)::int as stars
  from learning_courserating x join learning_course o on o.id = x.course_id
  join learning_courseversion v on v.id = o.current_version_id
  where x.hidden_at is null and x.changed_at >= v.published_at group by 1
) r on r.course_id = e.course_id
where e.live and not e.hidden and e.kind in ('course', 'programme') and (c.retires_on is null or c.retires_on > %s)
order by 2, 1
"""


def teaching(on: dt.date) -> list[Teaching]:
    def row(course: int, competency: int, level: int, languages: list[str], rated: int, stars: int) -> Teaching:
        return Teaching(course, competency, level, tuple(languages), rated, stars)

    return rows.fetch(row, _TEACHING, [on])


_TAUGHT = """
select c.id, v.id, v.number, c.provider_id, e.live and not e.hidden and c.kind in ('course', 'programme'), (
    select coalesce(array_agg(l), '{{}}') from unnest(e.languages) as l
    where not exists (
      select from learning_part p where p.version_id = v.id and not exists (
        select from learning_partvariant x where x.part_id = p.id and x.language = l
          and (p.kind in ('quiz', 'lti') or x.body_html <> '' or x.file_id is not null or x.package_id is not null))))
from learning_course c join learning_courseversion v on v.id = {version}
join learning_catalogueentry e on e.course_id = c.id
where c.id = %(course)s
"""
_BEFORE = """(
  select x.id from learning_courseversion x
  where x.course_id = c.id and x.number < %(number)s and x.published_at <= %(at)s order by x.number desc limit 1)"""


def taught_by(course_id: int) -> TaughtVersion | None:
    """The version in force of a course; None for one that was never published."""
    return rows.first(_taught, _TAUGHT.format(version="c.current_version_id"), {"course": course_id})


def taught_before(taught: TaughtVersion, at: dt.datetime) -> TaughtVersion | None:
    """The version of the same course that was in force at that moment; None where there was none before this one."""
    given = {"course": taught.course_id, "number": taught.number, "at": at}
    return rows.first(_taught, _TAUGHT.format(version=_BEFORE), given)


def _taught(course: int, version: int, number: int, provider: int, open_: bool, languages: list[str]) -> TaughtVersion:
    levels = dict(
        rows.fetch(
            lambda competency, level: (competency, level),
            "select competency_id, level from learning_coursecompetency where version_id = %s",
            [version],
        )
    )
    return TaughtVersion(course, version, number, provider, levels, frozenset(languages), open_)
