"""What the reference answers in cases that can be counted by hand."""

import datetime as dt

import pytest

from karmayogi.talent.engine.eligibility import judge
from karmayogi.talent.types import Facts, Standing, Terms

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2027, 3, 31)
TERMS = Terms(FIRST, LAST)
WHOLE = ((dt.date(2020, 1, 1), None),)
JULY, AUGUST, NOVEMBER = dt.date(2026, 7, 1), dt.date(2026, 8, 1), dt.date(2026, 11, 20)


def facts(done: int, of: int, test: tuple[dt.date, ...] = (AUGUST,), **more) -> Facts:
    return Facts(**{"posts": WHOLE, "courses": ((JULY,),) * done + ((),) * (of - done), "test": test} | more)


@pytest.mark.parametrize(
    ("done", "of", "standing", "needed"),
    [(4, 8, Standing.ELIGIBLE, 4), (3, 8, Standing.OPEN, 4), (2, 3, Standing.ELIGIBLE, 2), (1, 3, Standing.OPEN, 2),
     (0, 0, Standing.NOTHING, 0), (1, 1, Standing.ELIGIBLE, 1)],
)  # fmt: skip
def test_half_of_the_prescribed_rounded_up(done, of, standing, needed):
    found = judge(TERMS, facts(done, of), NOVEMBER)
    assert (found.standing, found.needed, found.days) == (standing, needed, 365)


def test_the_day_is_that_of_the_later_of_courses_and_test():
    assert judge(TERMS, facts(4, 8), NOVEMBER).eligible_on == AUGUST
    assert judge(TERMS, facts(4, 8, (FIRST,)), NOVEMBER).eligible_on == JULY
    assert judge(Terms(FIRST, LAST, needs_test=False), facts(4, 8, ()), NOVEMBER).eligible_on == JULY
    assert judge(TERMS, facts(8, 8, ()), NOVEMBER).standing is Standing.OPEN, "without the test"


def test_what_is_done_before_or_after_the_year_does_not_count():
    early = Facts(WHOLE, (), ((dt.date(2026, 3, 31),),), (dt.date(2026, 3, 31),))
    assert judge(TERMS, early, NOVEMBER).done == 0
    assert judge(Terms(FIRST, LAST, counts_earlier=True), early, NOVEMBER).standing is Standing.ELIGIBLE
    late = Facts(WHOLE, (), ((dt.date(2027, 4, 1),),), (dt.date(2027, 4, 1),))
    assert judge(TERMS, late, dt.date(2027, 4, 2)).standing is Standing.SHORT
    last = Facts(WHOLE, (), ((LAST,),), (LAST,))
    assert judge(TERMS, last, dt.date(2027, 4, 2)).eligible_on == LAST


def test_who_joined_late_or_was_away():
    joined = facts(2, 8, posts=((dt.date(2027, 1, 1), None),))
    assert judge(Terms(FIRST, LAST, least_days=91), joined, NOVEMBER).standing is Standing.NOT_ASKED, "90 days"
    assert judge(Terms(FIRST, LAST, least_days=90), joined, NOVEMBER).standing is Standing.OPEN
    # 8 × 50 % × 90 ÷ 365 = 0.99: one
    assert judge(Terms(FIRST, LAST, prorata=True), joined, NOVEMBER).needed == 1
    away = facts(
        2, 8, absences=((dt.date(2026, 4, 1), dt.date(2026, 9, 30)), (dt.date(2026, 9, 1), dt.date(2026, 10, 9)))
    )
    found = judge(Terms(FIRST, LAST, prorata=True), away, NOVEMBER)
    assert (found.days, found.needed) == (365 - 192, 2), "the days that lie in both are counted once"
