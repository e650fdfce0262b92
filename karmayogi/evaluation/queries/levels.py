"""What is known of a course on the four levels of Kirkpatrick, as far as anything is."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from typing import Any

from karmayogi.evaluation.engine.shares import Known, mean, share
from karmayogi.evaluation.queries.studies import PAGE
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class CourseLine:
    id: int
    uuid: uuids.UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    studies: int


_COURSES = """
select c.id, c.uuid, c.code, coalesce(e.title_en, ''), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''),
  (select count(*)::int from evaluation_study s where s.course_id = c.id)
from learning_course c left join learning_catalogueentry e on e.course_id = c.id
"""


def course_lines(*, q: str = "", after: int | None = None, limit: int = PAGE) -> tuple[list[CourseLine], int | None]:
    found = rows.fetch(
        CourseLine,
        f"{_COURSES} where (%(q)s::text = '' or c.code ilike %(like)s or e.title_en ilike %(like)s"
        " or e.title_hi ilike %(like)s or e.title_ur ilike %(like)s)"
        " and (%(after)s::bigint is null or c.id > %(after)s::bigint) order by c.id limit %(limit)s",
        {"q": q.strip(), "like": rows.like(q), "after": after, "limit": limit + 1},
    )
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def course_line(uuid: uuids.UUID) -> CourseLine:
    found = rows.first(CourseLine, f"{_COURSES} where c.uuid = %s", [uuid])
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class StudyOfCourse:
    uuid: uuids.UUID
    title: str
    design: str
    indicator: str
    result: dict[str, Any]
    closed_at: dt.datetime | None
    invented: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Levels:
    """None: nothing, or of fewer than ten people.

    ratings: mean of the stars. learned: change of the tested level of those tested before and after. applied: share
    whose use at work was shown, of the checks decided.
    """

    ratings: Known | None
    learned: Known | None
    applied: Known | None
    studies: list[StudyOfCourse]


# Tested means by a test or by what somebody saw, never by what people say of themselves.
_TESTED = "('course_test', 'independent_test', 'observation')"
_LEARNED = f"""
select avg(after.level - before.level)::float
from learning_enrolment n
join learning_courseversion v on v.id = n.version_id
join learning_coursecompetency cc on cc.version_id = v.id
join lateral (select e.level from competencies_evidence e
  where e.person_id = n.person_id and e.competency_id = cc.competency_id and e.source in {_TESTED}
    and e.observed_at < n.enrolled_at and e.withdraws_id is null
    and not exists (select from competencies_evidence w where w.withdraws_id = e.id)
  order by e.observed_at desc limit 1) before on true
join lateral (select e.level from competencies_evidence e
  where e.person_id = n.person_id and e.competency_id = cc.competency_id and e.source in {_TESTED}
    and e.observed_at >= n.completed_at and e.withdraws_id is null
    and not exists (select from competencies_evidence w where w.withdraws_id = e.id)
  order by e.observed_at limit 1) after on true
where n.course_id = %s and n.status = 'completed'
group by n.person_id
"""


def levels_of(course_id: int) -> Levels:
    stars = rows.fetch(
        float, "select stars from learning_courserating where course_id = %s and hidden_at is null", [course_id]
    )
    learned = rows.fetch(float, _LEARNED, [course_id])
    shown, decided = rows.fetch(
        lambda *row: row,
        "select count(*) filter (where state = 'shown')::int, count(*)::int from learning_applicationcheck"
        " where course_id = %s and state in ('shown', 'not_shown', 'refused')",
        [course_id],
    )[0]
    studies = rows.fetch(
        lambda uuid, title, design, indicator, result, *rest: StudyOfCourse(
            uuid, title, design, indicator, json.loads(result), *rest
        ),
        "select s.uuid, s.title, s.design, coalesce(i.code, ''), s.result::text, s.closed_at, s.invented"
        " from evaluation_study s"
        " left join evaluation_studyindicator i on i.study_id = s.id and i.primary"
        " where s.course_id = %s and s.state in ('drawn', 'closed') order by s.id desc limit 20",
        [course_id],
    )
    return Levels(mean(stars), mean(learned), share(shown, decided), studies)
