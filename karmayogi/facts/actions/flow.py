"""Bringing the store up to date: what was touched since the last run, every 20 seconds.

A run reads one state of the database. The marks are kept in the store, in the one row that ends a run: whatever is
killed before it, the next run reads from the marks before and brings the same rows again under a higher number, and of
rows with one key the highest number counts. What a run brings is seen when it is done, all at once.
"""

import contextlib
import dataclasses
import datetime as dt
import time
from collections.abc import Iterator

import msgspec
from django.db import connection, transaction

from karmayogi.facts.actions import move
from karmayogi.facts.actions.move import Into
from karmayogi.facts.engine.tables import DUTY, SCHEMA, TABLES, Kept
from karmayogi.facts.queries import touched as reading
from karmayogi.facts.queries.state import Note, last
from karmayogi.facts.store.client import Client
from karmayogi.kernel import clock, rows
from karmayogi.kernel.marks import advance, went_back

FLOW = "facts.flow"  # who has it writes the tables in use


@dataclasses.dataclass(frozen=True, slots=True)
class Flowed:
    """facts: rows written. full: whether everything was read. behind: there is more; go on at once. stuck: there is
    more, and it is not read before a transaction that runs has ended. due: everything is to be read anew."""

    facts: int
    full: bool
    behind: bool
    milliseconds: int
    stuck: bool = False
    due: bool = False


def flow(*, store: Client, at: dt.datetime) -> Flowed | None:
    """What was touched. None when another run is on. Nothing, but `due`, where the store is empty, of another database
    or of another form; and after an act on many was undone, which leaves no trace of whose rows are gone, it is due
    besides."""
    with rows.alone(FLOW) as free:
        if not free:
            return None
        with one_state():
            note = last(store)
            if is_strange(note):
                return Flowed(0, False, False, 0, due=True)
            assert note is not None
            return little(store, at, note)


def little(store: Client, at: dt.datetime, note: Note, *, whole: bool = False) -> Flowed:
    """For whoever is alone and sees one state. whole: whatever there is, not only as much as one reading takes."""
    started = time.perf_counter()
    found, after, owed = _new(note, at, whole=whole)
    if not found and after.marks == note.marks and owed is None:
        if not found.behind:
            store.seen(at.isoformat())
        return Flowed(0, False, False, since(started), found.behind, note.full_due)
    run = store.begin()
    count = _bring(store, run, found, owed, clock.day(at), Into.WAITING)
    after = msgspec.structs.replace(after, kind="little", facts=count, milliseconds=since(started))
    store.done(run, msgspec.json.encode(after).decode())
    behind = (found.behind and after.marks != note.marks) or after.owed_after is not None
    return Flowed(count, False, behind, since(started), found.behind and not behind, after.full_due)


def catch_up(store: Client, run: int, at: dt.datetime, note: Note) -> tuple[Note, int]:
    """Whatever has come since the note into the fresh tables; the note that they have then, and how many rows came."""
    count = 0
    while True:
        found, after, owed = _new(note, at, whole=True)
        count += _bring(store, run, found, owed, clock.day(at), Into.FRESH)
        note = after
        if note.owed_after is None:
            return note, count


def _new(note: Note, at: dt.datetime, *, whole: bool) -> tuple[reading.Touched, Note, int | None]:
    """What is to be read since the note, the note after it was, and above which person duties are to be."""
    on = clock.day(at)
    now, tops = reading.now()
    found = reading.touched(note.marks, tops, whole=whole)
    owed = note.owed_after if note.owed_on == on and found.ordered <= set(note.ordered) else 0
    next_owed = None
    if owed is not None and owed + move.OWED_RANGE < reading.highest(Kept.BY_PERSON):
        next_owed = owed + move.OWED_RANGE
    after = msgspec.structs.replace(
        note,
        of=identity(),
        # Until all has come, what was so at the reading before is all that can be promised.
        as_on=note.as_on if found.behind else max(at, note.as_on),
        marks={source: advance(mark, tops[source], now, whole=whole) for source, mark in note.marks.items()},
        undone=sorted(found.undone),
        full_due=note.full_due or not found.undone <= set(note.undone),
        owed_on=on, owed_after=next_owed, ordered=sorted(found.ordered),
    )  # fmt: skip
    return found, after, owed


def _bring(store: Client, run: int, found: reading.Touched, owed: int | None, on: dt.date, into: Into) -> int:
    count = 0
    for name, table in TABLES.items():
        if name in found.whole:
            count += move.bring_whole(store, run, table, into)
    count += move.bring(store, run, found.persons | {"post": found.posts}, on, into)
    if owed is not None:
        count += move.bring_between(store, run, TABLES[DUTY], (owed + 1, owed + move.OWED_RANGE), on, into)
    return count


def is_strange(note: Note | None) -> bool:
    return (
        note is None
        or note.of != identity()
        or set(note.marks) != set(reading.SOURCES)
        or went_back(note.marks, reading.now()[0])
    )


def identity() -> str:
    return f"{reading.identity()}/{SCHEMA}"


@contextlib.contextmanager
def one_state() -> Iterator[None]:
    """Everything inside sees one state of the database."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            rows.run("set transaction isolation level repeatable read")
        yield


def since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
