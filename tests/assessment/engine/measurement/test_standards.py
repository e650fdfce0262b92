import numpy as np
import pytest

from karmayogi.assessment.engine.measurement.standards import cut, cuts, level_of, sureness


def test_the_cut_is_where_two_thirds_are_right():
    a, b = np.array([1.0, 1.5, 0.8]), np.array([-1.0, 0.0, 1.0])
    found = cut(a, b)
    assert np.mean(1 / (1 + np.exp(-a * (found - b)))) == pytest.approx(2 / 3)
    assert cut(np.array([2.0]), np.array([0.5])) == pytest.approx(0.5 + np.log(2) / 2)


def test_levels_with_few_questions_are_not_judged_and_cuts_rise():
    b = np.array([0.0] * 5 + [-1.0] * 5 + [1.0] * 4)
    found = cuts(np.ones(14), b, [1] * 5 + [2] * 5 + [3] * 4)
    assert list(found) == [1, 2]
    assert found[1] == found[2]  # level 2 cannot be easier than level 1
    assert level_of(found[1] - 0.01, found) == 0
    assert level_of(found[2], found) == 2
    assert level_of(3.0, {}) == 0


def test_how_sure_a_level_is():
    assert sureness(0.5, 0.3, 0.5) == pytest.approx(0.5)
    assert sureness(1.0, 0.3, 0.4) == pytest.approx(0.97725, abs=1e-4)
    assert sureness(0.0, 0.3, 0.6) == pytest.approx(0.02275, abs=1e-4)
