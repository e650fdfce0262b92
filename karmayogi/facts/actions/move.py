"""Moving rows: out of PostgreSQL by COPY, as they are, in pieces into the store. No row is looked at on the way."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db import connection

from karmayogi.facts.engine.tables import DUTY, TABLES, Kept, Table
from karmayogi.facts.queries import sources
from karmayogi.facts.queries.owed import lay_out
from karmayogi.facts.queries.touched import highest
from karmayogi.facts.store.client import Client

PIECE = 8_000_000  # bytes of rows that are sent at a time
TOGETHER = 5_000  # persons or posts of one statement
RANGE = 20_000  # ids of one statement, where all are read
OWED_RANGE = 200_000  # the same of duties, for which every order is asked each time


def bring(store: Client, run: int, table: Table, ids: Sequence[int], on: dt.date) -> int:
    """Reads the rows of these persons or posts anew; what is no longer there goes. How many rows came."""
    count = 0
    for first in range(0, len(ids), TOGETHER):
        some = ids[first : first + TOGETHER]
        count += _copy(store, run, table.rows, _select(table, sources.which(some), run, on))
        _bury(store, run, table, f"{table.key[0]} in ({','.join(map(str, some))}) and ")
    return count


def bring_between(store: Client, run: int, table: Table, some: tuple[int, int], on: dt.date) -> int:
    """The same of the persons from one id to another."""
    count = _copy(store, run, table.rows, _select(table, sources.which(some, between=True), run, on))
    _bury(store, run, table, f"{table.key[0]} between {some[0]} and {some[1]} and ")
    return count


def bring_whole(store: Client, run: int, table: Table) -> int:
    count = _copy(store, run, table.rows, sources.select(table.name, "", run))
    _bury(store, run, table, "")
    return count


def build(store: Client, run: int, on: dt.date) -> int:
    """Everything into the fresh tables, which are emptied before. How many rows came."""
    count = 0
    for table in TABLES.values():
        _drop(store, run, table)
        store.execute(run, table.create(table.fresh))
        if table.kept is Kept.WHOLE:
            count += _copy(store, run, table.fresh, sources.select(table.name, "", run))
            continue
        step = OWED_RANGE if table.name == DUTY else RANGE
        for first in range(1, highest(table.kept) + 1, step):
            some = sources.which((first, first + step - 1), between=True)
            count += _copy(store, run, table.fresh, _select(table, some, run, on))
    return count


def _select(table: Table, which: str, run: int, on: dt.date) -> str:
    if table.name == DUTY:
        lay_out(which, on)
    return sources.select(table.name, which, run)


def put_in_place(store: Client, run: int) -> None:
    """The fresh tables become those in use, each at once; being killed between two of them does no harm, since the run
    is not done then and whatever is in use is brought up to date from the marks before it."""
    for table in TABLES.values():
        store.execute(run, f"exchange tables {table.fresh} and {table.rows}")
        store.execute(run, table.view())
        _drop(store, run, table)


def _drop(store: Client, run: int, table: Table) -> None:
    """Emptied first, since the engine removes a table some minutes after it is dropped. Not "sync": the engine would
    wait in this one connection for what the connection itself holds."""
    store.execute(run, f"truncate table if exists {table.fresh}")
    store.execute(run, f"drop table if exists {table.fresh}")


def _bury(store: Client, run: int, table: Table, which: str) -> None:
    """Rows that this run has not brought again are marked as gone."""
    columns = ", ".join(table.columns)
    store.execute(
        run,
        f"insert into {table.rows} ({columns}, run, gone) select {columns}, {run}, 1 from {table.rows} final "
        f"where {which}run < {run}",
    )


def _copy(store: Client, run: int, into: str, select: str) -> int:
    count = 0
    for piece, lines in _pieces(select):
        store.insert(run, into, piece)
        count += lines
    return count


def _pieces(select: str) -> Iterator[tuple[bytes, int]]:
    """Whole lines, as much as is sent at a time."""
    held: list[bytes] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(f"copy ({select}) to stdout") as copy:
        for line in copy:  # one row each
            held.append(bytes(line))
            size += len(line)
            if size >= PIECE:
                yield b"".join(held), len(held)
                held, size = [], 0
    if held:
        yield b"".join(held), len(held)
