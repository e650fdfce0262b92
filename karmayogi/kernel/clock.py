"""The only place that asks the machine for the time. Web requests, jobs and commands ask once and pass `at` on."""

import contextlib
import contextvars
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
_NONE = dt.timedelta()
_frozen: contextvars.ContextVar[dt.datetime | None] = contextvars.ContextVar("frozen", default=None)


_offset_file: Path | None = None


def rehearse(file: Path) -> None:
    """From now on the clock is ahead by the seconds in that file: rehearsals need not wait. Never in production."""
    global _offset_file
    _offset_file = file


def _offset() -> dt.timedelta:
    if _offset_file is None:
        return _NONE
    try:
        return dt.timedelta(seconds=float(_offset_file.read_text()))
    except FileNotFoundError:
        return _NONE


def now() -> dt.datetime:
    """This instant in UTC, or the one a test has frozen."""
    return _frozen.get() or dt.datetime.now(dt.UTC) + _offset()


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
