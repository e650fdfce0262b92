"""Worked examples of a draft's terms: made-up officers, and what the reference evaluator makes of them. Pure."""

import dataclasses
import datetime as dt
import enum
from typing import Any

from karmayogi.plans.engine.days import add_months
from karmayogi.plans.engine.obligations import obligation
from karmayogi.plans.types import (
    Anchor,
    Basis,
    DueRule,
    Facts,
    Mandate,
    Obligation,
    Posting,
    Repeat,
    RoundTo,
    Rule,
    Unit,
    Wants,
    What,
)

LATER = dt.timedelta(days=45)
EARLIER = dt.timedelta(days=60)


class Case(enum.StrEnum):
    SERVING = "serving"  # on the post for two years
    NEW = "new"  # takes the post, her first, after the order took effect
    BEFORE = "before"  # did what is asked before the order took effect
    AGAIN = "again"  # did it on the day on which it was due


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """day: since when she serves, or when she did it. found None: the order does not bind her on that day any more."""

    case: Case
    day: dt.date
    found: Obligation | None


def examples(mandate: Mandate, holidays: frozenset[dt.date]) -> list[Example]:
    """Of its dates alone: everybody fits its rules."""
    start = mandate.starts_on
    plain = dataclasses.replace(mandate, rules=(Rule(1),))
    old, new, before = add_months(start, -24), start + LATER, start - EARLIER

    def serving(since: dt.date) -> Facts:
        return Facts(1, joined_on=since, postings=(Posting((mandate.unit_id,), 0, "substantive", since),))

    first = obligation(plain, serving(old), start, holidays)
    found = [
        Example(Case.SERVING, old, first),
        Example(Case.NEW, new, obligation(plain, serving(new), new, holidays)),
    ]
    if mandate.what.wants is Wants.ITEMS:
        found.append(
            Example(Case.BEFORE, before, obligation(plain, _did(plain, serving(old), before), start, holidays))
        )
    if mandate.repeat is not None and first is not None:
        day = first.due_on
        again = obligation(plain, _did(plain, serving(old), day), day, holidays)
        found.append(Example(Case.AGAIN, day, again))
    return found


def _did(mandate: Mandate, facts: Facts, day: dt.date) -> Facts:
    """She who has done all that is asked, on that day."""
    what = mandate.what
    amount = ((day, what.needed),)
    return dataclasses.replace(
        facts, done={same[0]: (day,) for same in what.items},
        credits=amount if what.wants is Wants.MINUTES else (), points=amount if what.wants is Wants.POINTS else (),
    )  # fmt: skip


def of_terms(terms: Any, unit_id: int) -> Mandate:
    """terms: anything with the columns of a mandate, without fault; what its items are does not matter to dates."""
    wants = Wants(terms.wants)
    items = tuple((number,) for number in range(1, min(terms.needed, 60) + 1)) if wants is Wants.ITEMS else ()
    return Mandate(
        id=0, unit_id=unit_id, rules=(Rule(1),),
        what=What(wants, len(items) or terms.needed, items, 1 if wants is Wants.LEVEL else None),
        due=DueRule(
            Anchor(terms.anchor), terms.fixed_on, terms.amount, Unit(terms.unit), RoundTo(terms.round_to or "")
        ),
        starts_on=terms.starts_on, ends_on=terms.ends_on,
        counts_from={"ever": None, "since": terms.counts_since, "start": terms.starts_on}[terms.counts],
        repeat=Repeat(terms.repeat_months, Basis(terms.repeat_basis), terms.repeat_window)
        if terms.repeat_months
        else None,
    )  # fmt: skip
