"""The financial year and its quarters: 1 April to 31 March."""

import datetime as dt

from karmayogi.capacity.types import Quarter
from karmayogi.kernel.dates import financial_year_label


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


def quarter_of(year: int, day: dt.date) -> int:
    """The quarter in which a day lies; of a day outside the year the nearest one."""
    return next((number for number in (1, 2, 3) if day <= quarter(year, number).last), 4)


def in_execution(published: bool, year: int, day: dt.date) -> bool:
    return published and day >= first_day(year)


def label(year: int) -> str:
    """As offices write it: 2026-27."""
    return financial_year_label(first_day(year))
