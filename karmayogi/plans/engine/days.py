"""Days of offices: months that end early, working days, quarters and financial years. Pure."""

import calendar
import datetime as dt

from karmayogi.kernel.dates import financial_year

# No date of a mandate lies beyond; a calendar of working days ends here.
LAST = dt.date(2120, 12, 31)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last one of a month that is shorter (29 Feb + 12 months = 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarter_end(day: dt.date) -> dt.date:
    """Last day of the quarter; quarters of the financial year are those of the calendar."""
    month = (day.month + 2) // 3 * 3
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def year_end(day: dt.date) -> dt.date:
    """31 March on which the financial year of that day ends."""
    return dt.date(financial_year(day) + 1, 3, 31)


def works(day: dt.date, holidays: frozenset[dt.date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: dt.date, count: int, holidays: frozenset[dt.date]) -> tuple[dt.date, int]:
    """(the count-th working day after that day, days passed over on the way). The day itself does not count."""
    skipped = 0
    while count:
        day += dt.timedelta(days=1)
        if works(day, holidays):
            count -= 1
        else:
            skipped += 1
    return day, skipped


def easter(year: int) -> dt.date:
    """Sunday, by the Gregorian reckoning (Meeus); Good Friday is two days earlier."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return dt.date(year, month, day + 1)
