"""Two-parameter logistic model by marginal maximum likelihood (Bock and Aitkin, 1981).

P(right | theta) = 1 / (1 + exp(-a (theta - b))), theta standard normal over the persons. EM over a fixed grid; the
step for each question is Newton's for its slope and intercept, all questions at once. A weak prior keeps slopes of
questions that nearly everybody gets right from running away.
"""

import dataclasses
import math

import numpy as np
from numpy.typing import NDArray

from karmayogi.assessment.engine.measurement.classical import Matrix

GRID = np.linspace(-5, 5, 61)
DENSITY = np.exp(-GRID * GRID / 2) / np.exp(-GRID * GRID / 2).sum()
# Slopes: lognormal around 1; intercepts: normal around 0 and wide. Both count little beside some hundred answers.
LOG_SLOPE_SD, INTERCEPT_SD = 0.5, 3.0
STEEPEST, FLATTEST = 4.0, 0.2


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """By question: a (slope), b (difficulty) and their standard errors."""

    a: Matrix
    b: Matrix
    se_a: Matrix
    se_b: Matrix
    rounds: int
    converged: bool


class TooFew(ValueError):
    """Nothing can be said of a question that nobody, or everybody, got right, or that hardly anybody was asked."""

    def __init__(self, columns: list[int]) -> None:
        super().__init__(columns)
        self.columns = columns


def probability(a: Matrix, b: Matrix, theta: Matrix) -> Matrix:
    """theta in rows, questions in columns."""
    return 1 / (1 + np.exp(-a * (theta[:, None] - b)))


def posterior(log_right: Matrix, log_wrong: Matrix, right: Matrix, seen: Matrix) -> tuple[Matrix, float]:
    """For each person, how likely each point of the grid is; and the log likelihood of everything."""
    logs = right @ log_right.T + (seen - right) @ log_wrong.T + np.log(DENSITY)
    top = logs.max(axis=1, keepdims=True)
    weights = np.exp(logs - top)
    total = weights.sum(axis=1, keepdims=True)
    return weights / total, float((top + np.log(total)).sum())


def calibrate(answers: Matrix, *, fewest: int = 30, most_rounds: int = 500, close: float = 1e-4) -> Model:
    """answers: 1 right, less is not, NaN not asked. Raises TooFew with the columns to leave out."""
    seen = (~np.isnan(answers)).astype(float)
    right = np.where(seen > 0, answers >= 1, 0).astype(float)
    asked, hits = seen.sum(axis=0), right.sum(axis=0)
    if bad := np.flatnonzero((asked < fewest) | (hits == 0) | (hits == asked)).tolist():
        raise TooFew(bad)
    slope = np.ones(answers.shape[1])
    share = hits / asked
    intercept = np.log(share / (1 - share))
    for rounds in range(1, most_rounds + 1):  # noqa: B007 (told in the model)
        before = slope.copy(), intercept.copy()
        z = slope * GRID[:, None] + intercept
        log_right, log_wrong = -np.logaddexp(0, -z), -np.logaddexp(0, z)
        weights, _likely = posterior(log_right, log_wrong, right, seen)
        expected, hit = weights.T @ seen, weights.T @ right  # grid in rows, questions in columns
        slope, intercept, hessian = _step(slope, intercept, expected, hit)
        moved = max(np.abs(slope - before[0]).max(), np.abs(intercept - before[1]).max())
        if moved < close:
            break
    return _model(slope, intercept, hessian, rounds, bool(moved < close))


def _step(
    slope: Matrix, intercept: Matrix, expected: Matrix, hit: Matrix
) -> tuple[Matrix, Matrix, tuple[Matrix, Matrix, Matrix]]:
    """Some rounds of Newton for every question, damped so that a slope at most doubles or halves in one."""
    theta = GRID[:, None]
    for _round in range(6):
        chance = 1 / (1 + np.exp(-(slope * theta + intercept)))
        off = hit - expected * chance
        weight = expected * chance * (1 - chance)
        log_slope = np.log(slope)
        g_a = (off * theta).sum(axis=0) - (log_slope / LOG_SLOPE_SD**2 + 1) / slope
        g_c = off.sum(axis=0) - intercept / INTERCEPT_SD**2
        # The curve of the log prior is not concave far out; there its curvature is left away.
        bend = np.maximum(0.0, (1 / LOG_SLOPE_SD**2 - log_slope / LOG_SLOPE_SD**2 - 1) / slope**2)
        h_aa = (weight * theta * theta).sum(axis=0) + bend
        h_ac = (weight * theta).sum(axis=0)
        h_cc = weight.sum(axis=0) + 1 / INTERCEPT_SD**2
        det = h_aa * h_cc - h_ac * h_ac
        step_a = (h_cc * g_a - h_ac * g_c) / det
        step_c = (h_aa * g_c - h_ac * g_a) / det
        slope = np.clip(slope + np.clip(step_a, -slope / 2, slope), FLATTEST, STEEPEST)
        intercept = intercept + np.clip(step_c, -1, 1)
    return slope, intercept, (h_aa, h_ac, h_cc)


def _model(
    slope: Matrix, intercept: Matrix, hessian: tuple[Matrix, Matrix, Matrix], rounds: int, converged: bool
) -> Model:
    """Errors by the complete-data information: a little small, since theta is not known but estimated with it."""
    h_aa, h_ac, h_cc = hessian
    det = h_aa * h_cc - h_ac * h_ac
    var_a, var_c, cov = h_cc / det, h_aa / det, -h_ac / det
    b = -intercept / slope
    # b = -c / a: by the delta method.
    var_b = (var_c + b * b * var_a + 2 * b * cov) / slope**2
    return Model(slope, b, np.sqrt(var_a), np.sqrt(np.maximum(var_b, 0)), rounds, converged)


def estimate(a: Matrix, b: Matrix, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Ability and its standard error (expected a posteriori) after these answers. Nothing answered: 0 and 1."""
    z = a * (GRID[:, None] - b)
    logs = np.where(right, -np.logaddexp(0, -z), -np.logaddexp(0, z)).sum(axis=1) + np.log(DENSITY)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    theta = float((weights * GRID).sum())
    return theta, math.sqrt(float((weights * (GRID - theta) ** 2).sum()))
