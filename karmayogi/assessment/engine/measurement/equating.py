"""Forms of one test on one scale (mean-sigma by anchors; Kolen and Brennan, Test Equating, chapter 6).

Each form is calibrated by itself, on the people who had it: its abilities are standard normal for them. Questions that
both forms have tell how the two scales lie to one another. A share of right answers on a form then becomes the ability
behind it, that ability is carried over, and read again as the share that it would have got on the first form.
"""

import dataclasses

import numpy as np

from karmayogi.assessment.engine.measurement.calibration import probability
from karmayogi.assessment.engine.measurement.classical import Matrix

FEWEST_ANCHORS = 5
# Where abilities are looked for: beyond it a share says nothing more.
_GRID = np.linspace(-8, 8, 3201)


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """slope * theta + intercept: an ability of one form on the scale of the first."""

    slope: float
    intercept: float


class TooFewAnchors(ValueError):
    """has: questions that both forms have and that can be used."""

    def __init__(self, has: int) -> None:
        super().__init__(has)
        self.has = has


def link(first: Matrix, other: Matrix) -> Link:
    """Difficulties of the same questions as each form's calibration found them. Raises TooFewAnchors, also where they
    do not differ among themselves."""
    if len(first) < FEWEST_ANCHORS or first.std() < 1e-6 or other.std() < 1e-6:
        raise TooFewAnchors(len(first))
    slope = float(first.std() / other.std())
    return Link(slope, float(first.mean() - slope * other.mean()))


def carried(found: Link, a: Matrix, b: Matrix) -> tuple[Matrix, Matrix]:
    """Slopes and difficulties of that form's questions on the scale of the first."""
    return a / found.slope, found.slope * b + found.intercept


def steps(first: tuple[Matrix, Matrix], other: tuple[Matrix, Matrix], found: Link) -> list[int]:
    """For 0 to 100 per cent on the other form: the per cent on the first that the same ability gets. Never falls; 0
    stays 0 and 100 stays 100."""
    here = probability(*carried(found, *other), _GRID).mean(axis=1)
    there = probability(*first, _GRID).mean(axis=1)
    theta = np.interp(np.arange(101) / 100, here, _GRID)
    made = np.rint(100 * np.interp(theta, _GRID, there)).astype(int)
    made[0], made[100] = 0, 100
    return [int(one) for one in np.maximum.accumulate(np.clip(made, 0, 100))]
