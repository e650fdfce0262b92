"""The reference: dates with their arithmetic, repeats, relief; leap days and ends of years among them."""

import datetime as dt
from dataclasses import replace

import pytest

from karmayogi.plans.engine.obligations import obligation
from karmayogi.plans.types import (
    Anchor,
    Attribute,
    Basis,
    Condition,
    Cycle,
    DueRule,
    Facts,
    Mandate,
    Posting,
    Relieved,
    Repeat,
    RoundTo,
    Rule,
    Status,
    StepKind,
    Unit,
    Wants,
    What,
)

D = dt.date
ASO = Posting((1, 2, 3), 7, "substantive", D(2026, 1, 31))
SINCE_2024 = replace(ASO, since=D(2024, 1, 31))
HERS = Facts(1, group="Group B", joined_on=D(2024, 2, 29), postings=(ASO,))
COURSE = What(Wants.ITEMS, 1, ((10,),))
EVERYBODY = (Rule(1),)


def mandate(due: DueRule | None = None, **more) -> Mandate:
    given = {"rules": EVERYBODY, "what": COURSE, "starts_on": D(2026, 4, 1)} | more
    return Mandate(id=5, unit_id=1, due=due or DueRule(Anchor.START, amount=30), **given)


def asked(one: Mandate, on: dt.date, facts: Facts = HERS, holidays=frozenset()):
    found = obligation(one, facts, on, holidays)
    assert found is not None
    return found


def done(*days: dt.date, item: int = 10) -> Facts:
    return replace(HERS, done={item: days})


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (DueRule(Anchor.FIXED, D(2027, 3, 31)), D(2027, 3, 31)),
        (DueRule(Anchor.START, amount=90), D(2024, 3, 31)),
        (DueRule(Anchor.POSTING, amount=1, unit=Unit.MONTHS), D(2024, 2, 29)),  # 31 January and a shorter month
        (DueRule(Anchor.JOINING, amount=12, unit=Unit.MONTHS), D(2025, 2, 28)),  # from 29 February
        (DueRule(Anchor.JOINING, amount=48, unit=Unit.MONTHS), D(2028, 2, 29)),
        (DueRule(Anchor.START, round_to=RoundTo.YEAR), D(2024, 3, 31)),
        (DueRule(Anchor.FIXED, D(2026, 3, 31), round_to=RoundTo.YEAR), D(2026, 3, 31)),
        (DueRule(Anchor.START, amount=4, unit=Unit.MONTHS, round_to=RoundTo.QUARTER), D(2024, 6, 30)),
    ],
)
def test_due_dates(rule, due):
    found = asked(mandate(rule, starts_on=D(2024, 1, 1)), D(2026, 4, 2), replace(HERS, postings=(SINCE_2024,)))
    assert found.due_on == due
    assert found.steps[-1].day == due


def test_working_days_pass_over_weekends_and_holidays():
    rule = DueRule(Anchor.FIXED, D(2026, 10, 1), amount=2, unit=Unit.WORKING_DAYS)  # a Thursday
    found = asked(mandate(rule), D(2026, 10, 1), holidays=frozenset({D(2026, 10, 2)}))
    assert found.due_on == D(2026, 10, 6)
    assert [(step.kind, step.skipped) for step in found.steps] == [(StepKind.FIXED, 0), (StepKind.WORKING_DAYS, 3)]


def test_status_from_start_to_end():
    one = mandate(ends_on=D(2026, 12, 31))
    assert asked(one, D(2026, 3, 31)).status is Status.UPCOMING
    assert asked(one, D(2026, 5, 1)).status is Status.OPEN, "the due date is one of its days"
    assert asked(one, D(2026, 5, 2)).status is Status.OVERDUE
    assert obligation(one, HERS, D(2027, 1, 1), frozenset()) is None
    late = asked(one, D(2026, 6, 1), done(D(2026, 5, 20)))
    assert (late.status, late.done_on) == (Status.DONE, D(2026, 5, 20))


def test_what_counts_of_before():
    before = done(D(2025, 1, 1))
    assert asked(mandate(), D(2026, 4, 2), before).status is Status.DONE
    assert asked(mandate(counts_from=D(2025, 1, 1)), D(2026, 4, 2), before).status is Status.DONE
    assert asked(mandate(counts_from=D(2025, 1, 2)), D(2026, 4, 2), before).status is Status.OPEN


def test_some_of_several_with_equivalents():
    one = mandate(what=What(Wants.ITEMS, 2, ((10, 20), (11,), (12,))))
    facts = replace(HERS, done={20: (D(2026, 4, 5),), 12: (D(2026, 4, 9), D(2026, 4, 3))})
    found = asked(one, D(2026, 4, 10), facts)
    assert found.items == (D(2026, 4, 5), None, D(2026, 4, 3))
    assert (found.status, found.done_on) == (Status.DONE, D(2026, 4, 5))
    assert asked(one, D(2026, 4, 4), facts).status is Status.OPEN, "what lies ahead does not count yet"


def test_dates_that_stay_each_year_and_what_was_missed():
    yearly = mandate(
        DueRule(Anchor.START, round_to=RoundTo.YEAR), counts_from=D(2024, 4, 1), starts_on=D(2024, 4, 1),
        repeat=Repeat(12, Basis.DUE, 12),
    )  # fmt: skip
    once = replace(done(D(2025, 3, 31)), postings=(SINCE_2024,))
    found = asked(yearly, D(2026, 11, 20), once)
    assert (found.due_on, found.opens_on, found.status) == (D(2027, 3, 31), D(2026, 4, 1), Status.OPEN)
    assert found.history == (Cycle(D(2025, 3, 31), D(2025, 3, 31)), Cycle(D(2026, 3, 31), None))
    kept = asked(yearly, D(2025, 3, 31), once)
    assert (kept.status, kept.again_from, kept.again_due) == (Status.DONE, D(2025, 4, 1), D(2026, 3, 31))
    assert asked(yearly, D(2025, 4, 1), once).status is Status.OPEN


def test_a_leap_day_comes_back():
    four = mandate(DueRule(Anchor.FIXED, D(2024, 2, 29)), starts_on=D(2024, 1, 1), repeat=Repeat(12, Basis.DUE, 12))
    hers = replace(HERS, postings=(SINCE_2024,))
    dues = [asked(four, D(year, 2, 10), hers).due_on for year in (2024, 2025, 2026, 2027, 2028)]
    assert dues == [D(2024, 2, 29), D(2025, 2, 28), D(2026, 2, 28), D(2027, 2, 28), D(2028, 2, 29)]


def test_from_the_last_completion_with_its_window():
    one = mandate(what=What(Wants.ITEMS, 2, ((10,), (11,))), repeat=Repeat(24, Basis.COMPLETION, 3))
    facts = replace(HERS, done={10: (D(2025, 1, 10), D(2026, 6, 1)), 11: (D(2025, 2, 1),)})
    valid = asked(one, D(2026, 11, 1), facts)
    assert (valid.status, valid.due_on, valid.again_from) == (Status.DONE, D(2027, 2, 1), D(2026, 11, 2))
    assert asked(one, D(2026, 11, 2), facts).status is Status.OPEN
    assert asked(one, D(2027, 2, 1), facts).status is Status.OPEN
    assert asked(one, D(2027, 2, 2), facts).status is Status.OVERDUE


def test_relief_moves_the_date_or_takes_it_away():
    later = replace(HERS, reliefs=(Relieved(5, False, D(2026, 5, 1), D(2026, 6, 15)),))
    found = asked(mandate(), D(2026, 6, 1), later)
    assert (found.status, found.due_on) == (Status.EXTENDED, D(2026, 6, 15))
    assert asked(mandate(), D(2026, 6, 16), later).status is Status.OVERDUE
    of_another = replace(HERS, reliefs=(Relieved(6, False, D(2026, 5, 1), D(2026, 6, 15)),))
    assert asked(mandate(), D(2026, 6, 1), of_another).status is Status.OVERDUE
    free = replace(HERS, reliefs=(Relieved(5, True, D(2026, 5, 1), D(2026, 6, 1)),))
    assert asked(mandate(), D(2026, 5, 31), free).status is Status.EXEMPT
    bound_again = asked(mandate(), D(2026, 6, 1), free)
    assert (bound_again.status, bound_again.due_on) == (Status.OPEN, D(2026, 7, 1)), "not late on the first day"
    assert bound_again.steps[-1].kind is StepKind.EXEMPTED
    assert asked(mandate(), D(2026, 7, 2), free).status is Status.OVERDUE


def test_hours_taken_back_do_not_count():
    one = mandate(what=What(Wants.MINUTES, 120))
    facts = replace(HERS, credits=((D(2026, 4, 2), 90), (D(2026, 4, 3), 60), (D(2026, 4, 4), -60)))
    assert asked(one, D(2026, 4, 3), facts).done_on == D(2026, 4, 3)
    assert (asked(one, D(2026, 4, 4), facts).status, asked(one, D(2026, 4, 4), facts).minutes) == (Status.OPEN, 90)


def test_all_conditions_hold_for_one_post_within_the_issuer():
    charge = Posting((1, 2, 4), 8, "additional", D(2026, 2, 1))
    two = replace(HERS, postings=(ASO, charge))
    both = (Rule(1, (Condition(Attribute.DESIGNATION, (8,)), Condition(Attribute.UNIT, (3,)))),)
    assert obligation(mandate(rules=both), two, D(2026, 4, 2), frozenset()) is None, "of different posts"
    fits = (Rule(1, (Condition(Attribute.DESIGNATION, (8,)), Condition(Attribute.UNIT, (2,)))),)
    first_day = mandate(DueRule(Anchor.POSTING), rules=fits, starts_on=D(2026, 1, 1))
    assert asked(first_day, D(2026, 4, 2), two).due_on == D(2026, 2, 1)
    elsewhere = replace(mandate(), unit_id=9)
    assert obligation(elsewhere, two, D(2026, 4, 2), frozenset()) is None
    left_out = (Rule(1), Rule(2, (Condition(Attribute.POSTING, ("additional",)),), excludes=True))
    assert obligation(mandate(rules=left_out), two, D(2026, 4, 2), frozenset()) is None
    assert asked(mandate(rules=left_out), D(2026, 4, 2)).rule == 1
    assert obligation(mandate(rules=()), HERS, D(2026, 4, 2), frozenset()) is None


def test_no_date_of_before_it_bound_her_is_overdue_or_missed():
    came = replace(HERS, joined_on=D(2001, 6, 4), postings=(replace(ASO, since=D(2026, 11, 16)),))
    found = asked(mandate(), D(2026, 11, 16), came)
    assert (found.status, found.due_on) == (Status.OPEN, D(2026, 12, 16))
    assert [(step.kind, step.day) for step in found.steps[-2:]] == [
        (StepKind.BOUND, D(2026, 11, 16)), (StepKind.DAYS, D(2026, 12, 16)),
    ]  # fmt: skip
    fixed = mandate(DueRule(Anchor.FIXED, D(2026, 6, 30)))
    assert asked(fixed, D(2026, 11, 16), came).due_on == D(2026, 12, 16), "a day alone: thirty days"
    joining = mandate(DueRule(Anchor.JOINING, amount=12, unit=Unit.MONTHS))
    assert asked(joining, D(2026, 11, 16), came).due_on == D(2027, 11, 16)
    yearly = mandate(DueRule(Anchor.FIXED, D(2020, 12, 31)), starts_on=D(2020, 1, 1), repeat=Repeat(12, Basis.DUE, 12))
    this_year = asked(yearly, D(2026, 11, 16), came)
    assert (this_year.due_on, this_year.history) == (D(2026, 12, 31), ())
    assert asked(yearly, D(2027, 1, 1), came).history == (Cycle(D(2026, 12, 31), None),), "that one she missed"
    free = replace(came, reliefs=(Relieved(5, True, D(2026, 12, 1), D(2027, 1, 10)),))
    assert asked(yearly, D(2027, 1, 1), free).history == ()


def test_who_did_it_long_ago_is_no_worse_off_than_who_never_did():
    one = mandate(DueRule(Anchor.START, amount=90), repeat=Repeat(12, Basis.COMPLETION, 3))
    never, long_ago = asked(one, D(2026, 4, 2)), asked(one, D(2026, 4, 2), done(D(2020, 1, 1)))
    assert (long_ago.due_on, long_ago.status) == (never.due_on, Status.OPEN) == (D(2026, 6, 30), Status.OPEN)
    assert asked(one, D(2026, 4, 2), done(D(2026, 3, 1))).due_on == D(2027, 3, 1)
