"""Days as India's offices count them."""

import datetime as dt

EARLIEST = dt.date(1947, 8, 15)


def financial_year(day: dt.date) -> int:
    """The year in which the financial year (1 April to 31 March) of `day` began: 31 Mar 2026 -> 2025."""
    return day.year if day.month >= 4 else day.year - 1


def financial_year_label(day: dt.date) -> str:
    """As offices write it: 2026-27."""
    start = financial_year(day)
    return f"{start}-{(start + 1) % 100:02d}"


def financial_year_start(day: dt.date) -> dt.date:
    return dt.date(financial_year(day), 4, 1)


def as_on(asked: str | None, today: dt.date) -> dt.date:
    """The day of an "as on" choice (`?on=2016-04-01`). Empty, unreadable, future or before 1947 means today."""
    try:
        day = dt.date.fromisoformat(asked or "")
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today
