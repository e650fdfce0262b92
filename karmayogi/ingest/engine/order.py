"""The number of a statement: the millisecond at which it was stored, then a turn within it.

So the order of numbers is the order of `stored`, a moment is a place in that order, and no index on time is needed.
"""

import datetime as dt

TURN_BITS = 22
EPOCH = 1_577_836_800_000  # 1 January 2020 in milliseconds of Unix; 41 bits of them last until 2089
LAST = 2**63 - 1
_UNIX = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)


def milliseconds(seq: int) -> int:
    """Of Unix, at which it was stored."""
    return (seq >> TURN_BITS) + EPOCH


def instant(seq: int) -> dt.datetime:
    return _UNIX + milliseconds(seq) * _MILLISECOND


def at(milliseconds: int) -> dt.datetime:
    return _UNIX + milliseconds * _MILLISECOND


def text(moment: dt.datetime) -> str:
    """As statements and headers have it: 2026-11-20T06:30:00.000Z."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def after(moment: dt.datetime) -> int:
    """The first number that a statement stored later than this moment can have."""
    later = (moment - _UNIX) // _MILLISECOND - EPOCH + 1
    return min(max(later << TURN_BITS, 0), LAST)
