"""Marking the choice kinds in bulk: whole arrays of attempts, equal to kinds.py and marking.py to the last per cent.

An answer is a number whose bits are the chosen options by their position, so that comparing a whole answer with the
right one is comparing two numbers. All sums are whole numbers over one common denominator: nothing is rounded before
the score is.
"""

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karmayogi.assessment.engine.kinds import CENT, CHOICES, Asked

type Whole = NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """What is right in each question of a bank. gains[item, option] is of weighted ones alone, in `scale`ths."""

    right: Whole
    gains: Whole
    is_weighted: NDArray[np.bool_]
    scale: int


def key(bank: Sequence[Asked]) -> Key:
    """Raises ValueError for other kinds, more than 62 options, or weights without a common denominator that fits."""
    if any(one.kind not in CHOICES or len(one.options) > 62 for one in bank):
        raise ValueError("choice kinds only")
    heaviest = [max((int((o.weight or 0) / CENT) for o in one.options), default=0) for one in bank]
    scale = math.lcm(2, *(most for one, most in zip(bank, heaviest, strict=True) if one.kind == "weighted"))
    if scale > 2**40:
        raise ValueError("weights without a common denominator that fits")
    width = max((len(one.options) for one in bank), default=1)
    gains = np.zeros((len(bank), width), dtype=np.int64)
    for row, (one, most) in enumerate(zip(bank, heaviest, strict=True)):
        if one.kind == "weighted":
            for place, option in enumerate(one.options):
                gains[row, place] = int((option.weight or 0) / CENT) * scale // most
    right = [sum(1 << place for place, option in enumerate(one.options) if option.correct) for one in bank]
    return Key(
        np.array(right, dtype=np.int64), gains, np.array([one.kind == "weighted" for one in bank], dtype=bool), scale
    )


def worth(key: Key, items: Whole, chosen: Whole) -> Whole:
    """Worth of each answer in `scale`ths. items and chosen: attempts in rows, questions in columns."""
    whole = np.where(chosen == key.right[items], key.scale, 0)
    if not key.is_weighted.any():
        return whole
    # The one option of a weighted answer: the place of its only bit. Several bits are no answer: worth nothing.
    place = np.log2(np.maximum(chosen, 1)).astype(np.int64)
    single = (chosen > 0) & (chosen & (chosen - 1) == 0) & (place < key.gains.shape[1])
    part = np.where(single, key.gains[items, np.minimum(place, key.gains.shape[1] - 1)], 0)
    return np.where(key.is_weighted[items], part, whole)


def scores(key: Key, items: Whole, chosen: Whole, negative_percent: int) -> tuple[Whole, Whole]:
    """(wholly right answers, per cent) of each attempt."""
    gained = worth(key, items, chosen)
    right = (gained == key.scale).sum(axis=1)
    # In hundredths of the scale: what a wrong answer takes off is whole there.
    total = (100 * gained - np.where((gained == 0) & (chosen != 0), negative_percent * key.scale, 0)).sum(axis=1)
    of = 100 * key.scale * items.shape[1]
    return right, np.maximum(0, (200 * total + of) // (2 * of))
