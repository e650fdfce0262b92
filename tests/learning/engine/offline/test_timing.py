import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.offline.timing import believable, happened

NOON = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
moments = st.integers(0, 190_000_000).map(lambda seconds: NOON - dt.timedelta(days=900) + dt.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("since", "minutes", "changed"),
    [(30 * 60_000, 30, False), (-5_000, 0, False), (-365 * 86_400_000, 0, True), (9 * 3_600_000, 60, True),
     (2**53, 60, True), (-(2**53), 0, True)],
)  # fmt: skip
def test_only_the_difference_of_the_phones_clock_counts_and_stays_between(since, minutes, changed):
    arrived = NOON + dt.timedelta(hours=1)
    assert happened(NOON, since, arrived) == (NOON + dt.timedelta(minutes=minutes), changed)


@given(moments, moments, st.integers(-(2**53), 2**53))
def test_nothing_happens_before_the_stamp_or_after_it_arrived(stamped, arrived, since):
    at, _changed = happened(stamped, since, arrived)
    assert stamped <= at <= max(stamped, arrived)


@given(st.lists(st.tuples(st.integers(-100, 10**6), st.integers(0, 5000)), max_size=20))
def test_whatever_is_claimed_and_however_often_it_adds_up_to_no_more_than_passed(claims):
    counted, latest = 0, 0
    for claimed, after in claims:
        latest = max(latest, after)
        counted += believable(claimed, NOON, counted, NOON + dt.timedelta(seconds=after))
    assert 0 <= counted <= latest
