"""The level engine for many persons and competencies at once, in numpy: the answers of `engine.levels`, bit for bit.

Everything is an array: rows of evidence in, one line for each (person, competency) out. The two agree because the
weight of a row comes from a table filled by `levels.freshness`, and because products are taken source after source in
the order of SOURCES (tests/competencies/engine/test_levels_many.py).
"""

import dataclasses
import datetime as dt
import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karmayogi.competencies.engine.levels import SOURCES, Policy, freshness

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

EPOCH = dt.date(1970, 1, 1)
BLOCK = 1 << 15  # pairs worked on at a time: 13 MB of weights, which fits the cache of a processor
_LEVELS, _KINDS = 5, len(SOURCES)
_NEVER = -(1 << 40)


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """Rows of evidence that stand, in any order. source: place in SOURCES; level: 1 to 5; day: days since 1970."""

    person: Ints
    competency: Ints
    source: Ints
    level: Ints
    day: Ints


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One line for each (person, competency) that has evidence, ordered by both."""

    person: Ints
    competency: Ints
    level: Ints
    confidence: Floats


def day_number(day: dt.date) -> int:
    return (day - EPOCH).days


def levels_many(facts: Facts, on: dt.date, policy: Policy) -> Shown:
    """The levels shown on that day, as `levels.shown_level` finds them one at a time."""
    key = facts.person * (int(facts.competency.max(initial=0)) + 1) + facts.competency
    if key.size and not bool(np.all(key[1:] >= key[:-1])):
        order = np.argsort(key, kind="stable")
        key = key[order]
        facts = Facts(*(getattr(facts, name)[order] for name in ("person", "competency", "source", "level", "day")))
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if key.size else np.zeros(0, np.int64)
    level = np.zeros(starts.size, np.int64)
    confidence = np.zeros(starts.size)
    ends = np.r_[starts[1:], key.size]
    today = day_number(on)
    for first in range(0, starts.size, BLOCK):
        last = min(first + BLOCK, starts.size)
        rows = slice(int(starts[first]), int(ends[last - 1]))
        pair = np.repeat(np.arange(last - first), ends[first:last] - starts[first:last])
        known = facts.day[rows] <= today
        level[first:last], confidence[first:last] = _block(
            pair[known], facts.source[rows][known], facts.level[rows][known], facts.day[rows][known],
            count=last - first, today=today, policy=policy,
        )  # fmt: skip
    return Shown(facts.person[starts], facts.competency[starts], level, confidence)


def _block(
    pair: Ints, source: Ints, level: Ints, day: Ints, *, count: int, today: int, policy: Policy
) -> tuple[Ints, Floats]:
    age = today - day
    counts = _table(policy, (int(age.max(initial=0)) // 1000 + 1) * 1000)[source, age]
    base = np.array([rule.weight for rule in policy.rules])[source]
    best = _highest(((level - 1) * _KINDS + source) * count + pair, counts, _LEVELS * _KINDS * count, 0.0)
    best = best.reshape(_LEVELS, _KINDS, count)
    newest = _highest((level - 1) * count + pair, day, _LEVELS * count, _NEVER).reshape(_LEVELS, count)
    strongest = _highest((level - 1) * count + pair, base, _LEVELS * count, 0.0).reshape(_LEVELS, count)
    shown, confidence = np.zeros(count, np.int64), np.zeros(count)
    for step in range(_LEVELS - 1, -1, -1):
        if step < _LEVELS - 1:  # what supports a level supports all below it
            for kept in (best, newest, strongest):
                np.maximum(kept[step], kept[step + 1], out=kept[step])
        support = _support(best[step], policy.confirm)
        lower = np.flatnonzero(level <= step)
        at = pair[lower]
        contrary = lower[
            (newest[step][at] != _NEVER) & (day[lower] > newest[step][at]) & (base[lower] >= strongest[step][at])
        ]
        if contrary.size:
            against = np.zeros(count)
            np.maximum.at(against, pair[contrary], counts[contrary])
            support *= 1.0 - policy.contrary * against
        reached = (shown == 0) & (support >= policy.enough)
        shown[reached] = step + 1
        confidence[reached] = np.floor(support[reached] * 1000.0 + 0.5) / 1000.0
    return shown, confidence


def _highest(place: Ints, value: Any, size: int, least: float) -> Any:
    """For each of `size` places the highest of the values that fall there; `least` where none does."""
    found = np.full(size, least, dtype=value.dtype)
    np.maximum.at(found, place, value)
    return found


def _support(best: Floats, confirm: float) -> Floats:
    """best: for each kind of source and pair what its best row counts."""
    strongest = best.argmax(axis=0)
    doubt = np.ones(best.shape[1])
    for kind in range(_KINDS):
        doubt *= 1.0 - np.where(strongest == kind, best[kind], confirm * best[kind])
    return 1.0 - doubt


@functools.lru_cache(maxsize=8)
def _table(policy: Policy, ages: int) -> Floats:
    """What a row counts by kind of source and age in days, from the same function as for a single row."""
    return np.array([[freshness(rule, age) for age in range(ages)] for rule in policy.rules])
