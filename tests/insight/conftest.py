"""A small world beside the cast: units with States, officers without accounts, courses taken and completed."""

import datetime as dt
import itertools
import uuid

import pytest

from karmayogi.capacity.models import CapacityUnit, Plan
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.models import LearningWeek
from karmayogi.insight.queries import touched
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.dates import financial_year_start
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.marks import Moment
from karmayogi.learning.actions.ensure_provider import ensure_provider
from karmayogi.learning.models import (
    Cascade,
    CascadeSession,
    CascadeTier,
    CascadeTrainer,
    Course,
    CourseVersion,
    Enrolment,
    Gathering,
    GatheringPlace,
    LearningCredit,
)
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import State
from karmayogi.people import api as people
from karmayogi.plans.models import Mandate, MandateItem, MandateReach, MandateRule, Relief
from tests.analytics import analytics, store  # noqa: F401 (fixtures)
from tests.cast import NOON, SINCE, Cast

SETUP = System("test")
FACTS = "select organisation_id, metric, path, state_code, numerator, denominator from insight_figure"
TOTALS = "select path, state_code, metric, numerator, denominator from insight_total"
WITHHELD = "select path, state_code, own from insight_withheld where base = 'officers'"


class World:
    """Changes things as their own packages do: rows, and the trail that names the person."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.at = cast, cast.at
        self.serial = iter(range(1, 100000))

    def state(self, code: str) -> int:
        number = next(self.serial)
        found = State.objects.filter(code=code).first()
        return (
            found
            or State.objects.create(
                code=code, name_en=f"State {code}", name_hi=f"राज्य {code}", name_ur=f"ریاست {code}", kind="state",
                tile_row=number // 9, tile_col=number % 9,
            )
        ).id  # fmt: skip

    def unit(self, parent, name: str = "", state: str | None = None):
        number = next(self.serial)
        return orgs.create_organisation(
            agent=SETUP, code=f"W-{number}", kind="office", name_en=name or f"Unit {number}", parent_id=parent.id,
            state_id=self.state(state) if state else None, valid_from=SINCE, at=self.at,
        )  # fmt: skip

    def post(self, unit, designation=None) -> int:
        return orgs.create_post(
            agent=SETUP, organisation_id=unit.id, designation_id=(designation or self.cast.assistant).id,
            reports_to_id=None, valid_from=SINCE, at=self.at,
        ).id  # fmt: skip

    def officer(self, unit, designation=None, account: bool = False) -> int:
        number = next(self.serial)
        person = people.create_person(agent=SETUP, at=self.at, name=f"Officer {number}")
        if account:
            people.open_account(
                agent=SETUP, email=f"o{number}@world.example.in", mobile=None, password=None, person_id=person.id,
                verified=True, at=self.at,
            )  # fmt: skip
        self.appoint(person.id, self.post(unit, designation))
        return person.id

    def officers(self, unit, count: int) -> list[int]:
        return [self.officer(unit) for _ in range(count)]

    def appoint(self, person_id: int, post_id: int, kind: str = "substantive", since: dt.date = SINCE) -> int:
        return orgs.appoint(agent=SETUP, person_id=person_id, post_id=post_id, kind=kind, valid_from=since, at=self.at)

    def relieve(self, person_id: int) -> None:
        for incumbency in rows.fetch(
            uuid.UUID,
            "select uuid::text from orgs_incumbency where person_id = %s and valid_to is null",
            [person_id],
        ):
            orgs.relieve(agent=SETUP, incumbency_uuid=incumbency, valid_to=self.at.date(), at=self.at)

    def course(self, minutes: int = 60) -> Course:
        course = Course.objects.create(
            code=f"C-{next(self.serial)}", slug="c", provider=ensure_provider("Test", self.at), status="published"
        )
        version = CourseVersion.objects.create(
            course=course, number=1, minutes=minutes, bytes=1, parts_needed=1, pass_percent=60, source_sha256="0",
            published_at=self.at,
        )  # fmt: skip
        course.current_version = version
        course.save()
        return course

    def session(self, leader: int, people: list[int], minutes: int = 60) -> CascadeSession:
        """A session of an hour in the second tier of a cascade, which ended now; they stayed for so long."""
        event = self.course()
        Gathering.objects.create(
            version=event.current_version, starts_at=self.at - dt.timedelta(hours=1), ends_at=self.at, credit="formal"
        )
        found = Cascade.objects.first() or Cascade.objects.create(
            organisation_id=self.cast.country.id, course=event, name_en="X", name_hi="X"
        )
        tier, _made = CascadeTier.objects.get_or_create(
            cascade=found, position=2, defaults={"name_en": "X", "name_hi": "X", "planned": 1, "due_on": SINCE}
        )
        CascadeTrainer.objects.get_or_create(
            tier=tier, person_id=leader, defaults={"event": event, "qualified_at": self.at}
        )
        held = CascadeSession.objects.create(tier=tier, event=event, leader_id=leader, given_at=self.at)
        for person in people:
            GatheringPlace.objects.create(
                person_id=person, course=event, state="registered", asked_at=self.at, attended_minutes=minutes,
                attended_at=self.at,
            )  # fmt: skip
            self.trail("learning:place:attended", "course", event.uuid, person)
        self.trail("learning:cascade_session:count", "cascade_session", held.uuid, leader)
        return held

    def disqualify(self, leader: int) -> None:
        rows.run("update learning_cascadetrainer set withdrawn_at = %s where person_id = %s", [self.at, leader])
        self.trail("learning:cascade_trainer:withdraw", "cascade_trainer", self.cast.learner.person_uuid, leader)

    def enrol(self, person_id: int, course: Course) -> Enrolment:
        return Enrolment.objects.create(
            person_id=person_id, course=course, version=course.current_version, language="en", enrolled_at=self.at,
            last_at=self.at,
        )  # fmt: skip

    def complete(self, enrolment: Enrolment, on: dt.date | None = None) -> None:
        enrolment.status, enrolment.completed_at = "completed", self.at
        enrolment.save()
        LearningCredit.objects.create(
            person_id=enrolment.person_id, on=on or self.at.date(), minutes=enrolment.version.minutes, kind="formal",
            ref_kind="enrolment", ref_uuid=enrolment.uuid,
        )  # fmt: skip
        self.trail("learning:enrolment:complete", "enrolment", enrolment.uuid, enrolment.person_id)

    def credit(self, person_id: int, minutes: int, kind: str, on: dt.date | None = None) -> None:
        LearningCredit.objects.create(
            person_id=person_id, on=on or self.at.date(), minutes=minutes, kind=kind, ref_kind="entry", ref_uuid=uuid7()
        )

    def week(self, from_on: dt.date, until_on: dt.date, minutes: int) -> None:
        week = LearningWeek.objects.create(
            name_en="Week", from_on=from_on, until_on=until_on, target_minutes=minutes, entered_at=self.at
        )
        audit.record("insight:week:add", agent=SETUP, at=self.at, kind="learning_week", subject=week.uuid)

    def order(self, unit, course: Course, due: dt.date) -> int:
        """Everybody of the unit has to complete the course by that day."""
        mandate = Mandate.objects.create(
            organisation_id=unit.id, status="live", title_en="Order", number="1", issuer="x", why="x",
            starts_on=SINCE, wants="items", anchor="fixed", fixed_on=due, changed_at=self.at, published_at=self.at,
        )  # fmt: skip
        MandateItem.objects.create(mandate=mandate, place=1, course=course)
        MandateRule.objects.create(mandate=mandate, number=1)
        MandateReach.objects.create(mandate=mandate, organisation_id=unit.id)
        return mandate.pk

    def relief(self, mandate_id: int, person_id: int) -> None:
        relief = Relief.objects.create(
            mandate_id=mandate_id, person_id=person_id, kind="exemption", state="granted", organisation_path="",
            reason="x", from_on=SINCE, asked_at=self.at, decided_at=self.at,
        )  # fmt: skip
        self.trail("plans:relief:grant", "relief", relief.uuid, person_id)

    def plan(self, unit, status: str) -> None:
        plan = Plan.objects.create(
            organisation_id=unit.id, year=financial_year_start(self.at.date()).year, shape="ministry", status=status,
            title_en="Plan", changed_at=self.at,
        )  # fmt: skip
        if status == "published":
            audit.record("capacity:plan:publish", agent=SETUP, at=self.at, kind="capacity_plan", subject=plan.uuid)

    def capacity_unit(self, unit) -> None:
        row = CapacityUnit.objects.create(organisation_id=unit.id, order_number="1", formed_on=SINCE)
        audit.record("capacity:unit:form", agent=SETUP, at=self.at, kind="capacity_unit", subject=row.uuid)

    def withdraw(self, enrolment: Enrolment) -> None:
        enrolment.status = "withdrawn"
        enrolment.save()
        self.trail("learning:enrolment:withdraw", "enrolment", enrolment.uuid, enrolment.person_id)

    def trail(self, tag: str, kind: str, subject: uuid.UUID, person_id: int) -> None:
        audit.record(tag, agent=SETUP, at=self.at, kind=kind, subject=subject, concerns=person_id)

    def level(self, person_id: int, competency_id: int, level: int) -> None:
        rows.run(
            """
            insert into competencies_level (person_id, competency_id, level, confidence, reasons, engine, computed_at)
            values (%s, %s, %s, 1, '[]', '1', %s)
            on conflict (person_id, competency_id) do update set level = excluded.level
            """,
            [person_id, competency_id, level, self.at],
        )
        self.trail("competencies:evidence:record", "evidence", uuid7(), person_id)


@pytest.fixture
def world(cast) -> World:
    return World(cast)


@pytest.fixture
def settling(monkeypatch) -> None:
    """As if each refresh were a transaction of its own, and nobody else wrote: in a test all are one."""
    number, real = itertools.count(1), touched.now
    monkeypatch.setattr(touched, "now", lambda: (Moment(one := next(number), one), real()[1]))


@pytest.fixture
def keep(at, settling):
    """Refreshes and answers facts, totals and withheld cells as sets, for comparing."""

    def call(*, everything: bool = False, later: int = 0):
        assert refresh(at=at + dt.timedelta(seconds=later), everything=everything) is not None
        return tuple(set(rows.fetch(lambda *row: row, sql)) for sql in (FACTS, TOTALS, WITHHELD))

    return call


@pytest.fixture
def profile(cast, at) -> int:
    """A published profile for the designation of Asha: one competency at level 2. Its id."""
    from karmayogi.competencies.models import Competency, Framework, FrameworkVersion, Profile, ProfileRequirement

    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code="T", name="Test"), number="1", published_at=at
    )
    competency = Competency.objects.create(
        version=version, code="T-1", area="functional", theme_number=1, theme_en="t", theme_hi="t", theme_ur="t",
        name_en="Noting", name_hi="नोटिंग", name_ur="نوٹنگ", gloss_en="", gloss_hi="", status="published",
    )  # fmt: skip
    made = Profile.objects.create(
        designation_id=cast.assistant.id, version=1, basis="test", summary_en="", summary_hi="", summary_ur="",
        content_hash="0", published_on=at.date(),
    )  # fmt: skip
    ProfileRequirement.objects.create(profile=made, competency=competency, level=2, importance=3)
    return competency.id


@pytest.fixture
def sign(cast, at, settings, tmp_path):
    """Issues a certificate to a person; answers its uuid."""
    from karmayogi.credentials import api as credentials

    settings.KEYS_ROOT = tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"

    def call(person_id: int) -> uuid.UUID:
        return credentials.issue(
            agent=SETUP, person_id=person_id, name="Somebody", name_native="", title_en="A course", title_hi="",
            title_ur="", language="en", course_uuid=uuid7(), course_code="C-1", hours_minutes=60, grade="E1",
            score=None, competencies=[], ref_kind="test", ref_uuid=uuid7(), at=at,
        ).uuid  # fmt: skip

    return call


def build_country() -> World:
    world, at = World(Cast(NOON)), NOON
    cast = world.cast
    world.large = world.unit(cast.ministry, "Large unit", state="KA")
    world.middling = world.unit(cast.ministry, "Middling unit", state="TN")
    world.small = world.unit(cast.ministry, "Small unit", state="KA")
    world.elsewhere = world.unit(cast.other_ministry, "Elsewhere", state="TN")
    course = world.course(60)
    people = world.officers(world.large, 14) + world.officers(world.middling, 11) + world.officers(world.small, 4)
    people += world.officers(world.elsewhere, 12)
    for number, person in enumerate(people):
        enrolment = world.enrol(person, course)
        if number % 2:
            world.complete(enrolment)
    refresh(at=at, everything=True)
    return world


@pytest.fixture(scope="session")
def country_snapshot(snapshots):
    return snapshots("country", build_country)


@pytest.fixture
def country(country_snapshot, db, frozen_time) -> World:
    """A ministry with a large, a middling and a small unit in two States; figures counted."""
    return country_snapshot.put_back() if country_snapshot else build_country()
