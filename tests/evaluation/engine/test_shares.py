import pytest
from scipy import stats

from karmayogi.evaluation.engine.shares import mean, share


def test_intervals_are_those_of_the_library_and_few_are_not_told():
    values = [3.0, 4, 5, 5, 2, 4, 4, 5, 3, 1]
    got = mean(values)
    assert got is not None
    low, high = stats.t.interval(0.95, 9, loc=sum(values) / 10, scale=stats.sem(values))
    assert (got.low, got.high) == pytest.approx((low, high), abs=2e-3)
    assert mean(values[:9]) is None
    part = share(8, 10)
    assert part is not None
    wilson = stats.binomtest(8, 10).proportion_ci(method="wilson")
    assert (part.low, part.high) == pytest.approx((wilson.low, wilson.high), abs=1e-9)
    assert share(9, 9) is None
    assert (share(0, 10).low, share(10, 10).high) == pytest.approx((0.0, 1.0))  # type: ignore[union-attr]
