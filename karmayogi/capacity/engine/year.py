"""The financial year and its quarters: 1 April to 31 March."""

import datetime as dt

from karmayogi.capacity.types import Quarter


def first_day(year: int) -> dt.date:
    return dt.date(year, 4, 1)


def last_day(year: int) -> dt.date:
    return dt.date(year + 1, 3, 31)


def quarter(year: int, number: int) -> Quarter:
    """The quarter of the financial year that begins in `year`."""
    month = 4 + 3 * (number - 1)
    first = dt.date(year + (month > 12), (month - 1) % 12 + 1, 1)
    after = month + 3
    return Quarter(number, first, dt.date(year + (after > 12), (after - 1) % 12 + 1, 1) - dt.timedelta(days=1))


def quarter_of(year: int, day: dt.date) -> int | None:
    """The number of the quarter in which a day lies; None where it lies in another year."""
    return next((n for n in range(1, 5) if (one := quarter(year, n)).first <= day <= one.last), None)


def in_execution(published: bool, year: int, day: dt.date) -> bool:
    return published and day >= first_day(year)


def label(year: int) -> str:
    """As offices write it: 2026-27."""
    return f"{year}-{(year + 1) % 100:02d}"
