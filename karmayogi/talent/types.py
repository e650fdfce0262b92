"""What crosses the face of talent, and what its engine works with: plain data. A "day" is a day in India."""

import dataclasses
import datetime as dt
import enum


class Standing(enum.StrEnum):
    ELIGIBLE = "eligible"
    OPEN = "open"  # the year runs, and something is missing
    SHORT = "short"  # the year is over, and something was missing
    NOT_ASKED = "not_asked"  # too few days on duty
    NOTHING = "nothing"  # no course is prescribed to her


class State(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Away(enum.StrEnum):
    LEAVE = "leave"
    STUDY = "study"
    DEPUTATION = "deputation"  # outside the offices that are known here
    SUSPENSION = "suspension"


class About(enum.StrEnum):
    """What of a standing is contested."""

    COURSE = "course"
    TEST = "test"
    DAYS = "days"


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What an order asks for over the days `first` to `last`, both included.

    share: per cent of the prescribed courses. least_days: with fewer days on duty it is not asked. prorata: what is
    needed shrinks with the days on duty. counts_earlier: what was done before the first day counts, too.
    """

    first: dt.date
    last: dt.date
    share: int = 50
    needs_test: bool = True
    least_days: int = 0
    prorata: bool = False
    counts_earlier: bool = False

    @property
    def span(self) -> int:
        return (self.last - self.first).days + 1


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """Of one officer. posts: (first day, first day on which no longer, or None). absences: (first, last day). courses:
    of each prescribed course the days on which it was done. test: days on which the test was passed."""

    posts: tuple[tuple[dt.date, dt.date | None], ...] = ()
    absences: tuple[tuple[dt.date, dt.date], ...] = ()
    courses: tuple[tuple[dt.date, ...], ...] = ()
    test: tuple[dt.date, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """days: on duty, of the days of the year. needed: courses. eligible_on: the day on which it was enough."""

    standing: Standing
    prescribed: int
    done: int
    needed: int
    days: int
    test_on: dt.date | None
    eligible_on: dt.date | None
