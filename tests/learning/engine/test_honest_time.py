import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.honest_time import believable_seconds

START = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@given(st.lists(st.tuples(st.integers(-5, 100_000), st.integers(0, 600)), max_size=30))
def test_no_reports_make_more_time_than_has_passed(reports):
    """(claimed, seconds until the report): whatever is claimed, the sum stays within the clock."""
    total, now, seen = 0, START, START
    for claimed, wait in reports:
        now += dt.timedelta(seconds=wait)
        total += believable_seconds(claimed, seen, now)
        seen = now
    assert 0 <= total <= (now - START).total_seconds()


def test_a_clock_that_went_back_adds_nothing():
    assert believable_seconds(50, START, START - dt.timedelta(seconds=9)) == 0
