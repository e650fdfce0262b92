"""Which level the evidence about one person and one competency shows: pure, versioned, and it says why.

Version 2: the rules of version 1 with every number taken from a policy, so that a change of numbers is a new policy and
never a change here. A row of evidence at level n supports every level up to n. How much one row counts is the weight of
its source times its freshness (halved every half-life of the source). Sources of different kinds confirm each other:
the strongest counts whole, each further kind by the share `confirm`, and support = 1 - product of (1 - share × weight),
with only the best row of each kind, so that ten self-assessments are still one claim. A fresher row of a source at
least as strong that shows less takes the share `contrary` of its weight away. A level is shown when its support is at
least `enough`. docs/decisions/0006-levels.md, 0017-evidence-and-levels.md.

`engine.levels_many` gives the same answers for many at once; both use the same products in the same order, so that they
agree to the last bit.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable

from karmayogi.competencies.types import Reason, ShownLevel, Source

ENGINE = "2"
SOURCES = tuple(Source)


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A row of evidence that stands: neither withdrawn nor contested."""

    source: Source
    level: int
    on: dt.date
    instrument: str


@dataclasses.dataclass(frozen=True, slots=True)
class SourceRule:
    """weight: what a fresh row of the source counts, between 0 and 1. half_life_days: after these it counts half."""

    weight: float
    half_life_days: int


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of the engine. number: its version. rules: one for each of SOURCES, in that order."""

    number: int
    enough: float
    contrary: float
    confirm: float
    rules: tuple[SourceRule, ...]

    def rule(self, source: Source) -> SourceRule:
        return self.rules[SOURCES.index(source)]

    @property
    def label(self) -> str:
        """As it is stored with a level: version of the engine, number of the policy."""
        return f"{ENGINE}.{self.number}"


_FIRST = {
    Source.SELF: SourceRule(0.20, 365),
    Source.PEER: SourceRule(0.45, 730),
    Source.SUBORDINATE: SourceRule(0.45, 730),
    Source.SUPERVISOR: SourceRule(0.65, 730),
    Source.COURSE_TEST: SourceRule(0.80, 1825),
    Source.PRIOR_LEARNING: SourceRule(0.60, 1825),
    Source.EXTERNAL_CERTIFICATE: SourceRule(0.60, 1825),
    Source.WORK_PRODUCT: SourceRule(0.80, 1825),
    Source.OBSERVATION: SourceRule(0.85, 1095),
    Source.INDEPENDENT_TEST: SourceRule(0.95, 1825),
}
FIRST = Policy(1, enough=0.5, contrary=0.5, confirm=1.0, rules=tuple(_FIRST[source] for source in SOURCES))
"""The numbers of version 1 of the engine: the first policy, in force where none was published."""

VERSION = FIRST.label


def freshness(rule: SourceRule, age_days: int) -> float:
    """What a row of that age counts for: 0 to 1."""
    return rule.weight * 0.5 ** (age_days / rule.half_life_days)


def weight(fact: Fact, on: dt.date, policy: Policy = FIRST) -> float:
    """What the row counts for on that day: 0 to 1. Rows of the future count nothing."""
    age = (on - fact.on).days
    return 0.0 if age < 0 else freshness(policy.rule(fact.source), age)


def rounded(confidence: float) -> float:
    """To three places, in steps that a processor does the same way for one and for many."""
    return math.floor(confidence * 1000.0 + 0.5) / 1000.0


def shown_level(facts: Iterable[Fact], on: dt.date, policy: Policy = FIRST) -> ShownLevel:
    """The level shown on that day, its confidence, and the reasons.

    The same facts, day and policy always give the same answer, in whatever order the facts come.
    """
    known = sorted(
        (fact for fact in facts if fact.on <= on),
        key=lambda f: (f.on, f.source, f.level, f.instrument),
    )
    for level in range(5, 0, -1):
        confidence = _support(known, level, on, policy)
        if confidence >= policy.enough:
            return ShownLevel(level, rounded(confidence), _reasons(known, level, on, policy), policy.label)
    return ShownLevel(0, 0.0, _reasons(known, 0, on, policy), policy.label)


type Weighed = tuple[float, Fact]


def _best_by_source(facts: list[Fact], on: dt.date, policy: Policy) -> dict[Source, Weighed]:
    best: dict[Source, Weighed] = {}
    for fact in facts:
        counts = weight(fact, on, policy)
        if fact.source not in best or counts >= best[fact.source][0]:
            best[fact.source] = (counts, fact)
    return best


def _support(facts: list[Fact], level: int, on: dt.date, policy: Policy) -> float:
    best = _best_by_source([fact for fact in facts if fact.level >= level], on, policy)
    if not best:
        return 0.0
    counts = [best[source][0] if source in best else 0.0 for source in SOURCES]
    strongest = counts.index(max(counts))
    doubt = 1.0
    for place, one in enumerate(counts):
        doubt *= 1.0 - (one if place == strongest else policy.confirm * one)
    support = 1.0 - doubt
    against = _against(facts, level, on, policy)
    return support * (1.0 - policy.contrary * against[0]) if against else support


def _against(facts: list[Fact], level: int, on: dt.date, policy: Policy) -> Weighed | None:
    """The strongest row below `level` that is both fresher than all that support it and of no weaker source."""
    supporting = [fact for fact in facts if fact.level >= level]
    newest = max(fact.on for fact in supporting)
    strongest = max(policy.rule(fact.source).weight for fact in supporting)
    contrary = [
        (weight(fact, on, policy), fact)
        for fact in facts
        if fact.level < level and fact.on > newest and policy.rule(fact.source).weight >= strongest
    ]
    return max(contrary, key=lambda pair: pair[0], default=None)


def _reasons(facts: list[Fact], level: int, on: dt.date, policy: Policy) -> tuple[Reason, ...]:
    reasons = []
    if level:
        for counts, fact in _ordered(_best_by_source([fact for fact in facts if fact.level >= level], on, policy)):
            reasons.append(_reason("counts", fact, counts))
    else:
        for counts, fact in _ordered(_best_by_source([fact for fact in facts if fact.level >= 1], on, policy)):
            reasons.append(_reason("claim" if fact.source is Source.SELF else "faded", fact, counts))
    higher = [fact for fact in facts if fact.level > level]
    if higher and level:
        for counts, fact in _ordered(_best_by_source(higher, on, policy)):
            if fact.source is Source.SELF:
                reasons.append(_reason("claim", fact, counts))
        against = _against(facts, level + 1, on, policy)
        if against:
            reasons.append(_reason("outweighed", against[1], against[0]))
    return tuple(reasons)


def _ordered(best: dict[Source, Weighed]) -> list[Weighed]:
    return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].source))


def _reason(kind: str, fact: Fact, counts: float) -> Reason:
    return Reason(kind, fact.source.value, fact.level, round(counts, 3), fact.on, fact.instrument)
