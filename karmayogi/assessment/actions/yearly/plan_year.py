"""Planning the comprehensive test of a year: a test of its own that draws from the pools of the courses of the plan."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.engine.opening import year_of
from karmayogi.assessment.models import Paper, PaperCell, YearlyCourse, YearlyTest
from karmayogi.assessment.policies import can_organise, organises
from karmayogi.assessment.queries.yearly.tests import LendingCourse, lending_courses
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.learning import api as learning
from karmayogi.learning.types import QuizSpec
from karmayogi.orgs import api as orgs

MOST_COURSES, MOST_QUESTIONS = 25, 200
PLANNER = System("tests of a year")

_POOL = """
insert into assessment_paperitem (paper_id, item_id, form)
select %(paper)s, i.item_id, '' from assessment_paperitem i join assessment_item q on q.id = i.item_id
where i.paper_id = any(%(from)s::bigint[]) and q.kind <> 'short' and q.course_id = any(%(courses)s::bigint[])
  and not exists (select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)
on conflict do nothing
"""
_TAUGHT = """
select k.code, max(cc.level) from learning_course c
join learning_coursecompetency cc on cc.version_id = c.current_version_id
join competencies_competency k on k.id = cc.competency_id
where c.id = any(%s::bigint[]) group by k.code order by k.code
"""
_TAKEN = "select 1 from learning_course where upper(code) = upper(%s)"
_NUMBER = "select count(*)::int + 1 from assessment_yearlytest where organisation_id = %s and year = %s"


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """courses: questions that each lends to a paper, by its code. needed: how many of them open the test."""

    office: str
    year: int
    titles: Mapping[str, str]
    courses: Mapping[str, int]
    needed: int
    minutes: int
    attempts: int
    pass_percent: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    at_sittings: bool = False


@transaction.atomic
def plan_year(*, actor: Actor, plan: Plan, at: dt.datetime) -> YearlyTest:
    """Publishes the test for the office and all below it. The same plan pressed twice makes one test.

    Its pool stays as it is now: everybody of the year is asked from the same questions. Raises NotFound for whoever
    plans no tests at all, Refused in words for a plan that cannot be carried out.
    """
    if not organises(actor):
        raise NotFound
    office = orgs.organisation_by_code(plan.office.strip()[:60])
    if office is None or not can_organise(actor, office.path):
        raise Refused(_("You look after no organisation with the code %(code)s.") % {"code": plan.office.strip()[:60]})
    _check(plan, at)
    lending = lending_courses(list(plan.courses))
    if missing := [code for code in plan.courses if code.upper() not in lending]:
        raise Refused(_("No course with a test that everybody may take: %(codes)s.") % {"codes": ", ".join(missing)})
    asked = [(lending[code.upper()], count) for code, count in plan.courses.items()]
    for one, count in asked:
        if count > one.lends:
            raise Refused(_("%(code)s lends at most %(has)s questions.") % {"code": one.code, "has": one.lends})
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assessment.yearly {office.id} {plan.year}"])
    titles = {language: text.strip()[:200] for language, text in plan.titles.items() if text.strip()}
    if (same := _same(office.id, plan, titles["en"])) is not None:
        return same
    spec = QuizSpec(
        draw=sum(plan.courses.values()), minutes=plan.minutes, attempts=plan.attempts, pass_percent=plan.pass_percent
    )
    part_id = learning.publish_drawn_test(
        agent=PLANNER, code=_free_code(office.id, office.code, plan.year), provider=office.name_en[:150],
        titles=titles, summaries={"en": _summary(plan)}, quiz=spec,
        competencies=rows.fetch(lambda code, level: (code, level), _TAUGHT, [[one.id for one, _count in asked]]),
        office_id=office.id, by=actor.person_id, at=at,
    )  # fmt: skip
    paper = _fill(part_id, spec, asked)
    test = YearlyTest.objects.create(
        paper=paper, organisation_id=office.id, year=plan.year, needed=plan.needed, opens_at=plan.opens_at,
        closes_at=plan.closes_at, at_sittings=plan.at_sittings, made_by_id=actor.person_id, made_at=at,
    )  # fmt: skip
    YearlyCourse.objects.bulk_create(YearlyCourse(test=test, course_id=one.id, count=count) for one, count in asked)
    audit.record(
        "assessment:yearly:plan", agent=actor, at=at, kind="yearly test", subject=test.uuid, label=titles["en"],
        detail={"office": office.code, "year": plan.year, "courses": len(asked), "needed": plan.needed},
    )  # fmt: skip
    return test


def _free_code(office_id: int, office_code: str, year: int) -> str:
    """One that no course has: publishing under the code of another would make a version of that one."""
    stem = f"Y{year}-{office_code}"  # of at most 36 characters; a course has room for 40
    number = rows.scalar(_NUMBER, [office_id, year])
    while rows.scalar(_TAKEN, [f"{stem}-{number}"]):
        number += 1
    return f"{stem}-{number}"


def _check(plan: Plan, at: dt.datetime) -> None:
    this_year = year_of(clock.day(at))
    if not plan.titles.get("en", "").strip():
        raise Refused(_("Give the test a title in English."))
    if not this_year - 1 <= plan.year <= this_year + 1:
        raise Refused(_("Choose this financial year or the one beside it."))
    if not 1 <= len(plan.courses) <= MOST_COURSES:
        raise Refused(_("Name 1 to %(most)s courses.") % {"most": MOST_COURSES})
    if not 1 <= plan.needed <= len(plan.courses):
        raise Refused(_("The courses that open the test must be between 1 and all of them."))
    if any(count < 0 for count in plan.courses.values()) or not 1 <= sum(plan.courses.values()) <= MOST_QUESTIONS:
        raise Refused(_("Together the courses lend 1 to %(most)s questions.") % {"most": MOST_QUESTIONS})
    if not (1 <= plan.minutes <= 300 and 1 <= plan.attempts <= 10 and 0 <= plan.pass_percent <= 100):
        raise Refused(_("The test needs at least one question, one minute and one attempt, and a pass mark up to 100."))
    if plan.closes_at <= plan.opens_at or plan.closes_at <= at:
        raise Refused(_("The test must end after it begins, and after today."))


def _summary(plan: Plan) -> str:
    return f"Comprehensive test of {plan.year}-{(plan.year + 1) % 100:02}."


def _same(office_id: int, plan: Plan, title: str) -> YearlyTest | None:
    """One with the same name and days for the office: the button was pressed twice."""
    id = rows.scalar(
        "select t.id from assessment_yearlytest t join assessment_paper p on p.id = t.paper_id"
        " join learning_part part on part.id = p.part_id"
        " join learning_coursetext x on x.version_id = part.version_id and x.language = 'en'"
        " where t.organisation_id = %s and t.year = %s and t.opens_at = %s and t.closes_at = %s and x.title = %s",
        [office_id, plan.year, plan.opens_at, plan.closes_at, title],
    )
    return None if id is None else YearlyTest.objects.get(id=id)


def _fill(part_id: int, spec: QuizSpec, asked: list[tuple[LendingCourse, int]]) -> Paper:
    """The pool of all, and a cell of the blueprint for each course."""
    paper = Paper.objects.create(
        part_id=part_id, draw=spec.draw, minutes=spec.minutes, attempts=spec.attempts, pass_percent=spec.pass_percent
    )
    lends = [(one, count) for one, count in asked if count]
    rows.run(
        _POOL,
        {"paper": paper.id, "from": [one.paper_id for one, _n in lends], "courses": [one.id for one, _n in lends]},
    )
    PaperCell.objects.bulk_create(
        PaperCell(paper=paper, number=number, section=1, count=count, course_id=one.id)
        for number, (one, count) in enumerate(lends, start=1)
    )
    return paper
