"""Everything anew, beside the tables in use: what flows in meanwhile goes on flowing into those.

The fresh tables are built out of one state of the database, brought up to date, and take the place of the others in one
step. Whatever is killed before, the tables in use are as they were.
"""

import contextlib
import datetime as dt
import logging
import time

import msgspec
from django.db import connection

from karmayogi.facts.actions import move
from karmayogi.facts.actions.flow import FLOW, Flowed, catch_up, identity, is_strange, little, one_state, since
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.queries import touched as reading
from karmayogi.facts.queries.state import Note, last, last_check
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Busy, Check
from karmayogi.kernel import clock, rows
from karmayogi.kernel.marks import Mark, Moment

log = logging.getLogger("karmayogi.facts")
BUILD = "facts.build"  # who has it writes the fresh tables
PATIENCE = 120.0  # seconds to wait, before everything is read, for transactions that were running
TURN = 60.0  # seconds to wait at the end for a run that is on

type Ended = tuple[Moment, dict[str, int]] | None


def rebuild(*, store: Client, at: dt.datetime) -> Flowed | None:
    """None when another one is on. Raises Busy when the tables could not be exchanged; nothing is lost by it."""
    started = time.perf_counter()
    with rows.alone(BUILD) as free:
        if not free:
            return None
        note = last(store)  # before anything is seen: what its marks are done with can be seen
        ended = _ended() if is_strange(note) else None
        with one_state():
            after = _beginning(note, at, ended)
            run = store.build()
            count = move.build(store, run, clock.day(at))
        count += _take_over(store, at, after, started)
    return Flowed(count, True, False, since(started))


def check(*, store: Client, at: dt.datetime) -> Check | None:
    """Brings the store up to date, builds everything anew beside it out of the same state of the database, and
    compares. What was built anew takes the place of the other, with what leaves no trace when it changes. None when
    another run is on."""
    started = time.perf_counter()
    with contextlib.ExitStack() as alone, contextlib.ExitStack() as flowing:
        if not alone.enter_context(rows.alone(BUILD)):
            return None
        note = last(store)
        ended = _ended() if is_strange(note) else None
        if not flowing.enter_context(rows.alone(FLOW)):
            return None
        with one_state():
            note = last(store)
            strange = is_strange(note)
            if not strange:
                assert note is not None
                while little(store, at, note, whole=True).behind:
                    note = last(store) or note
                note = last(store) or note
            after = _beginning(note, at, ended)
            run = store.build()
            # Rows are gone and nobody knows whose: then there is nothing to compare with either.
            apart = strange or (note is not None and note.full_due)
            if not apart:
                _sum(store, run)
            flowing.close()  # others may go on; what they bring comes with the catching up
            move.build(store, run, clock.day(at))
            _compare(store, run, at, apart)
        checked = last_check(store)
        assert checked is not None
        if not checked.equal:
            names = [one.table for one in checked.tables if not one.equal]
            log.error("facts kept little by little differ from those built anew, which take their place: %s", names)
        after = msgspec.structs.replace(after, checked_at=at, equal=checked.equal)
        _take_over(store, at, after, started)
        return checked


def _beginning(note: Note | None, at: dt.datetime, ended: Ended) -> Note:
    """Of what is built out of the state that is seen now."""
    if is_strange(note):
        checked = (note.checked_at, note.equal) if note else (None, True)
        return Note(identity(), at, _marks(ended), "all", 0, 0, *checked, owed_on=clock.day(at))
    assert note is not None
    undone = reading.touched(note.marks, reading.now()[1], whole=True).undone
    return msgspec.structs.replace(
        note, kind="all", full_due=False, undone=sorted(undone), owed_on=clock.day(at), owed_after=None
    )


def _take_over(store: Client, at: dt.datetime, note: Note, started: float) -> int:
    """The fresh tables are brought up to date, first beside the runs, then, for the rest, in their place."""
    run = store.build()
    with one_state():
        note, count = catch_up(store, run, at, note)
    with contextlib.ExitStack() as alone:
        end = time.monotonic() + TURN
        while not alone.enter_context(rows.alone(FLOW)):
            if time.monotonic() > end:
                raise Busy("another run does not end")
            time.sleep(0.1)
        run = store.build()
        with one_state():
            kept = last(store)
            note, more = catch_up(store, run, at, note)
        if kept is not None:  # what the tables in use promise already is promised of these
            note = msgspec.structs.replace(note, as_on=max(note.as_on, kept.as_on))
        note = msgspec.structs.replace(note, kind="all", facts=count + more, milliseconds=0)
        store.swap(run, msgspec.json.encode(note).decode())
        for table in TABLES.values():
            move.drop(store, run, table)
    log.info("everything was read anew in %s ms", since(started))
    return count + more


def _sum(store: Client, run: int) -> None:
    for table in TABLES.values():  # inside the store, where it may take as long as it takes
        store.execute(run, f"insert into kept select {run}, '{table.name}', s.* from ({table.checksum(table.rows)}) s")


def _compare(store: Client, run: int, at: dt.datetime, apart: bool) -> None:
    """apart: there was nothing to compare with, so that the new ones are held against themselves."""
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    for table in TABLES.values():
        kept = f"select counted, checksum from kept where run = {run} and name = '{table.name}'"
        if apart:
            kept = table.checksum(table.fresh)
        store.execute(
            run,
            f"insert into checked select {run}, '{moment}', '{table.name}', kept.*, anew.* "
            f"from ({kept}) kept cross join ({table.checksum(table.fresh)}) anew",
        )
    store.execute(run, "truncate table kept")


def _marks(ended: Ended) -> dict[str, Mark]:
    """From where on is read after everything was. Up to the ids that were there before, if whoever wrote at that time
    had ended when everything was read; otherwise from the beginning, which is slow and never wrong."""
    now, tops = reading.now()
    settled = ended[1] if ended and now.oldest > ended[0].own else dict.fromkeys(tops, 0)
    return {source: Mark(settled[source], top, now.own) for source, top in tops.items()}


def _ended() -> Ended:
    """What could be seen a moment ago, after all who wrote then have ended."""
    if connection.in_atomic_block:
        return None  # whoever writes now is this transaction itself
    before = reading.now()
    end = time.monotonic() + PATIENCE
    while reading.oldest() <= before[0].own and time.monotonic() < end:
        time.sleep(0.05)
    return before
