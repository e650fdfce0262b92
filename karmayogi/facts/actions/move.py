"""Moving rows: out of PostgreSQL by COPY, as they are, in pieces into the store. No row is looked at on the way."""

import datetime as dt
import enum
from collections.abc import Collection, Iterator, Mapping

from django.db import connection

from karmayogi.facts.engine.tables import CARRYING, DUTY, TABLES, Kept, Table
from karmayogi.facts.queries import placed, sources
from karmayogi.facts.queries.owed import lay_out
from karmayogi.facts.queries.touched import highest
from karmayogi.facts.store.client import Client

PIECE = 8_000_000  # bytes of rows that are sent at a time
TOGETHER = 5_000  # persons or posts of one statement
RANGE = 20_000  # ids of one statement, where all are read
HIGHEST = 2**62
OWED_RANGE = 200_000  # the same of duties, for which every order is asked each time


class Into(enum.Enum):
    """Where rows are brought. WAITING: until the run is done they are seen by nobody. FRESH: into the tables that take
    the place of those in use when all is there."""

    WAITING = "waiting"
    FRESH = "fresh"


def bring(store: Client, run: int, found: Mapping[str, Collection[int]], on: dt.date, into: Into) -> int:
    """Reads the rows of these persons or posts anew, by table; what is no longer there goes. How many rows came."""
    count = 0
    for together in ({"post"}, set(TABLES) - {"post"}):  # ids of other things
        everybody = sorted(set().union(*(found[name] for name in together & found.keys())))
        for first in range(0, len(everybody), TOGETHER):
            among = everybody[first : first + TOGETHER]
            _lay_out(together & found.keys(), sources.which(among))
            for name in TABLES:
                if some := [one for one in among if name in together and one in found.get(name, ())]:
                    asked = [(one, one) for one in some]
                    count += _bring(
                        store, run, TABLES[name], _select(TABLES[name], sources.which(some), run, on), asked, into
                    )
    return count


def bring_between(store: Client, run: int, table: Table, some: tuple[int, int], on: dt.date, into: Into) -> int:
    """The same, of one table, of the persons from one id to another."""
    _lay_out({table.name}, sources.which(some, between=True))
    return _bring(store, run, table, _select(table, sources.which(some, between=True), run, on), [some], into)


def bring_whole(store: Client, run: int, table: Table, into: Into) -> int:
    return _bring(store, run, table, sources.select(table.name, "", run), [(0, HIGHEST)], into)


def _bring(store: Client, run: int, table: Table, select: str, asked: list[tuple[int, int]], into: Into) -> int:
    if into is Into.WAITING:
        count = _copy(store, run, table.stage, select)
        store.insert(run, "asked", "".join(f"{table.name}\t{first}\t{last}\n" for first, last in asked).encode())
        return count
    count = _copy(store, run, table.fresh, select)
    first, last = asked[0]
    one = table.key[0]
    which = f"{one} between {first} and {last}"
    if first == last:
        which = f"{one} in ({','.join(str(alone) for alone, _last in asked)})"
    store.execute(run, table.bury(table.fresh, run, which))
    return count


def build(store: Client, run: int, on: dt.date) -> int:
    """Everything into the fresh tables, which are emptied before. How many rows came."""
    count = 0
    for table in TABLES.values():
        drop(store, run, table)
        store.execute(run, table.create(table.fresh))
        if table.kept is Kept.WHOLE:
            count += _copy(store, run, table.fresh, sources.select(table.name, "", run))
    for kept in (Kept.BY_POST, Kept.BY_PERSON):
        tables = [table for table in TABLES.values() if table.kept is kept]
        for begin in range(1, highest(kept) + 1, OWED_RANGE):
            _lay_out({table.name for table in tables}, sources.which((begin, begin + OWED_RANGE - 1), between=True))
            for table in tables:
                step = OWED_RANGE if table.name == DUTY else RANGE
                for first in range(begin, begin + OWED_RANGE, step):
                    some = sources.which((first, first + step - 1), between=True)
                    count += _copy(store, run, table.fresh, _select(table, some, run, on))
    return count


def _lay_out(tables: Collection[str], which: str) -> None:
    if not {"holding", *CARRYING}.isdisjoint(tables):
        placed.lay_out(which)


def _select(table: Table, which: str, run: int, on: dt.date) -> str:
    if table.name == DUTY:
        lay_out(which, on)
    return sources.select(table.name, which, run)


def drop(store: Client, run: int, table: Table) -> None:
    """Emptied first, since the engine removes a table some minutes after it is dropped. Not "sync": the engine would
    wait in this one connection for what the connection itself holds."""
    store.execute(run, f"truncate table if exists {table.fresh}")
    store.execute(run, f"drop table if exists {table.fresh}")


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
