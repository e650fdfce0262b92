"""What flows in little by little is what is there when everything is read anew; whatever happens in between."""

import datetime as dt

import msgspec
import psycopg
import pytest
from django.db import connection

from karmayogi.facts import api, handlers, jobs
from karmayogi.facts.actions import move
from karmayogi.facts.actions.refresh import check, refresh
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.queries.state import last
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Away
from karmayogi.kernel import audit, rows
from karmayogi.orgs import api as orgs
from karmayogi.orgs.events import DesignationsMerged
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
    assert count(store, "credit", f"person_id = {first}") == 1, "rows are there and the marks are of before"
    rows.run("update learning_learningcredit set minutes = 45")
    refresh(store=store, at=at)
    assert store.query(f"select sum(minutes), count(*) from credit where person_id = {first}", seconds=5) == [[45, 1]]
    found = check(store=store, at=at)
    assert found is not None
    assert found.equal

    # While everything is built anew: what is in use stays in use.
    monkeypatch.setattr(move, "put_in_place", dies)
    with pytest.raises(Killed):
        refresh(store=store, at=at, everything=True)
    monkeypatch.undo()
    assert count(store, "credit", f"person_id = {first}") == 1
    done = refresh(store=store, at=at)
    assert done is not None
    assert not done.full


def test_rows_that_go_leave_and_an_act_undone_reads_everything(world, store, at):
    person = world.officer(world.unit(world.cast.ministry))
    enrolment = world.enrol(person, world.course(60))
    refresh(store=store, at=at)
    assert count(store, "enrolment", f"person_id = {person}") == 1
    rows.run("delete from learning_enrolment where id = %s", [enrolment.id])
    world.trail("learning:enrolment:withdraw", "enrolment", enrolment.uuid, person)
    refresh(store=store, at=at)
    assert count(store, "enrolment", f"person_id = {person}") == 0
    audit.record("bulk:act:undone", agent=SETUP, at=at, kind="officers", subject=world.cast.ministry.uuid)
    done = refresh(store=store, at=at)
    assert done is not None
    assert done.full


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
        f"select valid_from, valid_to, path from holding where person_id = {person} order by valid_from", seconds=5
    )
    assert [row[2][:16] for row in found] == [cast.ministry.path, cast.other_ministry.path]
    assert found[0][1] == found[1][0] == today.isoformat()
    assert count(store, "organisation", f"organisation_id = {unit.id}") == 2


def test_designations_merged_read_everything_and_jobs_bear_an_absence(world, store, at, run_jobs, settings, tmp_path):
    refresh(store=store, at=at)
    run_jobs()
    number = store.state()[0]
    handlers.on_designations_merged(DesignationsMerged(1, 2, at))
    assert run_jobs() == 1
    assert store.state()[0] != number
    fresh = api.freshness(store)
    assert fresh.as_on is not None
    settings.FACTS_ROOT = tmp_path / "nobody"
    jobs.flow()
    jobs.compare()
    with pytest.raises(Away):
        api.freshness()


class TestCommitted:
    """With another connection beside."""

    def test_a_row_that_is_committed_late_under_a_lower_id_is_still_read(self, committed_db, store, at):
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
        assert fresh.seconds(at + dt.timedelta(seconds=19)) == 10
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
