"""A day holds eight hours over all entries, however they overlap; two of three colleagues decide."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.onthejob.terms import Stretch, crowded_day, is_shown, majority

FIRST = dt.date(2026, 6, 1)


def stretch(begins: int, days: int, minutes: int) -> Stretch:
    return Stretch(FIRST + dt.timedelta(begins), FIRST + dt.timedelta(begins + days - 1), minutes)


stretches = st.builds(stretch, st.integers(0, 12), st.integers(1, 6), st.integers(15, 1500))


@given(stretches, st.lists(stretches, max_size=5))
def test_the_crowded_day_is_the_first_that_counting_every_day_finds(new, others):
    full = None
    for number in range(20):
        day = FIRST + dt.timedelta(number)
        there = [one for one in (new, *others) if one.begun_on <= day <= one.ended_on]
        if new in there and sum(one.a_day for one in there) > 480:
            full = day
            break
    assert crowded_day(new, others) == full


def test_eight_hours_fit_and_a_minute_more_does_not():
    assert crowded_day(stretch(0, 2, 960), []) is None
    assert crowded_day(stretch(0, 2, 961), []) == FIRST
    assert crowded_day(stretch(0, 1, 240), [stretch(0, 2, 481)]) == FIRST
    assert crowded_day(stretch(1, 3, 60), [stretch(2, 1, 480)]) == FIRST + dt.timedelta(2)


def test_two_of_three_decide():
    assert [is_shown(answers) for answers in ([True, True, False], [True, False, False])] == [True, False]
    assert majority([]) is None
    assert majority([True, False]) is None
    assert majority([True, False, True]) is True
    assert majority([False, False]) is False
