"""What flows in little by little is what is there when everything is read anew; whatever happens in between."""

import contextlib
import datetime as dt
import threading

import msgspec
import psycopg
import pytest
from django.db import connection, transaction

from karmayogi.facts import api, jobs
from karmayogi.facts.actions import move
from karmayogi.facts.actions import refresh as waiting
from karmayogi.facts.actions.flow import flow
from karmayogi.facts.actions.refresh import catch_up, check, refresh
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.queries import touched as reading
from karmayogi.facts.queries.state import Note, last
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Away
from karmayogi.kernel import audit, rows
from karmayogi.kernel import marks as engine
from karmayogi.kernel.marks import Mark
from karmayogi.orgs import api as orgs
from karmayogi.plans.models import Mandate
from tests.cast import Cast
from tests.insight.actions.test_refresh import Script
from tests.insight.conftest import SETUP, World
from tests.insight.queries.test_from_facts import MOVES


def sums(store: Client) -> dict[str, list[int]]:
    return {name: store.query(table.checksum(table.rows), seconds=10)[0] for name, table in TABLES.items()}


def count(store: Client, table: str, where: str = "1 = 1") -> int:
    return int(store.query(f"select count(*) from {table} where {where}", seconds=10)[0][0])


class TestALife:
    """One world lives through a script; the store is compared with one built anew."""

    @pytest.fixture
    def script(self, world, profile, sign) -> Script:
        world.week(world.at.date(), world.at.date(), 60)
        return Script(world, profile, sign)

    def test_little_by_little_is_the_same_as_everything_anew(self, script, store, at):
        for number, step in enumerate(MOVES):
            script.play(*step)
            if number % 5 == 0:
                refresh(store=store, at=at)
        found = check(store=store, at=at)
        assert found is not None
        assert found.equal, [table for table in found.tables if not table.equal]
        counts = {table.table: table.rows for table in found.tables}
        empty = {"evidence", "recheck", "lineage"}
        assert {name for name, rows_ in counts.items() if not rows_} == empty, "the script reaches all other tables"
        assert api.last_check(store) == found

        # The same again, though no mark was kept: nothing changes.
        before = sums(store)
        note = last(store)
        assert note is not None
        nothing = {
            name: msgspec.structs.replace(mark, settled=0, seen=0, horizon=0) for name, mark in note.marks.items()
        }
        run = store.begin()
        store.done(run, msgspec.json.encode(msgspec.structs.replace(note, marks=nothing)).decode())
        refresh(store=store, at=at)
        assert sums(store) == before


def test_killed_between_rows_and_marks_the_next_run_makes_it_whole(world, store, at, monkeypatch):
    unit = world.unit(world.cast.ministry)
    first = world.officer(unit)
    refresh(store=store, at=at)
    world.complete(world.enrol(first, world.course(60)))

    class Killed(Exception):
        pass

    def dies(*_given: object) -> None:
        raise Killed

    monkeypatch.setattr(Client, "done", dies)
    with pytest.raises(Killed):
        refresh(store=store, at=at)
    monkeypatch.undo()
    assert count(store, "credit", f"person_id = {first}") == 0, "a run that is not done is seen by nobody"
    rows.run("update learning_learningcredit set minutes = 45")
    refresh(store=store, at=at)
    assert store.query(f"select sum(minutes), count(*) from credit where person_id = {first}", seconds=5) == [[45, 1]]
    found = check(store=store, at=at)
    assert found is not None
    assert found.equal

    # While everything is built anew: what is in use stays in use.
    monkeypatch.setattr(Client, "swap", dies)
    with pytest.raises(Killed):
        refresh(store=store, at=at, everything=True)
    monkeypatch.undo()
    assert count(store, "credit", f"person_id = {first}") == 1
    done = refresh(store=store, at=at)
    assert done is not None
    assert not done.full


def test_while_everything_is_read_anew_what_happens_flows_on_and_is_not_lost(world, store, at, monkeypatch):
    person, gone = world.officers(world.unit(world.cast.ministry), 2)
    world.complete(world.enrol(gone, world.course(30)))
    refresh(store=store, at=at)
    seen, real = [], move.build
    later = at + dt.timedelta(minutes=5)

    def slow(*given: object) -> int:
        found = real(*given)
        world.complete(world.enrol(person, world.course(60)))
        rows.run("delete from learning_learningcredit where person_id = %s", [gone])
        world.trail("learning:enrolment:withdraw", "enrolment", world.cast.ministry.uuid, gone)
        done = flow(store=store, at=later)
        seen.append((done.facts > 0, count(store, "credit", f"person_id = {person}"), api.freshness(store).as_on))
        return found

    monkeypatch.setattr(move, "build", slow)
    done = refresh(store=store, at=at, everything=True)
    assert done is not None
    assert done.full
    assert seen == [(True, 1, later)], "fresh while everything was being read"
    assert api.freshness(store).as_on == later, "and it does not go back"
    assert (count(store, "credit", f"person_id = {person}"), count(store, "credit", f"person_id = {gone}")) == (1, 0)
    monkeypatch.undo()
    found = check(store=store, at=later)
    assert found is not None
    assert found.equal
    assert flow(store=store, at=later - dt.timedelta(minutes=9)) is not None, "a clock that is behind does no harm"
    assert api.freshness(store).as_on == later


def test_rows_that_go_leave_and_an_act_undone_reads_everything(world, store, at):
    person = world.officer(world.unit(world.cast.ministry))
    enrolment = world.enrol(person, world.course(60))
    refresh(store=store, at=at)
    assert count(store, "enrolment", f"person_id = {person}") == 1
    rows.run("delete from learning_enrolment where id = %s", [enrolment.id])
    world.trail("learning:enrolment:withdraw", "enrolment", enrolment.uuid, person)
    refresh(store=store, at=at)
    assert count(store, "enrolment", f"person_id = {person}") == 0
    # Minutes that change in place, as when a list of attendance is recorded again.
    world.complete(world.enrol(person, world.course(60)))
    refresh(store=store, at=at)
    rows.run("update learning_learningcredit set minutes = 45 where person_id = %s", [person])
    world.trail("learning:place:attended", "course", enrolment.uuid, person)
    marks = settled(store)
    assert "credit" in reading.touched(marks, reading.now()[1]).persons, "also where nothing new came"
    refresh(store=store, at=at)
    assert store.query(f"select minutes from credit where person_id = {person}", seconds=5) == [[45]]
    audit.record("bulk:act:undone", agent=SETUP, at=at, kind="officers", subject=world.cast.ministry.uuid)
    done = refresh(store=store, at=at)
    assert done is not None
    assert done.full


def test_what_changes_without_a_trace_comes_with_the_comparison_and_is_no_difference(world, profile, store, at):
    person = world.officer(world.unit(world.cast.ministry))
    world.enrol(person, world.course(60))
    world.level(person, profile, 2)
    refresh(store=store, at=at)
    rows.run("update learning_enrolment set language = 'ur'")
    rows.run("update competencies_level set level = 3, computed_at = computed_at + interval '1 day'")
    assert not reading.touched(settled(store), reading.now()[1]), "there is no trace"
    run = store.begin()
    note = last(store)
    assert note is not None
    done = msgspec.structs.replace(note, marks=dict.fromkeys(note.marks, Mark(10**9, 10**9, 0)))
    store.done(run, msgspec.json.encode(done).decode())
    found = check(store=store, at=at)
    assert found is not None
    assert found.equal
    assert store.query(f"select language from enrolment where person_id = {person}", seconds=5) == [["ur"]]
    assert store.query(f"select level from level where person_id = {person}", seconds=5) == [[3]]


def test_duties_follow_orders_relief_learning_and_the_day(world, store, at, monkeypatch):
    monkeypatch.setattr(move, "OWED_RANGE", 2)  # everybody in slices of two
    unit, course, due = world.unit(world.cast.ministry), world.course(60), at.date() - dt.timedelta(days=2)
    people = world.officers(unit, 3)

    def flow(later: int = 0) -> list[list]:
        now = at + dt.timedelta(days=later)
        for _ in range(1000):
            done = refresh(store=store, at=now)
            if not done.behind:
                break
        # Nothing is worked out again while marks wait for the transaction of the test; then as if they had settled.
        again = refresh(store=store, at=now)
        assert not again.behind
        note = msgspec.structs.replace(last(store), marks=settled(store))
        store.done(store.begin(), msgspec.json.encode(note).decode())
        return store.query("select person_id, due_on, done_on from duty order by person_id", seconds=5)

    assert flow() == []
    order = world.order(unit, course, due)
    mandate = Mandate.objects.get(pk=order)
    assert flow() == [], "nobody has told of it"
    audit.record("plans:mandate:publish", agent=SETUP, at=at, kind="mandate", subject=mandate.uuid)
    day = due.isoformat()
    assert flow() == [[person, day, None] for person in people]
    world.relief(order, people[0])
    world.complete(world.enrol(people[1], course))
    assert flow() == [[people[1], day, at.date().isoformat()], [people[2], day, None]]
    Mandate.objects.update(ends_on=at.date())  # with the day it ends by itself
    assert len(flow()) == 2
    assert flow(later=1) == []
    found = check(store=store, at=at + dt.timedelta(days=1))
    assert found is not None
    assert found.equal


def settled(store: Client) -> dict[str, Mark]:
    """Marks as if all that was seen at the last run were done with."""
    note = last(store)
    assert note is not None
    return {name: Mark(mark.seen, mark.seen, 0) for name, mark in note.marks.items()}


def test_an_entry_about_a_unit_moves_people_only_when_it_is_of_the_tree(world, store, at):
    person = world.officer(world.unit(world.cast.ministry))
    refresh(store=store, at=at, everything=True)
    marks = settled(store)
    country = world.cast.country.uuid
    audit.record("plans:rate:set", agent=SETUP, at=at, kind="organisation", subject=country)
    assert not reading.touched(marks, reading.now()[1])
    audit.record("orgs:organisation:change", agent=SETUP, at=at, kind="organisation", subject=country)
    assert person in reading.touched(marks, reading.now()[1]).persons["holding"]


def test_more_than_one_reading_takes_while_somebody_writes_neither_turns_in_a_ring_nor_counts_as_read(
    world, store, at, monkeypatch
):
    """The transaction that runs is that of the test itself: no mark settles."""
    world.officers(world.unit(world.cast.ministry), 3)
    refresh(store=store, at=at)
    monkeypatch.setattr(engine, "STEP", 1)
    later = at + dt.timedelta(minutes=1)
    done = refresh(store=store, at=later)
    assert done is not None
    assert (done.behind, done.stuck) == (False, True)
    assert api.freshness(store).as_on == at, "what came after is not read yet"
    found = check(store=store, at=later)
    assert found is not None
    assert found.equal
    assert api.freshness(store).as_on == later


def test_a_run_that_took_long_rests(at):
    note = Note("x", at, {}, milliseconds=20_000)
    assert [note.is_due(at + dt.timedelta(seconds=after)) for after in (-1, 30, 99, 100)] == [True, False, False, True]
    assert Note("x", at, {}, milliseconds=10**7).is_due(at + dt.timedelta(seconds=10_300))
    assert Note("x", at, {}).is_due(at)


def test_a_unit_that_moves_stands_where_it_stood_on_each_day(world, store, at):
    """As on any date: she and her unit are under the one ministry before that day and under the other from then on."""
    cast = world.cast
    unit = world.unit(cast.ministry, "Cell", state="KA")
    person = world.officer(unit)
    refresh(store=store, at=at)
    today = at.date()
    orgs.reorganise(
        agent=SETUP, organisation_id=unit.id, parent_id=cast.other_ministry.id, on=today, order_number="O-1", at=at
    )
    refresh(store=store, at=at)
    found = store.query(
        f"select valid_from, valid_to, path, state_code from holding where person_id = {person} order by valid_from",
        seconds=5,
    )
    assert [row[2][:16] for row in found] == [cast.ministry.path, cast.other_ministry.path]
    assert found[0][1] == found[1][0] == today.isoformat()
    assert count(store, "organisation", f"organisation_id = {unit.id}") == 2
    assert [row[3] for row in found] == ["KA", "KA"], "its own State goes with it, into the past as well"
    assert count(store, "organisation", f"organisation_id = {unit.id} and state_code = 'KA'") == 2


@pytest.mark.parametrize("tag", ["orgs:designation:merge", "orgs:designation:undo"])
def test_designations_merged_read_everything(world, store, at, tag):
    """Posts have another designation without a word of each: nobody counts by the ones of before."""
    refresh(store=store, at=at)
    assert catch_up(store=store, at=at)
    audit.record(tag, agent=SETUP, at=at, kind="designation", subject=world.cast.ministry.uuid)
    assert not catch_up(store=store, at=at)
    number = last(store).facts
    jobs.build()
    assert last(store).facts > number
    assert not last(store).full_due
    assert catch_up(store=store, at=at)


def test_jobs_bear_an_absence(world, store, at, settings, tmp_path):
    refresh(store=store, at=at)
    fresh = api.freshness(store)
    assert fresh.as_on is not None
    settings.FACTS_ROOT = tmp_path / "nobody"
    jobs.flow()
    jobs.compare()
    with pytest.raises(Away):
        api.freshness()


class TestCommitted:
    """With another connection beside."""

    def test_a_reading_in_a_transaction_that_wrote_before_settles_nothing(
        self, committed_db, undisturbed, store, at, monkeypatch
    ):
        """As a full count of figures does: one that began after it wrote, and has not ended, may still bring a row
        under a lower id than one that was read."""
        world = World(Cast(at))
        people = world.officers(world.unit(world.cast.ministry), 2)
        course = world.course()
        refresh(store=store, at=at)
        settings = connection.settings_dict
        enrol = """
            insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,
              status, enrolled_at, last_at)
            values (gen_random_uuid(), %s, %s, %s, '', 'en', 'active', %s, %s)
            """
        first, second = ([person, course.id, course.current_version_id, at, at] for person in people)
        with contextlib.ExitStack() as stack:
            late, beside = (
                stack.enter_context(
                    psycopg.connect(
                        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=settings["USER"],
                        password=settings["PASSWORD"], autocommit=alone,
                    )
                )
                for alone in (False, True)
            )  # fmt: skip
            with transaction.atomic():
                rows.scalar("select pg_current_xact_id()::text")  # it has written
                late.execute(enrol, first)
                beside.execute(enrol, second)
                assert catch_up(store=store, at=at)
                assert count(store, "enrolment") == 1
            for _ in range(3):
                refresh(store=store, at=at)
            late.commit()
        for _ in range(3):
            refresh(store=store, at=at)
        assert count(store, "enrolment") == 2

        # While another run is on it waits for its turn, and not for ever.
        monkeypatch.setattr(waiting, "TURN", 0.2)
        with psycopg.connect(
            host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=settings["USER"],
            password=settings["PASSWORD"], autocommit=True,
        ) as other:  # fmt: skip
            other.execute("select pg_advisory_lock(hashtextextended('facts.flow', 0))")
            assert not catch_up(store=store, at=at)
            monkeypatch.setattr(waiting, "TURN", 60)
            timer = threading.Timer(0.3, other.close)
            timer.start()
            assert catch_up(store=store, at=at)
            timer.join()

    def test_a_row_that_is_committed_late_under_a_lower_id_is_still_read(self, committed_db, undisturbed, store, at):
        world = World(Cast(at))
        people = world.officers(world.unit(world.cast.ministry), 2)
        course = world.course()
        refresh(store=store, at=at)
        settings = connection.settings_dict
        with psycopg.connect(
            host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=settings["USER"],
            password=settings["PASSWORD"],
        ) as other:  # fmt: skip
            other.execute(
                """
                insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,
                  status, enrolled_at, last_at)
                values (gen_random_uuid(), %s, %s, %s, '', 'en', 'active', %s, %s)
                """,
                [people[0], course.id, course.current_version_id, at, at],
            )
            world.enrol(people[1], course)  # a higher id, committed at once
            for second in range(5):
                refresh(store=store, at=at + dt.timedelta(seconds=second))
            assert count(store, "enrolment") == 1
        done = refresh(store=store, at=at + dt.timedelta(seconds=6))
        assert done is not None
        assert count(store, "enrolment") == 2
        assert done.facts < 10, "the one of whom something new came, not everybody"
        for second in range(7, 10):
            done = refresh(store=store, at=at + dt.timedelta(seconds=second))
        assert done is not None
        assert done.facts == 0
        fresh = api.freshness(store)
        assert fresh.seconds(at + dt.timedelta(seconds=second + 10)) == 10
        found = check(store=store, at=at)
        assert found is not None
        assert found.equal

        # Everything is read, and what comes after it is little again.
        for way in ({"everything": True}, {}):
            if not way:
                audit.record("bulk:act:undone", agent=SETUP, at=at, kind="officers", subject=world.cast.ministry.uuid)
            done = refresh(store=store, at=at, **way)
            assert done is not None
            assert done.full
            done = [refresh(store=store, at=at) for _ in range(3)][-1]
            assert done is not None
            assert (done.full, done.facts) == (False, 0)

        # A backup of before is put back: numbers of transactions were given out that are still to come.
        note = last(store)
        assert note is not None
        ahead = {name: msgspec.structs.replace(mark, horizon=mark.horizon + 10**9) for name, mark in note.marks.items()}
        run = store.begin()
        store.done(run, msgspec.json.encode(msgspec.structs.replace(note, marks=ahead)).decode())
        done = refresh(store=store, at=at)
        assert done is not None
        assert done.full

        # A row that was lost and one that is too many are found, and put right.
        before = sums(store)
        note = last(store)
        assert note is not None
        run = store.begin()
        store.execute(run, "truncate table holding_row")
        store.execute(
            run, "insert into account_row select * replace (account_id + 1000 as account_id) from account_row limit 1"
        )
        store.done(run, msgspec.json.encode(note).decode())
        found = check(store=store, at=at)
        assert found is not None
        assert {table.table for table in found.tables if not table.equal} == {"holding", "account"}
        assert api.last_check(store) == found
        assert sums(store) == before
        found = check(store=store, at=at)
        assert found is not None
        assert found.equal
