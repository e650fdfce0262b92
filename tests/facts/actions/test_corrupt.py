"""Facts that are wrong, missing or of another shape than thought: told as they are or refused, and never guessed."""

import datetime as dt

import psycopg
import pytest
from django.db import connection, transaction

from karmayogi.facts.actions.refresh import check, refresh
from karmayogi.facts.engine import tables
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.queries import placed, sources
from karmayogi.facts.queries.ask import query
from karmayogi.facts.queries.owed import lay_out
from karmayogi.facts.queries.state import last
from karmayogi.facts.types import Refused
from karmayogi.insight.queries.from_facts import FACTS, counted
from karmayogi.kernel import rows
from tests.facts.store.test_serve import CREDIT, lines, there
from tests.insight.queries.test_from_facts import both

FLAGGED = ("completions", "completion_rate")  # by a flag in PostgreSQL, by a day in the facts
# What PostgreSQL calls the type of a column, and which of ours hold every value of it.
HOLDS = {
    "int8": {tables.ID, tables.ID_OR_NONE},
    "int4": {tables.ID, tables.ID_OR_NONE, tables.SMALL},
    "int2": {tables.ID, tables.ID_OR_NONE, tables.SMALL},
    "date": set(tables.DAYS),
    "text": {tables.TEXT, tables.WORD, tables.MOMENT},
    "varchar": {tables.TEXT, tables.WORD},
}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_there_and_holds_whatever_its_source_may_hold(db, name):
    """A column of a source that was renamed or made wider is found here; the engine itself would wrap a number that is
    too large, without a word."""
    table, which = TABLES[name], sources.which([1])
    placed.lay_out(which)
    if name == tables.DUTY:
        lay_out(which, dt.date(2026, 11, 20))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from ({sources.select(name, which, 1)}) r limit 0")
        found = {column.name: column.type_code for column in cursor.description[: len(table.columns)]}
        cursor.execute("select oid, typname from pg_type where oid = any(%s)", [list(found.values())])
        called = dict(cursor.fetchall())
    assert list(found) == list(table.columns)
    wrong = {
        column: (called[found[column]], kind)
        for column, kind in table.columns.items()
        if kind not in HOLDS[called[found[column]]]
    }
    assert not wrong


def test_days_beyond_the_store_and_absurd_minutes_count_as_they_do_in_postgresql(world, keep, store, at):
    """Years 1 and 9999 and the ends of time, of which some would fall on one key, and as many minutes as a column
    holds."""
    unit, other = world.unit(world.cast.ministry), world.unit(world.cast.ministry)
    first, second, third = world.officers(unit, 3)
    done = [world.enrol(first, world.course(60)) for _ in range(4)]
    for enrolment in done:
        world.complete(enrolment)
    rows.run("update learning_learningcredit set minutes = 32767")
    for day, enrolment in zip(("0001-01-01", "9999-12-31", "2300-01-01"), done, strict=False):
        rows.run('update learning_learningcredit set "on" = %s where ref_uuid = %s', [day, enrolment.uuid])
    rows.run("update learning_enrolment set enrolled_at = '0001-01-01 12:00+00' where id = %s", [done[0].id])
    rows.run("update learning_enrolment set enrolled_at = '-infinity' where id = %s", [done[1].id])
    rows.run(
        "update learning_enrolment set completed_at = '9999-12-31 12:00+00', status = 'completed' where id = %s",
        [world.enrol(second, world.course()).id],
    )
    # She has held a post since the year 2, and another one in the same office for a year before that.
    world.appoint(second, world.post(other), kind="additional")
    rows.run("update orgs_post set valid_from = '0001-01-01' where organisation_id = any(%s)", [[unit.id, other.id]])
    rows.run("update orgs_incumbency set valid_from = '0001-01-01' where person_id = %s", [first])
    rows.run(
        "update orgs_incumbency set valid_from = '0002-01-01' where person_id = %s and kind = 'substantive'", [second]
    )
    rows.run(
        "update orgs_incumbency set valid_from = '0001-01-01' where person_id = %s and kind = 'additional'", [second]
    )
    rows.run("update orgs_incumbency set valid_to = '9999-12-31' where person_id = %s", [third])
    keep()
    assert refresh(store=store, at=at, everything=True) is not None
    kept, found = both(at.date())
    assert {cell: value for cell, value in found.items() if cell[0] not in FLAGGED} == {
        cell: value for cell, value in kept.items() if cell[0] not in FLAGGED
    }
    assert found["hours", unit.id] == (32767, 0), "what is credited on a day that has not come is not yet"
    assert found["officers", unit.id] == (3, 0)
    # What was completed in the year 9999 is not completed; the flag in PostgreSQL says that it is.
    assert counted(FACTS["completions"], at.date())[unit.id] == (4, 0)
    span = "select min(valid_from), max(valid_to), count(*), count(distinct person_id) from holding"
    assert store.query(span, seconds=5)[0][:2] == ["1900-01-01", "2299-12-31"]
    found = check(store=store, at=at)
    assert found is not None
    assert found.equal


def test_a_day_that_the_engine_would_read_as_another_is_refused(store):
    for day in (dt.date(1969, 12, 31), dt.date(1, 1, 1), dt.date(2149, 6, 7), dt.date(9999, 12, 31)):
        with pytest.raises(Refused, match="as on"):
            query("select count(*) from credit where credited_on <= :on", {"on": day}, store=store)
    for day in (dt.date(1970, 1, 1), dt.date(2149, 6, 6)):
        assert query("select :on = toDate32(:on), toString(:on)", {"on": day}, store=store) == [[1, day.isoformat()]]


@pytest.mark.parametrize(
    "row",
    [
        b"1\t1\tformal\t\\N\t2026-01-01\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t1\t0\n",
        b"1\t1\tformal\t60\tinfinity\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t1\t0\n",
        b"1\t1\tformal\t60\t2026-01-01\n",
        b"1\t1\tformal\t60\t2026-01-01\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t1\t0\t5\n",
        b"1\t1\tform\xffal\t60\t2026-01-01\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t1\t0\n",
        b"1\t1\tformal\tsixty\t2026-01-01\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t1\t0\n",
        b"1\t1\tformal\t60\t2026-01-01\t2026-01-01 00:00:",
    ],
    ids=["nothing", "no day", "too short", "too long", "no text", "no number", "cut off"],
)
def test_a_row_that_is_none_is_refused_with_all_that_came_with_it(store, row):
    run = store.begin()
    with pytest.raises(Refused):
        store.insert(run, CREDIT.rows, lines(run, 1, 50) + row)
    assert there(store) == [0, 0, 0]


def test_nul_and_odd_letters_come_back_as_they_went_in(store):
    """PostgreSQL has no text with a NUL; from elsewhere it would be a letter like others."""
    run = store.begin()
    store.insert(run, CREDIT.rows, lines(run, 1, 1).replace(b"formal", "a\0b\\tc\\\\d 'कख'".encode()))
    assert store.query("select kind from credit", seconds=5) == [["a\0b\tc\\d 'कख'"]]


def test_a_source_that_changed_stops_the_flow_and_what_is_there_stays(world, store, at):
    person = world.officer(world.unit(world.cast.ministry))
    world.complete(world.enrol(person, world.course(60)))
    refresh(store=store, at=at, everything=True)
    before = there(store)
    world.complete(world.enrol(person, world.course(60)))
    note = last(store)
    for change in (
        "alter table learning_learningcredit rename column minutes to duration",
        "alter table learning_learningcredit alter column minutes type numeric using minutes + 0.5",
    ):
        with transaction.atomic():
            rows.run("set constraints all immediate")
            rows.run(change)
            with pytest.raises((psycopg.Error, Refused)):
                refresh(store=store, at=at + dt.timedelta(minutes=1))
            transaction.set_rollback(True)
        assert there(store) == before
        assert last(store) == note, "and its page says how old that is"
    refresh(store=store, at=at)
    assert there(store) == [2, 120, 2]
    with pytest.raises(Refused):
        query("select sum(duration) from credit", store=store)
