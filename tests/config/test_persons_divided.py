"""Persons divided by hash between two real instances, as decision 0062 leaves it for later: what works today with
nothing but postgres_fdw, on the columns of learners' progress."""

from pathlib import Path

import psycopg
import pytest
from django.db import connections

from config.standby import EmbeddedStandby
from karmayogi.kernel import rows

HOME = Path(__file__).resolve().parents[2] / ".cache" / "test" / "divided"
PERSONS = 200
MINE = "select part_id, seconds from toy_progress where person_id = %s order by part_id"


@pytest.fixture
def other(committed_db):
    given = connections["default"].get_connection_params()
    original = psycopg.conninfo.make_conninfo(**{key: given[key] for key in ("host", "port", "user", "password")})
    server = EmbeddedStandby(HOME, original, durable=False, follow=False)
    server.remove()
    try:
        server.start()
        yield server, given["dbname"]
    finally:
        rows.run("drop table if exists toy_progress")
        rows.run("drop server if exists toy_other cascade")
        rows.run("drop extension if exists postgres_fdw")
        server.remove()


def test_an_officers_page_is_answered_by_the_instance_that_has_her(other):
    server, name = other
    with psycopg.connect(server.url(name), autocommit=True) as there:
        there.execute("create table toy_progress_1 (like learning_partprogress including all)")
    rows.run("create extension postgres_fdw")
    rows.run(
        "create server toy_other foreign data wrapper postgres_fdw options"
        f" (host '127.0.0.1', port '{server.port}', dbname '{name}')"
    )
    rows.run(
        "create user mapping for current_user server toy_other"
        f" options (user 'karmayogi', password '{server.password}')"
    )
    rows.run("create table toy_progress (like learning_partprogress) partition by hash (person_id)")
    rows.run(
        "create table toy_progress_0 partition of toy_progress (primary key (person_id, part_id))"
        " for values with (modulus 2, remainder 0)"
    )
    rows.run(
        "create foreign table toy_progress_1 partition of toy_progress for values with (modulus 2, remainder 1)"
        " server toy_other"
    )
    # Written to the one name, stored where the person belongs.
    rows.run(
        "insert into toy_progress (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit, seq,"
        " opened_at, seen_at, read_seconds, done_by, witnessed)"
        " select n, part, n, 'opened', '', 0, 10 * part, 1, 0, now(), now(), 0, '', false"
        " from generate_series(1, %s) n, generate_series(1, 3) part",
        [PERSONS],
    )
    here = rows.scalar("select count(*) from toy_progress_0")
    with psycopg.connect(server.url(name)) as there:
        away = {row[0] for row in there.execute("select distinct person_id from toy_progress_1")}
    assert here + 3 * len(away) == 3 * PERSONS and PERSONS / 4 < len(away) < 3 * PERSONS / 4
    near, far = next(n for n in range(1, PERSONS) if n not in away), min(away)

    def page(person: int) -> list[tuple[int, int]]:
        return rows.fetch(lambda *row: row, MINE, [person])

    def plan(person: int) -> str:
        return "\n".join(rows.fetch(str, f"explain (verbose, costs off) {MINE % person}"))

    assert page(near) == page(far) == [(1, 10), (2, 20), (3, 30)]
    assert "Foreign Scan" not in plan(near) and "toy_progress_0" in plan(near)
    assert "toy_progress_0" not in plan(far) and f"person_id = {far}" in plan(far), "the other one looks by its key"
    rows.run("update toy_progress set seconds = 11 where person_id = %s and part_id = 1", [far])
    assert page(far)[0] == (1, 11)

    # One that is away takes its own officers with it and nobody else.
    server.stop()
    assert page(near)[0] == (1, 10)
    with pytest.raises(Exception, match=r"could not connect|closed the connection|terminating"):
        page(far)
    server.start()
    assert page(far)[0] == (1, 11)
