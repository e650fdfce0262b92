"""Tests of a year: what opens one for a person, and the list for whoever plans them."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.assessment.engine.opening import Opening, opening
from karmayogi.assessment.policies import organises, organising_paths
from karmayogi.assessment.queries.wording import TITLED, TITLES
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class PlanCourse:
    """A course of the plan. done: completed in time to count. count: questions that it lends to each paper."""

    uuid: UUID
    title_en: str
    title_hi: str
    title_ur: str
    count: int
    done: bool


@dataclasses.dataclass(frozen=True, slots=True)
class YearlyStanding:
    """Where a person stands with the test of a year. reaches: she serves in its office or below it."""

    id: int
    uuid: UUID
    paper_id: int
    part_uuid: UUID
    course_uuid: UUID
    title_en: str
    title_hi: str
    title_ur: str
    year: int
    needed: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    at_sittings: bool
    reaches: bool
    passed: bool
    courses: tuple[PlanCourse, ...]
    at: dt.datetime

    @property
    def done(self) -> int:
        return sum(one.done for one in self.courses)

    @property
    def state(self) -> Opening:
        return opening(done=self.done, needed=self.needed, opens_at=self.opens_at, closes_at=self.closes_at, at=self.at)


REACHES = """exists (
  select from orgs_incumbency i where i.person_id = %(person)s and starts_with(i.organisation_path, o.path)
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))"""
_TEST = f"""
select t.id, t.uuid, p.id, part.uuid, c.uuid, {TITLES}, t.year,
  t.needed, t.opens_at, t.closes_at, t.at_sittings, {REACHES},
  exists (select from learning_partprogress g where g.person_id = %(person)s and g.part_id = part.id
          and g.state = 'done')
from assessment_yearlytest t
join orgs_organisation o on o.id = t.organisation_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
"""
_COURSES = """
select y.test_id, c.uuid, e.title_en, e.title_hi, e.title_ur, y.count, exists (
    select from learning_enrolment n where n.person_id = %(person)s and n.course_id = y.course_id
      and n.status = 'completed'
      and n.completed_at >= make_date(t.year - 1, 4, 1)::timestamp at time zone 'Asia/Kolkata')
from assessment_yearlycourse y
join assessment_yearlytest t on t.id = y.test_id
join learning_course c on c.id = y.course_id
join learning_catalogueentry e on e.course_id = c.id
where y.test_id = any(%(tests)s::bigint[]) order by e.title_en, c.id
"""


def _with_courses(person_id: int, sql: str, given: dict[str, object], at: dt.datetime) -> list[YearlyStanding]:
    given = given | {"person": person_id, "on": clock.day(at)}
    found = rows.fetch(lambda *row: row, sql, given)
    courses: dict[int, list[PlanCourse]] = {}
    for test, *course in rows.fetch(
        lambda *row: row, _COURSES, {"person": person_id, "tests": [row[0] for row in found]}
    ) if found else ():  # fmt: skip
        courses.setdefault(test, []).append(PlanCourse(*course))
    return [YearlyStanding(*[*row, tuple(courses.get(row[0], ())), at]) for row in found]


def yearly_standing(person_id: int, paper_id: int, at: dt.datetime) -> YearlyStanding | None:
    """None for a test that is not one of a year: one small query."""
    if not rows.scalar("select 1 from assessment_yearlytest where paper_id = %s", [paper_id]):
        return None
    return _with_courses(person_id, _TEST + "where t.paper_id = %(paper)s", {"paper": paper_id}, at)[0]


# A sitting whose results nobody tells holds answers back so long after its end, and no longer.
HELD = dt.timedelta(days=7)
_TOLD = """
select max(ends) from (
  select closes_at as ends from assessment_yearlytest where paper_id = %(paper)s
  union all
  select t.closes_at from assessment_publictest t where t.paper_id = %(paper)s and t.opens_at <= %(at)s
    and exists (select from assessment_candidate k where k.test_id = t.id)
  union all
  select a.due_at from assessment_attempt a
  where a.paper_id = %(paper)s and a.submitted_at is null and a.due_at > %(at)s
    and (a.candidate_id is not null or exists (select from assessment_yearlytest y where y.paper_id = a.paper_id))
  union all
  select case when t.ends_at > %(at)s then t.ends_at else t.ends_at + %(held)s end from assessment_proctoredsitting t
  where t.paper_id = %(paper)s and t.released_at is null
    and exists (select from assessment_seat s where s.sitting_id = t.id)
    and (t.starts_at <= %(at)s or exists (select from assessment_yearlytest y where y.paper_id = t.paper_id))) x
"""


def told_from(paper_id: int, at: dt.datetime) -> dt.datetime | None:
    """When right answers are shown: not while others still take the test, within its days or begun in them, by an
    invitation that is open, or at a sitting. None where they are shown now.

    What is only planned for a test that everybody may take holds nothing back: anybody could hide answers by that.
    """
    ends: dt.datetime | None = rows.scalar(_TOLD, {"paper": paper_id, "at": at, "held": HELD})
    return ends if ends is not None and ends > at else None


def my_yearly_tests(person_id: int, at: dt.datetime) -> list[YearlyStanding]:
    """Those of her office and the ones above it whose days are not over for a year, the newest first."""
    sql = _TEST + f"where {REACHES} and t.closes_at > %(since)s order by t.closes_at desc, t.id desc limit 20"
    return _with_courses(person_id, sql, {"since": at - dt.timedelta(days=366)}, at)


def some_planned() -> tuple[bool, bool]:
    """Whether there are tests of a year, and sittings, at all."""
    return rows.first(
        lambda *row: (bool(row[0]), bool(row[1])),
        "select exists (select from assessment_yearlytest), exists (select from assessment_proctoredsitting)",
        [],
    ) or (False, False)


def access_yearly(actor: Actor, uuid: UUID, at: dt.datetime) -> YearlyStanding:
    """One that is hers to take. Raises NotFound for a test of another office."""
    found = _with_courses(actor.person_id, _TEST + "where t.uuid = %(uuid)s", {"uuid": uuid}, at)
    if not found or not found[0].reaches:
        raise NotFound
    return found[0]


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedTest:
    """A test of a year as whoever plans them sees it. sat, passed: persons; None where they were not asked for."""

    id: int
    uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    year: int
    needed: int
    courses: int
    questions: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    at_sittings: bool
    sat: int | None
    passed: int | None


_PLANNED = f"""
select t.id, t.uuid, c.code, {TITLES},
  o.name_en, o.name_hi, o.name_ur, t.year, t.needed,
  (select count(*)::int from assessment_yearlycourse y where y.test_id = t.id), p.draw, t.opens_at, t.closes_at,
  t.at_sittings, s.sat, s.passed
from assessment_yearlytest t
join orgs_organisation o on o.id = t.organisation_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
left join lateral (
  select count(distinct a.person_id)::int as sat,
    count(distinct a.person_id) filter (where coalesce(r.passed, a.passed))::int as passed
  from assessment_attempt a left join assessment_rescore r on r.attempt_id = a.id
  where a.paper_id = p.id and %(of)s::uuid is not null) s
  on t.uuid = %(of)s
where exists (select from unnest(%(paths)s::text[]) mine(path) where starts_with(o.path, mine.path))
  and (%(of)s::uuid is null or t.uuid = %(of)s)
  and (%(like)s::text is null or te.title ilike %(like)s or o.name_en ilike %(like)s or c.code ilike %(like)s)
  and (%(after)s::bigint is null or t.id < %(after)s)
order by t.id desc limit %(limit)s
"""


def planned(
    actor: Actor, *, q: str = "", after: int | None = None, of: UUID | None = None, limit: int = 50
) -> list[PlannedTest]:
    """Those of the actor's subtrees, the newest first. of: that one alone, with how many took it: all attempts at it
    are read for that. Raises NotFound for whoever plans none."""
    if not organises(actor):
        raise NotFound
    like = rows.like(q) if q.strip() else None
    given = {"paths": list(organising_paths(actor)), "like": like, "after": after, "of": of, "limit": limit}
    return rows.fetch(PlannedTest, _PLANNED, given)


_LENDING = """
select c.id, c.uuid, c.code, e.title_en, e.title_hi, e.title_ur, p.id, q.count, v.minutes
from learning_course c
join learning_catalogueentry e on e.course_id = c.id and e.live and not e.hidden
join learning_courseversion v on v.id = c.current_version_id
join lateral (select min(p.id) as id from learning_part part join assessment_paper p on p.part_id = part.id
              where part.version_id = v.id) p on p.id is not null
cross join lateral (
  select count(*)::int from assessment_paperitem i join assessment_item q on q.id = i.item_id
  where i.paper_id = p.id and q.course_id = c.id and q.kind <> 'short'
    and not exists (select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)) q
where c.status = 'published' and c.kind = 'course' and c.audience = 'everyone'
"""


@dataclasses.dataclass(frozen=True, slots=True)
class LendingCourse:
    """A course that everybody may take and whose pool a test of a year may draw from. questions: of its pool."""

    id: int
    uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    paper_id: int
    questions: int
    minutes: int

    @property
    def lends(self) -> int:
        """To each paper: one, and a tenth more than are drawn, are kept back for those that prove wrong in the year."""
        return max(0, min(self.questions - 1, self.questions * 10 // 11))


def lending_courses(codes: list[str]) -> dict[str, LendingCourse]:
    """By code in capitals; those that cannot lend are left out."""
    found = rows.fetch(
        LendingCourse, _LENDING + "and upper(c.code) = any(%s::text[])", [[one.upper() for one in codes]]
    )
    return {one.code.upper(): one for one in found}


def some_lending(limit: int = 60) -> list[LendingCourse]:
    """To suggest while somebody types."""
    return rows.fetch(LendingCourse, _LENDING + "and q.count > 1 order by e.title_en, c.id limit %s", [limit])
