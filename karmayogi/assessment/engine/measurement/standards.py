"""What an ability on the scale of a bank says of levels.

The cut of a level is the ability at which somebody gets two thirds of the bank's questions of that level right
(response probability 0.67, as the bookmark method takes it). So it needs questions tagged with levels, and no opinion
about numbers. A cut never lies below that of a lower level.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from karmayogi.assessment.engine.measurement.classical import Matrix

MASTERY = 2 / 3
FEWEST = 5  # questions of a level, below which it is not judged
LOWEST, HIGHEST = -4.0, 4.0


def cut(a: Matrix, b: Matrix) -> float:
    """Where the mean chance over these questions is two thirds, by halving."""
    low, high = LOWEST, HIGHEST
    for _round in range(50):
        middle = (low + high) / 2
        if float(np.mean(1 / (1 + np.exp(-a * (middle - b))))) < MASTERY:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def cuts(a: Matrix, b: Matrix, levels: Sequence[int | None]) -> dict[int, float]:
    """By level, of those with enough questions, rising."""
    found: dict[int, float] = {}
    tagged = np.array([level or 0 for level in levels])
    for level in range(1, 6):
        mine = tagged == level
        if int(mine.sum()) >= FEWEST:
            found[level] = max([cut(a[mine], b[mine]), *found.values()])
    return found


def level_of(theta: float, found: Mapping[int, float]) -> int:
    """The highest level whose cut is reached; 0 for none."""
    return max((level for level, lowest in found.items() if theta >= lowest), default=0)


def sureness(theta: float, error: float, lowest: float) -> float:
    """How likely the true ability reaches the cut, taking the estimate as normal."""
    return 0.5 * math.erfc((lowest - theta) / (error * math.sqrt(2)))
