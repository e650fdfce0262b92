import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.measurement import classical

NAN = float("nan")


def sparse(seed: int, persons: int = 60, items: int = 8) -> np.ndarray:
    dice = np.random.default_rng(seed)
    ability = dice.normal(size=(persons, 1))
    answers = (dice.random((persons, items)) < 1 / (1 + np.exp(-ability))).astype(float)
    answers[dice.random((persons, items)) < 0.4] = NAN
    return answers


def one_by_one(answers: np.ndarray, item: int) -> tuple[int, float, float]:
    """The plain way: a person and a question at a time, and the library's own correlation."""
    worth, rest = [], []
    asked = [row[item] for row in answers if not math.isnan(row[item])]
    for row in answers:
        others = [value for place, value in enumerate(row) if place != item and not math.isnan(value)]
        if not math.isnan(row[item]) and others:
            worth.append(row[item])
            rest.append(sum(others) / len(others))
    return len(asked), sum(asked) / len(asked), float(np.corrcoef(worth, rest)[0, 1])


@given(st.integers(0, 10_000))
def test_figures_are_those_of_the_plain_way(seed):
    answers = sparse(seed)
    found = classical.figures(answers)
    for item in range(answers.shape[1]):
        asked, facility, discrimination = one_by_one(answers, item)
        assert found.asked[item] == asked
        assert found.facility[item] == pytest.approx(facility)
        assert found.discrimination[item] == pytest.approx(discrimination, abs=1e-9)


def test_what_cannot_be_said_is_not_a_number():
    found = classical.figures(np.array([[1, NAN, 1], [1, NAN, 0], [1, NAN, 1.0]]))
    assert found.facility[0] == 1
    assert math.isnan(found.discrimination[0])
    assert math.isnan(found.facility[1])
    assert found.asked.tolist() == [3, 0, 3]


def test_one_table_by_hand():
    """One band: 40 of 100 against 20 of 100. Odds 40·80/(60·20); chi square as Mantel and Haenszel (1959) write it."""
    first = np.array([1.0] * 40 + [0.0] * 60 + [1.0] * 20 + [0.0] * 80)
    answers = np.column_stack([first, np.tile([1.0, 0.0], 100)])
    found = classical.bias(answers, np.array([False] * 100 + [True] * 100), bands=1)
    assert found.odds[0] == pytest.approx(40 * 80 / (60 * 20))
    assert found.delta[0] == pytest.approx(-2.35 * math.log(40 * 80 / (60 * 20)))
    variance = 100 * 100 * 60 * 140 / (200**2 * 199)
    assert found.chi2[0] == pytest.approx((10 - 0.5) ** 2 / variance)
    assert found.p[0] == pytest.approx(0.0034, abs=5e-4)
    assert found.grade == ("C", "A")


def test_a_difference_in_ability_is_no_bias_and_a_harder_wording_is():
    dice = np.random.default_rng(11)
    focal = np.arange(3000) % 2 == 1
    ability = dice.normal(size=3000) - 0.8 * focal
    harder = np.zeros((3000, 30))
    harder[focal, 4] = 1.2
    answers = (dice.random((3000, 30)) < 1 / (1 + np.exp(-(ability[:, None] - harder)))).astype(float)
    found = classical.bias(answers, focal)
    assert found.grade[4] == "C"
    assert found.delta[4] < -1.5
    assert sum(grade == "A" for grade in found.grade) >= 28
    turned = classical.bias(answers, ~focal)
    assert turned.delta[4] == pytest.approx(-found.delta[4])


def test_few_persons_say_nothing_about_bias():
    found = classical.bias(sparse(1, persons=80), np.arange(80) < 20)
    assert set(found.grade) == {""}
    assert np.isnan(found.delta).all()
