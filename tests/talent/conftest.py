"""An appraisal year of the Ministry of Personnel: Bala writes, Farah heads, Asha has eight courses prescribed."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import Role
from karmayogi.plans import api as plans
from karmayogi.talent import api as talent
from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.queries.standing import StandingRow, standings
from karmayogi.talent.queries.years import asked_of
from tests.plans.conftest import desk

__all__ = ["desk"]  # a fixture here too

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2027, 3, 31)
ORDER = talent.OrderTerms(
    number="T-28/27/2025-iGOT", dated_on=dt.date(2025, 7, 4), issuer="Under Secretary (Training)",
    words="At least half of the prescribed courses, and the comprehensive assessment.", from_year=2025, least_days=90,
    away=("leave", "study", "deputation", "suspension"),
)  # fmt: skip


@dataclasses.dataclass
class Appraising:
    """The product's own acts on the year of 2026-27."""

    cast: Any
    desk: Any
    at: dt.datetime
    courses: list[uuids.UUID]
    test: uuids.UUID
    uuid: uuids.UUID

    @property
    def row(self) -> AppraisalYear:
        return AppraisalYear.objects.select_related("order", "test").get(uuid=self.uuid)

    def standing(self, who: Any, on: dt.date | None = None) -> StandingRow:
        return standings(asked_of(self.row), on or self.at.date(), [who.person_id])[who.person_id]

    def complete(self, who: Any, course: uuids.UUID, on: dt.date) -> None:
        """By one version of the course, whoever completes it."""
        there = (
            "select v.id from learning_courseversion v join learning_course c on c.id = v.course_id where c.uuid = %s"
        )
        version = rows.scalar(there, [course]) or self.desk.version(course)
        at = dt.datetime.combine(on, dt.time(6), tzinfo=dt.UTC)
        rows.run(
            "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,"
            " status, enrolled_at, last_at, completed_at) select gen_random_uuid(), %s, course_id, id, '', 'en',"
            " 'completed', %s, %s, %s from learning_courseversion where id = %s",
            [who.person_id, at, at, at, version],
        )

    def done(self, who: Any, count: int, test: bool = False) -> None:
        for course in self.courses[:count]:
            self.complete(who, course, dt.date(2026, 7, 1))
        if test:
            self.complete(who, self.test, dt.date(2026, 8, 3))


def test_of_the_year(desk: Any, cast: Any, at: dt.datetime) -> uuids.UUID:
    """In the catalogue as planning it would put it there."""
    course = desk.course("Comprehensive test", kind="assessment")
    part = rows.scalar(
        "insert into learning_part (uuid, version_id, key, position, kind, minutes, min_seconds)"
        " values (gen_random_uuid(), %s, 'test', 1, 'quiz', 30, 0) returning id",
        [desk.version(course)],
    )
    paper = rows.scalar(
        "insert into assessment_paper (part_id, draw, minutes, attempts, pass_percent, negative_percent,"
        " second_percent, peers) values (%s, 1, 30, 2, 60, 0, 0, 0) returning id",
        [part],
    )
    rows.run(
        "insert into assessment_yearlytest (uuid, paper_id, organisation_id, year, needed, opens_at, closes_at,"
        " at_sittings, made_by_id, made_at) values (gen_random_uuid(), %s, %s, 2026, 1, %s, %s, false, %s, %s)",
        [paper, cast.ministry.id, at, at + dt.timedelta(days=90), cast.admin.person_id, at],
    )
    return course


@pytest.fixture
def year(cast, desk, at, settings, tmp_path) -> Appraising:
    """In force: eight courses for assistants, half of them and the test asked for."""
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    courses = [desk.course(f"Course {number}") for number in range(1, 9)]
    mandate = desk.draft(
        for_appraisal=True, title_en="Courses of the year", number="A-11/2026", needed=8,
        value=plans.Value("designation", designation_id=cast.assistant.id), starts_on=FIRST, anchor="fixed", amount=0,
        fixed_on=LAST,
    )  # fmt: skip
    bala = cast.admin.actor(at)
    for course in courses:
        plans.add_item(actor=bala, mandate=mandate, revision=desk.revision(mandate), course=course, at=at)
    desk.publish(mandate)
    test_course = test_of_the_year(desk, cast, at)
    order = talent.enter_order(actor=bala, organisation=cast.ministry.uuid, terms=ORDER, at=at)
    test = rows.scalar("select id from learning_course where uuid = %s", [test_course])
    terms = talent.YearTerms(
        order, FIRST, dt.date(2026, 8, 31), LAST, FIRST, test=test, reminders=(131, 30, 7), escalate_days=14
    )
    made = talent.draft_year(actor=bala, organisation=cast.ministry.uuid, year=2026, terms=terms, at=at)
    talent.open_year(actor=bala, appraisal=made, revision=1, at=at)
    return Appraising(cast, desk, at, courses, test_course, made)
