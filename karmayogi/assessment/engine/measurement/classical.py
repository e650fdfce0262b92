"""Statistics of questions from a matrix of answers: persons in rows, questions in columns, worth 0 to 1, NaN not asked.

Papers are drawn, so no person has answered everything: whoever is compared is compared by the share of the *other*
questions that they had, never with the question itself in it.
"""

import dataclasses
import math

import numpy as np
from numpy.typing import NDArray

type Matrix = NDArray[np.float64]

FEWEST = 30  # persons, below which a figure about a question says more about chance
DELTA = -2.35  # from the logarithm of the odds ratio to the delta scale of ETS


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """By question. asked: persons; facility: mean worth; discrimination: correlation with the share of the rest."""

    asked: NDArray[np.int64]
    facility: Matrix
    discrimination: Matrix


@dataclasses.dataclass(frozen=True, slots=True)
class Bias:
    """By question, after Mantel and Haenszel. delta: below 0 harder for the focal group than for equals in the other.

    p: of the test with continuity correction. grade: A negligible, B moderate, C large, "" where too few can be
    compared (Zwick, 2012, without its significance test against 1).
    """

    odds: Matrix
    delta: Matrix
    chi2: Matrix
    p: Matrix
    grade: tuple[str, ...]


def _rest(answers: Matrix) -> Matrix:
    """For each answer, the share of the person's other questions. NaN where there is no other."""
    seen = ~np.isnan(answers)
    worth = np.where(seen, answers, 0.0)
    others = seen.sum(axis=1, keepdims=True) - seen
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (worth.sum(axis=1, keepdims=True) - worth) / others
    return np.where(seen & (others > 0), rest, np.nan)


def figures(answers: Matrix) -> Figures:
    """NaN where nobody was asked, or all answered or scored alike."""
    rest = _rest(answers)
    seen = ~np.isnan(answers)
    asked = seen.sum(axis=0)
    both = ~np.isnan(rest)
    n = both.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        facility = np.where(seen, answers, 0.0).sum(axis=0) / asked
        x = np.where(both, answers, 0.0)
        y = np.where(both, rest, 0.0)
        x = np.where(both, x - x.sum(axis=0) / n, 0.0)
        y = np.where(both, y - y.sum(axis=0) / n, 0.0)
        spread = np.sqrt((x * x).sum(axis=0) * (y * y).sum(axis=0))
        discrimination = np.where(spread > 1e-12, (x * y).sum(axis=0) / spread, np.nan)
    return Figures(asked, np.where(asked > 0, facility, np.nan), discrimination)


def bias(answers: Matrix, focal: NDArray[np.bool_], bands: int = 5) -> Bias:
    """Whether questions are harder for the focal group than for others of the same share of the rest.

    Only whole worth counts as right. Persons are compared within `bands` of equal size by that share.
    """
    rest = _rest(answers)
    right = answers >= 1
    group = focal[:, None]
    count = answers.shape[1]
    up, down, expected, variance = (np.zeros(count) for _n in range(4))
    observed = np.zeros(count)
    edges = _edges(rest, bands)
    for band in range(bands):
        here = (rest >= edges[band]) & (rest < edges[band + 1])
        a = (here & right & ~group).sum(axis=0).astype(float)
        b = (here & ~right & ~group).sum(axis=0).astype(float)
        c = (here & right & group).sum(axis=0).astype(float)
        d = (here & ~right & group).sum(axis=0).astype(float)
        total = a + b + c + d
        some = (a + b > 0) & (c + d > 0)
        size = np.where(some, total, 1.0)
        up += np.where(some, a * d / size, 0.0)
        down += np.where(some, b * c / size, 0.0)
        observed += np.where(some, a, 0.0)
        expected += np.where(some, (a + b) * (a + c) / size, 0.0)
        many = some & (total > 1)
        spread = (a + b) * (c + d) * (a + c) * (b + d)
        variance += np.where(many, spread / np.where(many, size * size * (size - 1), 1.0), 0.0)
    few = ((~np.isnan(rest) & ~group).sum(axis=0) < FEWEST) | ((~np.isnan(rest) & group).sum(axis=0) < FEWEST)
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = np.where(few | (up <= 0) | (down <= 0), np.nan, up / down)
        chi2 = np.where(few, np.nan, np.maximum(0.0, np.abs(observed - expected) - 0.5) ** 2 / variance)
        delta = DELTA * np.log(odds)
    # With one degree of freedom the tail of chi square is erfc(sqrt(x / 2)).
    p = np.array([math.nan if math.isnan(one) else math.erfc(math.sqrt(one / 2)) for one in chi2])
    return Bias(odds, delta, chi2, p, tuple(_grade(*pair) for pair in zip(delta, p, strict=True)))


def _edges(rest: Matrix, bands: int) -> Matrix:
    known = rest[~np.isnan(rest)]
    if not known.size:
        return np.full(bands + 1, np.nan)
    edges = np.quantile(known, np.linspace(0, 1, bands + 1))
    edges[0], edges[-1] = -np.inf, np.inf
    return edges


def _grade(delta: float, p: float) -> str:
    if math.isnan(delta) or math.isnan(p):
        return ""
    size = abs(delta)
    if size < 1 or p >= 0.05:
        return "A"
    return "B" if size < 1.5 else "C"
