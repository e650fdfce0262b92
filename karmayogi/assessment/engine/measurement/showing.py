"""What the answers of an adaptive test show together: the one place where that is reckoned, first or again.

An answer to a question that was withdrawn is left out where it was wrong, and stays where it was right: nobody can lose
by a fault of ours.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from karmayogi.assessment.engine.measurement.adaptive import Bank
from karmayogi.assessment.engine.measurement.calibration import estimate
from karmayogi.assessment.engine.measurement.standards import level_of


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """level: 0 for none. theta: ability; error: its standard error."""

    level: int
    theta: float
    error: float


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    """A bank with what its abilities say. cuts: lowest ability by level. With fewer answers than `least`: no level."""

    bank: Bank
    cuts: Mapping[int, float]
    least: int


def shown(scale: Scale, asked: Sequence[int], right: Sequence[bool], gone: Collection[int] = ()) -> Shown:
    """asked: places in the bank, in their order. gone: places of questions that are withdrawn."""
    answers = list(zip(asked, right, strict=True))
    left = [(place, was_right) for place, was_right in answers if was_right or place not in gone]
    found = _of(scale, answers)
    return found if len(left) == len(answers) else better(found, _of(scale, left))


def better(one: Shown, other: Shown) -> Shown:
    return max(one, other, key=lambda found: (found.level, found.theta))


def _of(scale: Scale, answers: Sequence[tuple[int, bool]]) -> Shown:
    places = [place for place, _right in answers]
    right = np.array([right for _place, right in answers], dtype=bool)
    theta, error = estimate(scale.bank.a[places], scale.bank.b[places], right)
    return Shown(level_of(theta, scale.cuts) if len(answers) >= scale.least else 0, theta, error)
