import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.measurement.calibration import calibrate, probability
from karmayogi.assessment.engine.measurement.equating import TooFewAnchors, carried, link, steps

numbers = st.floats(-3, 3, allow_nan=False)


@given(st.lists(numbers, min_size=5, max_size=20, unique=True), st.floats(0.3, 3), numbers)
def test_a_known_shift_is_found_again(difficulties, slope, intercept):
    first = np.array(difficulties)
    if first.std() < 0.01:
        return
    found = link(first, (first - intercept) / slope)
    assert found.slope == pytest.approx(slope, rel=1e-6)
    assert found.intercept == pytest.approx(intercept, abs=1e-5)
    a, b = carried(found, np.full(len(first), slope), (first - intercept) / slope)
    assert np.allclose(b, first) and np.allclose(a, 1)


@given(st.integers(0, 10_000), st.floats(0.5, 2), st.floats(-1.5, 1.5))
def test_the_table_never_falls_and_is_itself_for_the_same_form(seed, slope, shift):
    dice = np.random.default_rng(seed)
    a, b = np.exp(dice.normal(0, 0.2, 20)), dice.normal(0, 1, 20)
    same = steps((a, b), (a, b), link(b, b))
    assert all(abs(one - percent) <= 1 for percent, one in enumerate(same) if 5 <= percent <= 95)
    other = (a * slope, (b - shift) / slope)
    made = steps((a, b), other, link(b, other[1]))
    assert made == sorted(made) and (made[0], made[100], len(made)) == (0, 100, 101)
    harder = (a, b + 1)  # of other questions, on the same scale: a share on the harder form is worth more
    assert all(one >= percent for percent, one in enumerate(steps((a, b), harder, link(b, b))))


def test_simulated_truth_is_found_again_between_unequal_groups():
    """Two groups of which one is abler, forms of which one is harder, ten questions in both."""
    dice = np.random.default_rng(7)
    a, b = np.exp(dice.normal(0, 0.25, 50)), dice.normal(0, 1, 50)
    b[30:] += 0.6  # what only the second form has is harder
    first, second = np.arange(30), np.r_[np.arange(10), np.arange(30, 50)]
    thetas = dice.normal(size=3000), dice.normal(0.5, 1.2, 3000)
    models = [
        calibrate((dice.random((3000, 30)) < probability(a[form], b[form], theta)).astype(float))
        for form, theta in zip((first, second), thetas, strict=True)
    ]
    found = link(models[0].b[:10], models[1].b[:10])
    assert found.slope == pytest.approx(1.2, abs=0.12)
    assert found.intercept == pytest.approx(0.5, abs=0.12)
    table = steps((models[0].a, models[0].b), (models[1].a, models[1].b), found)
    ability = np.linspace(-1.5, 1.5, 13)
    truth = 100 * probability(a[first], b[first], ability).mean(axis=1)
    raw = 100 * probability(a[second], b[second], ability).mean(axis=1)
    equated = np.array([table[round(one)] for one in raw])
    assert np.abs(equated - truth).max() < 3 < np.abs(raw - truth).max()


def test_too_few_anchors_say_so():
    with pytest.raises(TooFewAnchors) as refused:
        link(np.array([0.0, 1, 2, 3]), np.array([0.0, 1, 2, 3]))
    assert refused.value.has == 4
    with pytest.raises(TooFewAnchors):
        link(np.zeros(8), np.zeros(8))
