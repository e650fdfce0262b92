"""What is wrong with the terms of a mandate, whatever its items and rules. Pure."""

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Any

from karmayogi.kernel.dates import EARLIEST
from karmayogi.plans.engine.days import add_months, add_working_days, quarter_end, year_end

LATEST = dt.date(2100, 12, 31)
MOST = {"days": 3_660, "months": 120, "working_days": 1_000}


class Fault(enum.StrEnum):
    NO_TITLE = "no_title"
    NO_NUMBER = "no_number"
    NO_ISSUER = "no_issuer"
    NO_REASON = "no_reason"
    DAY_OUT_OF_RANGE = "day_out_of_range"
    ENDS_BEFORE_START = "ends_before_start"
    NO_FIXED_DAY = "no_fixed_day"
    DUE_BEFORE_START = "due_before_start"
    DUE_AFTER_END = "due_after_end"
    AMOUNT = "amount"
    NO_COMPETENCY = "no_competency"
    LEVEL = "level"
    NEEDED = "needed"
    REPEAT_LEVEL = "repeat_level"
    REPEAT_MINUTES = "repeat_minutes"
    REPEAT_WINDOW = "repeat_window"
    NO_SINCE = "no_since"


def in_range(day: dt.date) -> bool:
    return EARLIEST <= day <= LATEST


def faults_of(terms: Any) -> Iterator[Fault]:
    """terms: anything with the columns of a mandate. The gravest first."""
    texts = {
        "title_en": Fault.NO_TITLE, "number": Fault.NO_NUMBER, "issuer": Fault.NO_ISSUER, "why": Fault.NO_REASON,
    }  # fmt: skip
    yield from (fault for name, fault in texts.items() if not getattr(terms, name).strip())
    days = (terms.starts_on, terms.ends_on, terms.fixed_on, terms.counts_since, terms.ordered_on)
    if any(day is not None and not in_range(day) for day in days):
        yield Fault.DAY_OUT_OF_RANGE
    yield from _dates(terms)
    if terms.needed < 1:
        yield Fault.NEEDED
    if terms.wants == "level":
        if terms.competency_id is None:
            yield Fault.NO_COMPETENCY
        if terms.needed > 5:
            yield Fault.LEVEL
    if terms.counts == "since" and terms.counts_since is None:
        yield Fault.NO_SINCE
    yield from _repeat(terms)


def _dates(terms: Any) -> Iterator[Fault]:
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        yield Fault.ENDS_BEFORE_START
    if not 0 <= terms.amount <= MOST[terms.unit]:
        yield Fault.AMOUNT
    if terms.anchor == "fixed":
        if terms.fixed_on is None:
            yield Fault.NO_FIXED_DAY
        elif terms.fixed_on < terms.starts_on and not terms.amount:
            yield Fault.DUE_BEFORE_START
    due = _earliest(terms)
    if due is not None and terms.ends_on is not None and due > terms.ends_on:
        yield Fault.DUE_AFTER_END


def _earliest(terms: Any) -> dt.date | None:
    """The first due date before any holiday moves it; None: it is another one for each person, or cannot be told."""
    day = {"fixed": terms.fixed_on, "start": terms.starts_on}.get(terms.anchor)
    if day is None or not (in_range(day) and 0 <= terms.amount <= MOST[terms.unit]):
        return None
    if terms.unit == "months":
        day = add_months(day, terms.amount)
    elif terms.unit == "working_days":
        day, _skipped = add_working_days(day, terms.amount, frozenset())
    else:
        day += dt.timedelta(days=terms.amount)
    return {"": day, "quarter": quarter_end(day), "year": year_end(day)}[terms.round_to]


def _repeat(terms: Any) -> Iterator[Fault]:
    if terms.repeat_months is None:
        return
    if terms.wants == "level":
        yield Fault.REPEAT_LEVEL
    if terms.wants in ("minutes", "points") and terms.repeat_basis == "completion":
        yield Fault.REPEAT_MINUTES
    if not 1 <= (terms.repeat_window or 0) <= terms.repeat_months <= 600:
        yield Fault.REPEAT_WINDOW
