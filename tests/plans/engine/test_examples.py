"""Worked examples are what the reference says, of every kind of terms: nobody else does the arithmetic."""

import datetime as dt
from dataclasses import replace

import pytest

from karmayogi.plans.engine.examples import Case, examples
from karmayogi.plans.types import Anchor, Basis, DueRule, Mandate, Repeat, RoundTo, Rule, Unit, Wants, What

D = dt.date
GIVEN = Mandate(
    id=0, unit_id=1, rules=(Rule(1),), what=What(Wants.ITEMS, 1, ((1,),)), due=DueRule(Anchor.START, amount=30),
    starts_on=D(2026, 4, 1),
)  # fmt: skip


def found(mandate: Mandate, holidays=frozenset()):
    return {one.case: one.found for one in examples(mandate, holidays)}


def test_what_the_same_order_means_for_one_and_another():
    plain = found(GIVEN)
    assert plain[Case.SERVING].due_on == D(2026, 5, 1)
    assert plain[Case.NEW].due_on == D(2026, 6, 15), "counted anew from 16 May"
    assert plain[Case.BEFORE].done_on == D(2026, 1, 31)
    assert found(replace(GIVEN, counts_from=GIVEN.starts_on))[Case.BEFORE].done_on is None
    assert Case.AGAIN not in plain


@pytest.mark.parametrize(
    ("due", "serving", "new"),
    [
        (DueRule(Anchor.POSTING, amount=3, unit=Unit.MONTHS), D(2026, 7, 1), D(2026, 8, 16)),
        (DueRule(Anchor.START, round_to=RoundTo.YEAR), D(2027, 3, 31), D(2027, 3, 31)),
        (DueRule(Anchor.FIXED, D(2026, 9, 30)), D(2026, 9, 30), D(2026, 9, 30)),
        (DueRule(Anchor.START, amount=2, unit=Unit.WORKING_DAYS), D(2026, 4, 6), D(2026, 5, 19)),
    ],
)
def test_dates(due, serving, new):
    good_friday = frozenset({D(2026, 4, 3)})
    got = found(replace(GIVEN, due=due), good_friday)
    assert (got[Case.SERVING].due_on, got[Case.NEW].due_on) == (serving, new)


@pytest.mark.parametrize("basis", list(Basis))
def test_again(basis):
    again = found(replace(GIVEN, repeat=Repeat(12, basis, 2)))[Case.AGAIN]
    assert (again.done_on, again.again_from, again.again_due) == (D(2026, 5, 1), D(2027, 3, 2), D(2027, 5, 1))


def test_an_order_that_ends_first_binds_nobody_who_comes_later():
    assert found(replace(GIVEN, ends_on=D(2026, 5, 10)))[Case.NEW] is None
