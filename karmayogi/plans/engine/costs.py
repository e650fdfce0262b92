"""What a training costs an office: rates of its own or of an office above, term by term. Pure.

A rate that nobody has entered makes its term not known; it never makes it nothing.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

HOURS_A_DAY = 6  # of teaching, where an item says hours and no dates


@dataclasses.dataclass(frozen=True, slots=True)
class RateOf:
    """unit_path: of the organisation that keeps it. course_id, provider_id: None for all. from_on: first day."""

    unit_path: str
    kind: str
    course_id: int | None
    provider_id: int | None
    paise: int
    seats: int | None
    from_on: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class Priced:
    """An item that a draft asks for. days: away from the desk; 0 where it is learned at the desk."""

    course_id: int
    provider_id: int
    days: int


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """people x units x paise = total; for a venue rooms and days instead of people. None: not known."""

    course_id: int
    kind: str
    people: int
    units: int
    paise: int | None
    total: int | None


def days_of(minutes: int) -> int:
    return max(1, -(-minutes // (HOURS_A_DAY * 60)))


def terms_of(items: Iterable[Priced], people: int, path: str, rates: Sequence[RateOf], on: dt.date) -> Iterator[Term]:
    """What the items cost for so many people of the office at `path`, by the rates of that day."""
    for item in items:
        fee = rate_for(rates, "fee", item, path, on)
        yield _term(item, "fee", people, 1, fee)
        if not item.days:
            continue
        yield _term(item, "travel", people, 1, rate_for(rates, "travel", item, path, on))
        yield _term(item, "daily", people, item.days, rate_for(rates, "daily", item, path, on))
        room = rate_for(rates, "venue", item, path, on)
        rooms = -(-people // (room.seats or 1)) if room else 0
        units = rooms * item.days
        yield Term(item.course_id, "venue", people, units, room.paise if room else None,
                   units * room.paise if room else None)  # fmt: skip


def _term(item: Priced, kind: str, people: int, units: int, rate: RateOf | None) -> Term:
    paise = rate.paise if rate else None
    return Term(item.course_id, kind, people, units, paise, None if paise is None else people * units * paise)


def rate_for(rates: Iterable[RateOf], kind: str, item: Priced, path: str, on: dt.date) -> RateOf | None:
    """Of the nearest office above that has one: that of the course, else of its provider, else of all; the latest."""
    fits = [
        one
        for one in rates
        if one.kind == kind and one.from_on <= on and path.startswith(one.unit_path)
        and one.course_id in (None, item.course_id) and one.provider_id in (None, item.provider_id)
    ]  # fmt: skip
    return max(
        fits,
        key=lambda one: (len(one.unit_path), one.course_id is not None, one.provider_id is not None, one.from_on),
        default=None,
    )
