"""What is recomputed because it was touched is what a recompute of everything gives."""

import contextlib
import datetime as dt
import itertools

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmayogi.insight.actions.refresh import Refreshed, is_due, refresh
from karmayogi.insight.engine.disclosure import LEAST, STEP, Withheld
from karmayogi.insight.registry.bases import BASES
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.plans.models import Holiday, Mandate
from karmayogi.plans.queries.duties import duty_statements
from karmayogi.plans.queries.evaluation import evaluated
from karmayogi.plans.queries.mandates import mandate
from tests.cast import SINCE, Cast
from tests.insight.conftest import SETUP, World
from tests.insight.engine.test_disclosure import shown, size, sums

ENROL = """
insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,
  enrolled_at, last_at)
values (gen_random_uuid(), %s, %s, %s, '', 'en', 'active', %s, %s)
"""
MOVES = (
    "hire", "hire_with_account", "relieve", "transfer", "additional", "enrol", "complete", "withdraw", "certificate",
    "revoke", "level", "post", "unit", "block", "plan", "capacity_unit", "credit", "exempt", "group", "nothing",
    "session", "disqualify",
)  # fmt: skip


class Script:
    """Interprets a list of moves; a move that has nobody to act on does nothing."""

    def __init__(self, world, competency_id: int, sign) -> None:
        self.world, self.competency_id, self.sign = world, competency_id, sign
        cast = world.cast
        self.units = [cast.ministry, cast.section, cast.other_department, world.unit(cast.other_ministry, state="KA")]
        self.people = world.officers(self.units[3], 3)
        self.courses = [world.course(45), world.course(120)]
        self.order = world.order(cast.ministry, self.courses[0], due=world.at.date() - dt.timedelta(days=3))
        self.planned, self.with_unit, self.exempt = set(), set(), set()
        self.enrolments = []
        self.certificates = []
        self.minutes = 0

    def later(self) -> int:
        """Seconds: longer after the last time than marks take to settle, so that what was read is not read again."""
        self.minutes += 2
        return 60 * self.minutes

    def play(self, move: str, one: int, two: int) -> None:
        with contextlib.suppress(Refused):  # a second transfer on one day, say
            self._play(move, one, two)

    def _play(self, move: str, one: int, two: int) -> None:
        world, person = self.world, self.people[one % len(self.people)]
        unit = self.units[two % len(self.units)]
        match move:
            case "hire":
                self.people.append(world.officer(unit))
            case "hire_with_account":
                self.people.append(world.officer(unit, account=True))
            case "relieve":
                world.relieve(person)
            case "transfer":
                world.relieve(person)
                world.appoint(person, world.post(unit), since=world.at.date())
            case "additional":
                world.appoint(person, world.post(unit, world.cast.section_officer), kind="additional")
            case "enrol":
                course = self.courses[two % 2]
                if not any((e.person_id, e.course_id) == (person, course.id) for e in self.enrolments):
                    self.enrolments.append(world.enrol(person, course))
            case "complete" | "withdraw":
                active = [e for e in self.enrolments if e.status == "active"]
                if active:
                    getattr(world, move)(active[one % len(active)])
            case "certificate":
                self.certificates.append((self.sign(person), person))
            case "revoke":
                if self.certificates:
                    uuid, holder = self.certificates.pop()
                    rows.run(
                        "update credentials_certificate set revoked_at = %s, revoked_reason = 'error' where uuid = %s",
                        [world.at, uuid],
                    )
                    world.trail("credentials:certificate:revoke", "certificate", uuid, holder)
            case "level":
                world.level(person, self.competency_id, two % 6)
            case "post":
                world.post(unit, world.cast.section_officer)
            case "unit":
                self.units.append(world.unit(unit, state=[None, "KA", "TN"][one % 3]))
            case "plan" | "capacity_unit":
                there = self.planned if move == "plan" else self.with_unit
                if unit.id not in there:
                    there.add(unit.id)
                    world.plan(unit, "published") if move == "plan" else world.capacity_unit(unit)
            case "credit":
                world.credit(person, two, ("formal", "social", "experience")[two % 3])
            case "session":
                others = [one for one in self.people[two % 3 :] if one != person]
                world.session(person, others, minutes=60 if two % 2 else 45)
            case "disqualify":
                world.disqualify(person)
            case "exempt":
                if person not in self.exempt:
                    self.exempt.add(person)
                    world.relief(self.order, person)
            case "group":
                rows.run("update people_person set \"group\" = 'Group A' where id = %s", [person])
                world.trail("feeds:request:approve", "person", world.cast.learner.person_uuid, person)
            case "block":
                rows.run("update people_account set is_active = not is_active where person_id = %s", [person])
                world.trail("people:account:block", "account", world.cast.learner.account_uuid, person)


def nothing_small_is_told(base: str) -> None:
    """The list of withheld cells of those of whom a share speaks may be older than they are, and has to be safe."""
    own = dict(
        rows.fetch(
            lambda path, state, count: (path, (state, count)),
            "select path, state_code, numerator from insight_figure where metric = %s", [base],
        )
    )  # fmt: skip
    cells = rows.fetch(lambda *row: row, "select path, state_code, own from insight_withheld where base = %s", [base])
    gone = Withheld(
        own=frozenset(path for path, _state, alone in cells if alone),
        total=frozenset(path for path, state, alone in cells if state == "*" and not alone),
        states=frozenset(state for path, state, _alone in cells if state != "*" and len(path) == STEP),
        parts=frozenset(),
    )
    for total, terms in sums(own):
        hidden = [cell for cell in terms if not visible(own, gone, cell)]
        if visible(own, gone, total) and hidden:
            rest = size(own, total) - sum(size(own, cell) for cell in terms if visible(own, gone, cell))
            assert not 0 < rest < LEAST, (base, total, hidden)


def visible(own, gone, cell: str) -> bool:
    """A figure about fewer than ten is not shown whatever the list says."""
    return shown(gone, cell) and size(own, cell) >= LEAST


@pytest.fixture
def script(world, profile, sign) -> Script:
    return Script(world, profile, sign)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12),
    every=st.integers(1, 5),
)
def test_incremental_is_the_same_as_full(script, keep, moves, every):
    """One world lives through all examples, so that its history grows from one to the next."""
    for number, move in enumerate(moves):
        script.play(*move)
        if number % every == 0:
            keep(later=script.later())
    little_by_little = keep(later=script.later())
    for base in BASES:
        nothing_small_is_told(base)
    assert little_by_little == keep(everything=True, later=script.later())


def test_a_completion_moves_her_unit_her_ministry_and_the_nation(world, keep, at):
    section, ministry, country = world.cast.section, world.cast.ministry, world.cast.country
    enrolment = world.enrol(world.cast.learner.person_id, world.course(90))
    keep()
    world.complete(enrolment)
    done = refresh(at=at + dt.timedelta(seconds=20))
    assert done is not None
    assert not done.full
    assert done.units == 1
    for path in (section.path, ministry.path, country.path):
        found = dict(
            rows.fetch(
                lambda metric, numerator: (metric, numerator),
                "select metric, numerator from insight_total where path = %s and state_code = '*'",
                [path],
            )
        )
        assert (found["completions"], found["hours"], found["completion_rate"]) == (1, 90, 1)
    untouched = "select count(*) from insight_total where path = %s and metric = 'completions'"
    assert rows.scalar(untouched, [world.cast.other_ministry.path]) == 0


def test_nothing_touched_costs_nothing_and_moves_the_as_on(world, keep, at):
    keep()
    keep(later=120)
    keep(later=240)  # by now every mark has settled
    done = refresh(at=at + dt.timedelta(seconds=260))
    assert done is not None
    assert (done.units, done.changed, done.full) == (0, 0, False)
    assert rows.scalar("select as_on from insight_refresh") == at + dt.timedelta(seconds=260)


class TestCommitted:
    """With another connection beside."""

    def test_a_row_that_is_committed_late_under_a_lower_id_is_still_seen(self, committed_db, undisturbed, at):
        """However late: not after a time, but when whoever wrote at the reading has ended, the marks go on."""
        world = World(Cast(at))
        people = world.officers(world.unit(world.cast.ministry), 2)
        course = world.course()
        again = itertools.count()

        def read() -> Refreshed:
            done = refresh(at=at + dt.timedelta(minutes=next(again)))
            assert done is not None
            return done

        read()
        assert not [read() for _ in range(2)][-1].units
        given = connection.settings_dict
        with psycopg.connect(
            host=given["HOST"], port=given["PORT"], dbname=given["NAME"], user=given["USER"], password=given["PASSWORD"]
        ) as other:
            row = [people[0], course.id, course.current_version_id, at, at]
            other.execute(ENROL, row)
            enrolment = world.enrol(people[1], course)  # a higher id, committed at once
            world.trail("learning:enrolment:open", "enrolment", enrolment.uuid, people[1])
            audit.record("bulk:act:undone", agent=SETUP, at=at, kind="officers", subject=world.cast.ministry.uuid)
            assert read().full
            for _ in range(5):  # minutes later
                done = read()
                assert (done.full, done.units > 0) == (False, True), "what is above the marks is read again"
            counted = "select sum(numerator) from insight_figure where metric = 'enrolments'"
            assert rows.scalar(counted) == 1
        read()
        assert rows.scalar(counted) == 2
        assert not [read() for _ in range(2)][-1].units
        # A backup of before is put back in another cluster: numbers of transactions that are still to come.
        rows.run("update insight_mark set horizon = horizon + 1000000000")
        assert read().full
        assert not read().full

    def test_a_reading_inside_a_transaction_that_wrote_before_settles_nothing(self, committed_db, undisturbed, at):
        """Whoever began between the two has a higher number, and is not waited for."""
        refresh(at=at)
        seen = "select array_agg((source, seen)::text order by source) from insight_mark"
        before = rows.scalar(seen)
        audit.record("test:audit:one", agent=SETUP, at=at, kind="x", subject=uuid7())
        with transaction.atomic():
            audit.record("test:audit:two", agent=SETUP, at=at, kind="x", subject=uuid7())
            refresh(at=at)
        assert rows.scalar(seen) == before
        refresh(at=at)
        assert rows.scalar(seen) != before


def test_the_first_run_of_a_new_day_is_full(world, keep, at):
    keep()
    done = refresh(at=at + dt.timedelta(days=1))
    assert done is not None
    assert done.full
    assert done.changed == 0


def test_somebody_appointed_from_tomorrow_counts_from_tomorrow(world, keep, at):
    from karmayogi.orgs import api as orgs
    from tests.insight.conftest import SETUP

    section = world.cast.section
    orgs.appoint(
        agent=SETUP, person_id=world.cast.analyst.person_id, post_id=world.post(section),
        valid_from=at.date() + dt.timedelta(days=1), at=at,
    )  # fmt: skip
    keep()
    count = "select numerator from insight_figure where metric = 'officers' and organisation_id = %s"
    assert rows.scalar(count, [section.id]) == 2
    keep(later=24 * 3600)
    assert rows.scalar(count, [section.id]) == 3


def test_the_financial_year_begins_anew_on_the_first_of_april(world, keep, at):
    world.complete(world.enrol(world.cast.learner.person_id, world.course(60)), on=dt.date(2027, 3, 31))
    hours = "select coalesce(sum(numerator), 0) from insight_figure where metric = 'hours'"
    refresh(at=dt.datetime(2027, 3, 31, 12, tzinfo=dt.UTC))
    assert rows.scalar(hours) == 60
    refresh(at=dt.datetime(2027, 4, 1, 0, 0, tzinfo=dt.UTC))
    assert rows.scalar(hours) == 0
    assert rows.scalar("select count(*) from insight_figure where metric = 'hours'") == 0


def test_an_organisation_that_moved_makes_the_next_refresh_full(world, keep, at):
    from karmayogi.insight import handlers

    keep()
    handlers.on_organisation_moved(OrganisationMoved(1, "a", "b", at))
    handlers.on_organisation_moved(OrganisationMoved(1, "a", "b", at))
    done = refresh(at=at)
    assert done is not None
    assert done.full


def test_an_act_on_many_that_was_undone_makes_one_refresh_full(world, keep, at):
    keep()
    audit.record("bulk:act:undone", agent=SETUP, at=at, kind="officers", subject=world.cast.ministry.uuid)
    first, second = refresh(at=at), refresh(at=at)
    assert first is not None
    assert second is not None
    assert (first.full, second.full) == (True, False)


def test_a_long_refresh_is_followed_by_a_rest(db, at):
    assert is_due(at)
    refresh(at=at)
    rows.run("update insight_refresh set milliseconds = 1000")
    assert is_due(at + dt.timedelta(seconds=20))
    rows.run("update insight_refresh set milliseconds = 40000")
    assert not is_due(at + dt.timedelta(seconds=100))
    assert is_due(at + dt.timedelta(seconds=201))
    rows.run("update insight_refresh set milliseconds = 600000")
    assert is_due(at + dt.timedelta(seconds=901))


def test_what_is_ordered_for_a_later_day_counts_from_that_day_on(world, at):
    """A post that goes to another unit tomorrow: its holder counts here today, and there tomorrow."""
    here, there = world.unit(world.cast.ministry), world.unit(world.cast.other_ministry)
    person = world.officer(here)
    tomorrow = at.date() + dt.timedelta(days=1)
    rows.run(
        """
        with now as (select p.* from orgs_post p join orgs_incumbency i on i.post_id = p.id where i.person_id = %s),
        kept as (
          insert into orgs_postpast (post_id, organisation_id, organisation_path, designation_id, label, reports_to_id,
            sanctioned, valid_from, valid_to)
          select id, organisation_id, organisation_path, designation_id, label, reports_to_id, sanctioned, valid_from,
            %s::date from now)
        update orgs_post p set organisation_id = %s, organisation_path = %s, as_is_from = %s::date from now
        where p.id = now.id
        """,
        [person, tomorrow, there.id, there.path, tomorrow],
    )
    counted = "select organisation_id from insight_figure where metric = 'officers' and organisation_id = any(%s)"
    for day, unit in ((at, here), (at + dt.timedelta(days=1), there)):
        refresh(at=day)
        assert rows.fetch(int, counted, [[here.id, there.id]]) == [unit.id]


def test_working_days_are_laid_out_once_for_all_orders_of_offices_with_the_same_holidays(world, at):
    """A calendar takes a tenth of a second, and the refresh asks every order every 20 seconds."""
    cast = world.cast
    person = world.officer(world.unit(cast.ministry))
    rows.run("create temporary table asked_now (person_id bigint) on commit drop")
    rows.run("insert into asked_now values (%s)", [person])
    day = SINCE + dt.timedelta(days=1)
    Holiday.objects.create(on=day, name_en="x", organisation_id=cast.ministry.id)
    units = (cast.country, cast.ministry, cast.ministry)
    orders = [world.order(unit, world.course(), due=at.date()) for unit in units]
    Mandate.objects.update(
        anchor="posting", fixed_on=None, amount=5, unit="working_days", starts_on=dt.date(2000, 1, 1)
    )
    asked = duty_statements("asked_now", None, at.date())
    found = [rows.fetch(lambda *row: row, *one) for one in asked]
    alone = [[row for row in evaluated(mandate(order), at.date()) if row[0] == person] for order in orders]
    assert found == alone
    assert [len(rows_of) for rows_of in found] == [1, 1, 1]
    assert found[0][0][3] < found[1][0][3] == found[2][0][3], "one day later where the ministry has a holiday"
    assert rows.scalar("select count(*) from calendar_now") == 2
    assert [one[0] for one in duty_statements("asked_now", None, at.date())] == [one[0] for one in asked]
