"""When something happened on a phone without network, and how much of its time can be believed. Pure."""

import datetime as dt

_MOST = dt.timedelta(days=3650)
# Clocks of phones run apart by so much in weeks without anybody setting them.
DRIFT = dt.timedelta(minutes=10)


def happened(stamped: dt.datetime, since_ms: int, arrived: dt.datetime) -> tuple[dt.datetime, bool]:
    """(when, whether the phone's clock was set meanwhile). Never before the stamp, never after the arrival.

    A clock that is wrong by years, but goes, tells the right moment: only the difference counts.
    """
    gone = max(-_MOST, min(_MOST, dt.timedelta(milliseconds=max(-(10**12), min(10**12, since_ms)))))
    guess = stamped + gone
    changed = guess < stamped - DRIFT or guess > arrived + DRIFT
    return min(max(guess, stamped), max(arrived, stamped)), changed


def believable(claimed: int, stamped: dt.datetime, counted_since: int, arrived: dt.datetime) -> int:
    """Seconds to add: never negative, never more than passed since the stamp less what was counted since, on whatever
    device of the person. So two phones that were away for one hour bring one hour."""
    room = int((arrived - stamped).total_seconds()) - counted_since
    return max(0, min(claimed, room))
