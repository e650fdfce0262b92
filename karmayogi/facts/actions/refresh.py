"""Bringing the store up to date: what was touched since the last run, or everything.

Both read one state of the database. The marks are kept in the store, in the one row that ends a run: whatever is
killed between, the next run reads from the marks before and writes the same rows again under a higher number, and of
rows with one key the highest number counts.
"""

import contextlib
import dataclasses
import datetime as dt
import logging
import time
from collections.abc import Collection, Iterator

import msgspec
from django.db import connection, transaction

from karmayogi.facts.actions import move
from karmayogi.facts.engine.marks import Mark, Moment, advance, went_back
from karmayogi.facts.engine.tables import SCHEMA, TABLES
from karmayogi.facts.queries import touched as reading
from karmayogi.facts.queries.state import Note, last, last_check
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Check
from karmayogi.kernel import rows

log = logging.getLogger("karmayogi.facts")
PATIENCE = 120.0  # seconds to wait, before everything is read, for transactions that were running


@dataclasses.dataclass(frozen=True, slots=True)
class Flowed:
    """facts: rows written. full: whether everything was read. behind: there is more; go on at once. stuck: there is
    more, and it is not read before a transaction that runs has ended."""

    facts: int
    full: bool
    behind: bool
    milliseconds: int
    stuck: bool = False


def refresh(*, store: Client, at: dt.datetime, everything: bool = False) -> Flowed | None:
    """None when another run is on. Everything by itself when the store is empty, of another database or of another
    form, and after an act on many was undone, which leaves no trace of whose rows are gone."""
    with rows.alone("facts.flow") as free:
        if not free:
            return None
        settled = _ended() if everything or _is_strange(last(store)) else None
        with _one_state():
            note = last(store)
            if everything or _is_strange(note):
                return _all(store, at, _marks(settled))
            assert note is not None
            return _little(store, at, note)


def check(*, store: Client, at: dt.datetime) -> Check | None:
    """Brings the store up to date, builds everything anew beside it out of the same state of the database, and
    compares. What was built anew takes the place of the other, with what leaves no trace when it changes. None when
    another run is on."""
    with rows.alone("facts.flow") as free:
        if not free:
            return None
        settled = _ended() if _is_strange(last(store)) else None
        with _one_state():
            note = last(store)
            if _is_strange(note):
                _all(store, at, _marks(settled))
            else:
                assert note is not None
                while (done := _little(store, at, note)).behind:
                    note = last(store) or note
                if done.stuck:  # and stays so, since this state of the database shows nobody's end
                    note = last(store) or note
                    _all(store, at, note.marks, note.undone)
            return _compare(store, at)


def catch_up(*, store: Client, at: dt.datetime) -> bool:
    """Whether the store now holds everything that was committed before. Not when it is empty or of another form, when
    another run is on, or when a transaction that runs stands in the way: then it is for the next run."""
    with rows.alone("facts.flow") as free:
        if not free:
            return False
        with _one_state():
            note = last(store)
            if _is_strange(note):
                return False
            assert note is not None
            while (done := _little(store, at, note)).behind:
                note = last(store) or note
            return not done.stuck


def _little(store: Client, at: dt.datetime, note: Note) -> Flowed:
    """Everything all the same when rows are gone without a trace of whose they were."""
    started = time.perf_counter()
    now, tops = reading.now()
    marks = note.marks
    found = reading.touched(marks, tops)
    forward = {source: advance(mark, tops[source], now) for source, mark in marks.items()}
    if not found.undone <= set(note.undone):
        return _all(store, at, forward, found.undone)
    moved = forward != marks
    if not found and not moved:
        if not found.behind:
            store.seen(at.isoformat())
        return Flowed(0, False, False, _since(started), found.behind)
    run = store.begin()
    count = 0
    for name, table in TABLES.items():
        if name in found.whole:
            count += move.bring_whole(store, run, table)
        ids = found.posts if name == "post" else found.persons.get(name)
        if ids:
            count += move.bring(store, run, table, sorted(ids))
    # Until all has come, what was so at the reading before is all that can be promised.
    _done(store, run, note.as_on if found.behind else at, forward, "little", count, started, note, found.undone)
    return Flowed(count, False, found.behind and moved, _since(started), found.behind and not moved)


def _all(store: Client, at: dt.datetime, marks: dict[str, Mark], undone: Collection[int] = ()) -> Flowed:
    """marks: from where on is read afterwards. undone: entries above them for which it was done."""
    started = time.perf_counter()
    run = store.begin()
    count = move.build(store, run)
    move.put_in_place(store, run)
    _done(store, run, at, marks, "all", count, started, last(store), undone)
    return Flowed(count, True, False, _since(started))


def _compare(store: Client, at: dt.datetime) -> Check:
    note = last(store)
    assert note is not None
    started = time.perf_counter()
    run = store.begin()
    count = move.build(store, run)
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    for table in TABLES.values():
        # Inside the store, where it may take as long as it takes.
        store.execute(
            run,
            f"insert into checked select {run}, '{moment}', '{table.name}', kept.*, anew.* "
            f"from ({table.checksum(table.rows)}) kept cross join ({table.checksum(table.fresh)}) anew",
        )
    checked = last_check(store)
    assert checked is not None
    if not checked.equal:
        names = [one.table for one in checked.tables if not one.equal]
        log.error("facts kept little by little differ from those built anew, which take their place: %s", names)
    move.put_in_place(store, run)
    note = msgspec.structs.replace(note, checked_at=at, equal=checked.equal)
    _done(store, run, at, note.marks, "all", count, started, note, note.undone)
    return checked


def _done(
    store: Client,
    run: int,
    at: dt.datetime,
    marks: dict[str, Mark],
    kind: str,
    count: int,
    started: float,
    before: Note | None,
    undone: Collection[int],
) -> None:
    checked = (before.checked_at, before.equal) if before else (None, True)
    note = Note(_identity(), at, marks, kind, count, _since(started), *checked, sorted(undone))
    store.done(run, msgspec.json.encode(note).decode())


def _marks(ended: tuple[Moment, dict[str, int]] | None) -> dict[str, Mark]:
    """From where on is read after everything was. Up to the ids that were there before, if whoever wrote at that time
    had ended when everything was read; otherwise from the beginning, which is slow and never wrong."""
    now, tops = reading.now()
    settled = ended[1] if ended and now.oldest > ended[0].own else dict.fromkeys(tops, 0)
    return {source: Mark(settled[source], top, now.own) for source, top in tops.items()}


def _ended() -> tuple[Moment, dict[str, int]] | None:
    """What could be seen a moment ago, after all who wrote then have ended."""
    if connection.in_atomic_block:
        return None  # whoever writes now is this transaction itself
    before = reading.now()
    end = time.monotonic() + PATIENCE
    while reading.oldest() <= before[0].own and time.monotonic() < end:
        time.sleep(0.05)
    return before


def _is_strange(note: Note | None) -> bool:
    return (
        note is None
        or note.of != _identity()
        or set(note.marks) != set(reading.SOURCES)
        or went_back(note.marks, reading.now()[0])
    )


def _identity() -> str:
    return f"{reading.identity()}/{SCHEMA}"


@contextlib.contextmanager
def _one_state() -> Iterator[None]:
    """Everything inside sees one state of the database."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            rows.run("set transaction isolation level repeatable read, read only")
        yield


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
