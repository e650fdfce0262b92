"""How far a source has been read by its growing ids.

An id is taken before its row is committed, so a lower id may become visible after a higher one. What was the highest
id at a reading is done with only when every transaction that ran at that reading has ended: the oldest that runs is
then younger than the reading was. Until then the ids above are read again, which
changes nothing, since a row that comes twice is one row.
"""

import msgspec

from karmayogi.kernel import rows

# In one statement with the highest ids: the number is given after the statement has begun to see.
OLDEST = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"  # that runs in this cluster; the next when none does
NOW = f"{OLDEST}, pg_current_xact_id()::text::bigint"
STEP = 200_000  # ids of a source that are read at a time, after an absence


class Mark(msgspec.Struct, frozen=True):
    """settled: ids up to here are done with. seen: highest id at a reading that was transaction `horizon`."""

    settled: int
    seen: int
    horizon: int


class Moment(msgspec.Struct, frozen=True):
    """Of a reading: the oldest transaction that ran, and its own number (of 64 bits). Its own is taken, and not what a
    snapshot says to be the next: one that runs and is younger than all that have ended has that very number.

    fresh: whether its own number was given by the reading itself, so that whoever ran then has a lower one. One that
    wrote before it read tells nothing about those who began in between.
    """

    oldest: int
    own: int
    fresh: bool = True


def is_fresh() -> bool:
    """Whether this transaction has no number yet, or sees all the time what it saw when it had none."""
    return bool(
        rows.scalar(
            "select pg_current_xact_id_if_assigned() is null "
            "or current_setting('transaction_isolation') <> 'read committed'"
        )
    )


def first(top: int, now: Moment) -> Mark:
    """The mark of a source of which everything was read at this moment; from its beginning on again where somebody else
    was writing."""
    if not now.fresh:
        return Mark(0, 0, now.own)
    return Mark(top if now.oldest >= now.own else 0, top, now.own)


def until(mark: Mark, top: int) -> int:
    """Highest id to be read now, of what is above `settled`, where a reading goes by steps."""
    return min(top, mark.settled + STEP)


def advance(mark: Mark, top: int, now: Moment, *, whole: bool = False) -> Mark:
    """The mark after everything from `settled` to `until` was read at this moment; whole: everything above it."""
    settled, seen, horizon = mark.settled, mark.seen, mark.horizon
    if now.oldest > horizon:
        settled = max(settled, min(seen, top if whole else until(mark, top)))
    if settled >= seen and top > seen and now.fresh:
        seen, horizon = top, now.own
    return Mark(settled, seen, horizon)


def went_back(marks: dict[str, Mark], now: Moment) -> bool:
    """Whether the database is an earlier one than the marks were taken of: a backup was put back."""
    return any(mark.horizon > now.own for mark in marks.values())
