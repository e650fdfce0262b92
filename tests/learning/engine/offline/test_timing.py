import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.offline.timing import believable, counted_on, happened

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


HOUR = NOON + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "ran", "before", "expected"),
    [
        # (minutes by the clock, by the counter, the lines before) -> (minutes, known, changed, seconds behind)
        (20, None, [], (20, True, False, 0)),
        (20, 12, [], (20, True, False, 0)),  # it slept
        (20, 20.5, [], (20.5, True, False, 30)),
        (20, 25, [], (25, True, True, 300)),  # set back by five minutes
        (20, 45, [], (45, False, True, 1500)),
        (20, 90, [], (60, False, True, 2400)),  # never after the arrival
        (20, None, [(18, 4)], (22, True, True, 120)),
        (20, None, [(25, None)], (25, True, True, 300)),  # in another page, and before the line before
        (20, None, [(18, -9)], (20, True, False, 0)),
        (-60, 30, [], (30, False, True, 1800)),
    ],
)  # fmt: skip
def test_a_clock_that_is_behind_the_counter_was_set_back(since, ran, before, expected):
    def ms(minutes):
        return None if minutes is None else int(minutes * 60_000)

    found = counted_on(
        NOON, ms(since), HOUR, ran_ms=ms(ran), before=[(NOON + dt.timedelta(minutes=m), ms(c)) for m, c in before]
    )
    minutes = (found.when - NOON).total_seconds() / 60
    assert (minutes, found.known, found.changed, found.behind) == expected


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-7200, 7200)), max_size=12))
def test_whatever_is_done_to_the_clock_no_line_is_before_what_was_counted(steps):
    """steps: (seconds that pass, by how many the clock is wrong then) of one page."""
    passed, before, arrived = 0, [], NOON + dt.timedelta(days=1)
    for seconds, wrong in steps:
        passed += seconds
        last = [(before[-1][0], (passed - before[-1][1]) * 1000)] if before else []
        found = counted_on(NOON, (passed + wrong) * 1000, arrived, ran_ms=passed * 1000, before=last)
        assert found.when >= NOON + dt.timedelta(seconds=passed)
        before.append((found.when, passed))
