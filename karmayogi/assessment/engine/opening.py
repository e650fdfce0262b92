"""When the test of a year opens for a person: enough courses of its plan, within its days."""

import datetime as dt
import enum


class Opening(enum.StrEnum):
    OPEN = "open"
    COURSES = "courses"  # some are still to be completed
    EARLY = "early"
    OVER = "over"


def opening(*, done: int, needed: int, opens_at: dt.datetime, closes_at: dt.datetime, at: dt.datetime) -> Opening:
    """done: courses of the plan that are completed. Days that are over come first: no course helps any more."""
    if at >= closes_at:
        return Opening.OVER
    if done < needed:
        return Opening.COURSES
    return Opening.EARLY if at < opens_at else Opening.OPEN


def counts_from(year: int) -> dt.date:
    """From when on a completed course counts for the year: this financial year and the one before it."""
    return dt.date(year - 1, 4, 1)


def year_of(on: dt.date) -> int:
    """The financial year of a day, by the calendar year in which it begins."""
    return on.year if on.month >= 4 else on.year - 1
