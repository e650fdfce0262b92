"""Which level the evidence about one person and one competency shows: pure, versioned, and it says why.

Version 1. A row of evidence at level n supports every level up to n. How much one row counts is the weight of its
source times its freshness (halved every half-life of the source). Sources of different kinds confirm each other:
support = 1 - product of (1 - weight), with only the best row of each kind, so that ten self-assessments are still
one claim. A fresher row of a stronger source that shows less speaks against the higher level. A level is shown when
its support is at least one half. Weights are policy (docs/decisions/0006-levels.md): the official ones were never
published, so a change here is a new version, never an edit.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable

from karmayogi.competencies.types import Reason, ShownLevel, Source

VERSION = "1"
ENOUGH = 0.5


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A row of evidence that stands: neither withdrawn nor contested."""

    source: Source
    level: int
    on: dt.date
    instrument: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Policy:
    weight: float
    half_life_days: int


POLICY: dict[Source, _Policy] = {
    Source.SELF: _Policy(0.20, 365),
    Source.PEER: _Policy(0.45, 730),
    Source.SUBORDINATE: _Policy(0.45, 730),
    Source.SUPERVISOR: _Policy(0.65, 730),
    Source.COURSE_TEST: _Policy(0.80, 1825),
    Source.PRIOR_LEARNING: _Policy(0.60, 1825),
    Source.EXTERNAL_CERTIFICATE: _Policy(0.60, 1825),
    Source.WORK_PRODUCT: _Policy(0.80, 1825),
    Source.OBSERVATION: _Policy(0.85, 1095),
    Source.INDEPENDENT_TEST: _Policy(0.95, 1825),
}


def weight(fact: Fact, on: dt.date) -> float:
    """What the row counts for on that day: 0 to 1. Rows of the future count nothing."""
    age = (on - fact.on).days
    if age < 0:
        return 0.0
    policy = POLICY[fact.source]
    return policy.weight * 0.5 ** (age / policy.half_life_days)


def shown_level(facts: Iterable[Fact], on: dt.date) -> ShownLevel:
    """The level shown on that day, its confidence, and the reasons.

    The same facts and day always give the same answer, in whatever order the facts come.
    """
    known = sorted(
        (fact for fact in facts if fact.on <= on),
        key=lambda f: (f.on, f.source, f.level, f.instrument),
    )
    for level in range(5, 0, -1):
        confidence = _support(known, level, on)
        if confidence >= ENOUGH:
            return ShownLevel(level, round(confidence, 3), _reasons(known, level, on), VERSION)
    return ShownLevel(0, 0.0, _reasons(known, 0, on), VERSION)


def _best_by_source(facts: list[Fact], on: dt.date) -> dict[Source, tuple[float, Fact]]:
    best: dict[Source, tuple[float, Fact]] = {}
    for fact in facts:
        counts = weight(fact, on)
        if fact.source not in best or counts >= best[fact.source][0]:
            best[fact.source] = (counts, fact)
    return best


def _support(facts: list[Fact], level: int, on: dt.date) -> float:
    supporting = _best_by_source([fact for fact in facts if fact.level >= level], on)
    if not supporting:
        return 0.0
    support = 1.0 - math.prod(1.0 - counts for counts, _ in supporting.values())
    against = _against(facts, level, on)
    return support * (1.0 - 0.5 * against[0]) if against else support


def _against(facts: list[Fact], level: int, on: dt.date) -> tuple[float, Fact] | None:
    """The strongest row below `level` that is both fresher and of a stronger source than all that support it."""
    supporting = [fact for fact in facts if fact.level >= level]
    newest = max(fact.on for fact in supporting)
    strongest = max(POLICY[fact.source].weight for fact in supporting)
    contrary = [
        (weight(fact, on), fact)
        for fact in facts
        if fact.level < level and fact.on > newest and POLICY[fact.source].weight >= strongest
    ]
    return max(contrary, key=lambda pair: pair[0], default=None)


def _reasons(facts: list[Fact], level: int, on: dt.date) -> tuple[Reason, ...]:
    reasons = []
    if level:
        for counts, fact in _ordered(_best_by_source([fact for fact in facts if fact.level >= level], on)):
            reasons.append(_reason("counts", fact, counts))
    else:
        for counts, fact in _ordered(_best_by_source([fact for fact in facts if fact.level >= 1], on)):
            reasons.append(_reason("claim" if fact.source is Source.SELF else "faded", fact, counts))
    higher = [fact for fact in facts if fact.level > level]
    if higher and level:
        for counts, fact in _ordered(_best_by_source(higher, on)):
            if fact.source is Source.SELF:
                reasons.append(_reason("claim", fact, counts))
        against = _against(facts, level + 1, on)
        if against:
            reasons.append(_reason("outweighed", against[1], against[0]))
    return tuple(reasons)


def _ordered(best: dict[Source, tuple[float, Fact]]) -> list[tuple[float, Fact]]:
    return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].source))


def _reason(kind: str, fact: Fact, counts: float) -> Reason:
    return Reason(kind, fact.source.value, fact.level, round(counts, 3), fact.on, fact.instrument)
