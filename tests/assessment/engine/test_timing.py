import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.timing import Phase, phase, seconds_left

DUE = dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC)
GRACE = dt.timedelta(seconds=120)


@pytest.mark.parametrize(
    ("after", "expected"),
    [(-1, Phase.RUNNING), (0, Phase.RUNNING), (0.001, Phase.GRACE), (120, Phase.GRACE), (120.001, Phase.OVER)],
)
def test_the_edges(after, expected):
    assert phase(DUE, GRACE, DUE + dt.timedelta(seconds=after)) is expected


@given(st.floats(-10_000, 10_000))
def test_seconds_left_never_promise_more_than_there_is(offset):
    at = DUE + dt.timedelta(seconds=offset)
    left = seconds_left(DUE, at)
    assert 0 <= left <= max(0, -offset + 1e-6)
