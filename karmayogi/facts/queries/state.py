"""How fresh the store is, and what the nightly comparison found."""

import datetime as dt

import msgspec

from karmayogi.facts.store.client import Client, here
from karmayogi.facts.types import Check, Freshness, TableCheck
from karmayogi.kernel.marks import Mark

REST_MOST = dt.timedelta(minutes=5)


class Note(msgspec.Struct, frozen=True):
    """What a run leaves in the store with its rows. of: the database and the form of the tables."""

    of: str
    as_on: dt.datetime
    marks: dict[str, Mark]
    kind: str = ""  # little, all
    facts: int = 0
    milliseconds: int = 0
    checked_at: dt.datetime | None = None
    equal: bool = True  # what the last comparison found
    undone: list[int] = []  # entries above the marks after which everything was read already
    owed_on: dt.date | None = None  # the day of which the duties are
    owed_after: int | None = None  # persons above this id have theirs still to be read; None: all are read
    full_due: bool = False  # something happened that tells not whose rows it was
    ordered: list[int] = []  # entries above the marks after which everybody's duties were read already

    def is_due(self, at: dt.datetime) -> bool:
        """Whether the next run may begin: as for the figures of insight, one that takes long rests four times as long,
        five minutes at most. What is touched while a long transaction runs is read again each time."""
        took = dt.timedelta(milliseconds=self.milliseconds)
        return at < self.as_on or at - self.as_on - took >= min(4 * took, REST_MOST)


_CHECKED = """
select checked_at, name, counted, checksum, counted_anew, checksum_anew from checked
where run = (select max(run) from checked) order by name
"""


def last(store: Client) -> Note | None:
    """Of the last run that was done, with the moment of the last look; None for an empty store."""
    done, seen = store.state()
    if not done:
        return None
    note = msgspec.json.decode(done, type=Note)
    if seen:
        return msgspec.structs.replace(note, as_on=max(note.as_on, dt.datetime.fromisoformat(seen)), milliseconds=0)
    return note


def freshness(store: Client | None = None) -> Freshness:
    """Raises StoreFault when the store is away."""
    note = last(store or here())
    return Freshness(note.as_on, note.checked_at, note.equal) if note else Freshness(None)


def last_check(store: Client | None = None) -> Check | None:
    """None before the first one. Raises StoreFault when the store is away."""
    found = (store or here()).query(_CHECKED, seconds=5)
    if not found:
        return None
    at = dt.datetime.fromisoformat(found[0][0]).replace(tzinfo=dt.UTC)
    return Check(at, tuple(TableCheck(str(name), *map(int, numbers)) for _at, name, *numbers in found))
