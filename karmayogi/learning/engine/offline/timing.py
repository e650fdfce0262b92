"""When something happened on a phone without network, and how much of its time can be believed. Pure."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

_MOST = dt.timedelta(days=3650)
# Clocks of phones run apart by so much in weeks without anybody setting them.
DRIFT = dt.timedelta(minutes=10)
# A clock and a counter that run apart by more were not left alone.
NOTICED = dt.timedelta(minutes=1)


def happened(stamped: dt.datetime, since_ms: int, arrived: dt.datetime) -> tuple[dt.datetime, bool]:
    """(when, whether the phone's clock was set meanwhile). Never before the stamp, never after the arrival.

    A clock that is wrong by years, but goes, tells the right moment: only the difference counts.
    """
    gone = max(-_MOST, min(_MOST, dt.timedelta(milliseconds=max(-(10**12), min(10**12, since_ms)))))
    guess = stamped + gone
    changed = guess < stamped - DRIFT or guess > arrived + DRIFT
    return min(max(guess, stamped), max(arrived, stamped)), changed


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """when: no earlier than is known. known: it is believed to be then; else only that it was not before. changed: the
    phone's clock was set meanwhile. behind: seconds by which it was behind the counter."""

    when: dt.datetime
    known: bool
    changed: bool
    behind: int = 0


def counted_on(
    stamped: dt.datetime, since_ms: int, arrived: dt.datetime, *, ran_ms: int | None = None,
    before: Sequence[tuple[dt.datetime, int | None]] = (),
) -> Moment:  # fmt: skip
    """The same for what has a time of its own, held against the phone's counter, which runs on whatever is done to its
    clock. ran_ms: counted since the stamp, where the page that got it still counts. before: earlier lines of the chain:
    when they were, and what was counted between, None where another page counted.

    It was never earlier than they say. A counter stops while a phone sleeps, so it can say too little and never too
    much; and a clock that is behind it was set back. By no more than clocks drift, the counter is believed; by more,
    nobody knows what else was done to it.
    """
    guess, changed = happened(stamped, since_ms, arrived)
    least = [when + dt.timedelta(milliseconds=max(0, counted or 0)) for when, counted in before]
    if ran_ms is not None:
        least.append(stamped + dt.timedelta(milliseconds=max(0, ran_ms)))
    floor = min(max([guess, *least]), max(arrived, stamped))
    behind = floor - guess
    return Moment(floor, not changed and behind <= DRIFT, changed or behind > NOTICED, int(behind.total_seconds()))


def believable(claimed: int, stamped: dt.datetime, counted_since: int, arrived: dt.datetime) -> int:
    """Seconds to add: never negative, never more than passed since the stamp less what was counted since, on whatever
    device of the person. So two phones that were away for one hour bring one hour."""
    room = int((arrived - stamped).total_seconds()) - counted_since
    return max(0, min(claimed, room))
