"""The columns of an e-HRMS drop and the repair of what Excel does to them. Pure.

A cell that can be read in one way only is repaired; one that could mean two things is left to a person, with the code
of the reason (the sentences are in actions.exchange.words).
"""

import dataclasses
import datetime as dt
import functools
import re

from karmayogi.people.types import GROUPS

MOST_BYTES = 40 * 1024 * 1024
MOST_ROWS = 200_000
FIELDS = (
    "code", "name", "email", "mobile", "group", "gender", "category", "birth_on", "designation", "office",
)  # fmt: skip
MANDATORY = ("code", "name", "group", "designation")
# The headings of our template, in the order of FIELDS.
HEADINGS = (
    "Employee Code", "Full Name", "Email", "Mobile Number", "Group", "Gender", "Category", "Date of Birth",
    "Designation", "Office Code",
)  # fmt: skip
_ALIASES = {
    "employee code": "code", "employee id": "code", "ehrms code": "code", "ehrms id": "code", "code": "code",
    "external system id": "code", "full name": "name", "name": "name", "email": "email", "email id": "email",
    "e mail": "email", "mobile number": "mobile", "mobile": "mobile", "mobile no": "mobile", "phone": "mobile",
    "group": "group", "gender": "gender", "category": "category", "date of birth": "birth_on", "dob": "birth_on",
    "birth on": "birth_on", "designation": "designation", "office code": "office", "office": "office",
    "organisation code": "office", "organization code": "office",
}  # fmt: skip
CHOICES = {
    "group": GROUPS,
    "gender": ("Male", "Female", "Others"),
    "category": ("General", "OBC", "SC", "ST"),
}
_SHORT = {
    "a": "Group A", "b": "Group B", "c": "Group C", "d": "Group D", "contractual": "Contractual Staff", "m": "Male",
    "f": "Female", "other": "Others", "transgender": "Others", "gen": "General", "ur": "General",
    "unreserved": "General",
}  # fmt: skip
_CHOICE = {
    field: {option.casefold(): option for option in options}
    | {short: full for short, full in _SHORT.items() if full in options}
    for field, options in CHOICES.items()
}
_PLAIN_MOBILE = re.compile(r"[6-9]\d{9}")
_TWO_WAYS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_SERIAL = re.compile(r"(\d{4,5})(?:\.0)?")
_DAY_ZERO = dt.date(1899, 12, 30)  # of Excel's serial numbers, with its 29 February 1900


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """What a cell may mean: with the day first, and with the month first; equal where there is no doubt."""

    day_first: dt.date | None
    month_first: dt.date | None

    @property
    def sure(self) -> bool:
        return self.day_first == self.month_first


def heading_field(heading: str) -> str | None:
    """Which field a heading names, whatever its case and punctuation."""
    return _ALIASES.get(" ".join(re.findall(r"[^\W_]+", heading.casefold())))


@functools.lru_cache(maxsize=1024)
def choose(field: str, value: str) -> str | None:
    """The value of a closed list in its own spelling; None when it is not in it."""
    return _CHOICE[field].get(value.casefold().replace("-", " ").strip())


def plain_mobile(value: str) -> str | None:
    """The fast way for what needs no repair."""
    return f"+91{value}" if _PLAIN_MOBILE.fullmatch(value) else None


def read_day(value: str) -> Day | None:
    """A serial number of Excel, an ISO date, or two numbers and a year; None for anything else."""
    if found := _ISO.fullmatch(value):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return Day(day, day) if day else None
    if found := _SERIAL.fullmatch(value):
        day = _DAY_ZERO + dt.timedelta(days=int(found[1]))
        return Day(day, day)
    if found := _TWO_WAYS.fullmatch(value):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, other = _day(year, second, first), _day(year, first, second)
        if day is None and other is None:
            return None
        return Day(day or other, other or day)
    return None


def month_comes_first(days: list[tuple[int, int]]) -> bool | None:
    """From (how many can only have the day first, how many only the month first): which it is; None for both."""
    day_first, month_first = (sum(pair[place] for pair in days) for place in (0, 1))
    if day_first and month_first:
        return None
    return bool(month_first)


def evidence(value: str) -> tuple[int, int]:
    """Whether the cell can only have the day first, or only the month first."""
    found = _TWO_WAYS.fullmatch(value)
    if not found:
        return 0, 0
    return int(int(found[1]) > 12), int(int(found[2]) > 12)


def plausible_birth(day: dt.date, on: dt.date) -> bool:
    """Between 14 and 100 years old that day; else it is a slip of the pen."""
    age = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    return 14 <= age <= 100


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
