import numpy as np
import pytest

from karmayogi.assessment.engine.measurement.calibration import DENSITY, GRID, TooFew, calibrate, estimate, probability

DICE = np.random.default_rng(2026)
ITEMS, PERSONS = 40, 2500
TRUE_A = np.exp(DICE.normal(0, 0.3, ITEMS))
TRUE_B = DICE.normal(0, 1, ITEMS)
ABILITY = DICE.normal(size=PERSONS)
ANSWERS = (DICE.random((PERSONS, ITEMS)) < probability(TRUE_A, TRUE_B, ABILITY)).astype(float)
# As papers are drawn: everybody has had half of the questions.
ANSWERS[DICE.random((PERSONS, ITEMS)) < 0.5] = np.nan


@pytest.fixture(scope="module")
def model():
    return calibrate(ANSWERS)


def test_the_truth_is_found_again(model):
    assert model.converged
    assert (
        np.sqrt(np.mean((model.b - TRUE_B) ** 2)) < 0.15
    )  # the persons drawn are not quite standard normal: that moves the scale
    assert np.sqrt(np.mean((model.a - TRUE_A) ** 2)) < 0.15
    assert abs(np.mean(model.b - TRUE_B)) < 0.05
    assert np.corrcoef(model.b, TRUE_B)[0, 1] > 0.99


def test_errors_say_how_far_off_it_is(model):
    inside = np.abs(model.b - TRUE_B) < 1.96 * model.se_b
    assert 0.8 <= inside.mean() <= 1


def test_it_is_a_maximum(model):
    """No small step in any direction makes the penalised likelihood larger: found without its own gradient."""
    seen, right = (~np.isnan(ANSWERS)).astype(float), np.nan_to_num(ANSWERS)

    def likelihood(a, b):
        z = a * (GRID[:, None] - b)
        logs = right @ -np.logaddexp(0, -z).T + (seen - right) @ -np.logaddexp(0, z).T
        prior = (-(np.log(a) ** 2) / (2 * 0.5**2) - np.log(a) - (a * b) ** 2 / (2 * 3.0**2)).sum()
        return np.log(np.exp(logs) @ DENSITY).sum() + prior

    best = likelihood(model.a, model.b)
    for item in (0, 7, 21):
        for step in (-0.03, 0.03):
            moved_b, moved_a = model.b.copy(), model.a.copy()
            moved_b[item] += step
            moved_a[item] += step
            assert likelihood(model.a, moved_b) < best
            assert likelihood(moved_a, model.b) < best


def test_questions_of_which_nothing_can_be_said_are_named():
    answers = ANSWERS[:200].copy()
    answers[:, 2], answers[:, 3] = 1.0, 0.0
    answers[20:, 5] = np.nan
    with pytest.raises(TooFew) as refused:
        calibrate(answers)
    assert refused.value.columns == [2, 3, 5]


def test_an_estimate_starts_at_nothing_known_and_follows_the_answers():
    nothing = np.array([])
    assert estimate(nothing, nothing, np.array([], dtype=bool)) == pytest.approx((0, 1), abs=1e-3)
    a, b = np.full(20, 1.5), np.linspace(-2, 2, 20)
    up, error = estimate(a, b, np.ones(20, dtype=bool))
    down, _same = estimate(a, b, np.zeros(20, dtype=bool))
    assert up > 1.5
    assert down == pytest.approx(-up, abs=1e-6)
    assert 0 < error < 1
