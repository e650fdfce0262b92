"""The only place that asks the machine for the time. Web requests, jobs and commands ask once and pass `at` on."""

import contextlib
import contextvars
import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
_frozen: contextvars.ContextVar[dt.datetime | None] = contextvars.ContextVar("frozen", default=None)


def now() -> dt.datetime:
    """This instant in UTC, or the one a test has frozen."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def day(at: dt.datetime) -> dt.date:
    """The calendar day in India at that instant."""
    return at.astimezone(IST).date()


@contextlib.contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """For tests: `now()` answers `at` inside the block."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
