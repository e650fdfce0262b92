"""The score of ministries: weighted shares, ranks with ties, and how far ranks hang on the weights. Exact throughout.

A share is (numerator, denominator). Weights are points that add up to 100, so that a score is 0 to 100 points. It is
rounded once, half up, to the tenth that screens show; whoever shows the same tenth has the same rank.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

WHOLE = 100  # points that can be had

type Share = tuple[int, int]
type Weights = Mapping[str, Fraction | int]


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """tenths: the score in tenths of a point. best, worst: rank when each weight in turn moves either way."""

    tenths: int
    rank: int
    best: int
    worst: int


def points(share: Share, weight: Fraction | int) -> Fraction:
    """What one part gives."""
    return Fraction(weight) * share[0] / share[1]


def score(shares: Mapping[str, Share | None], weights: Weights) -> Fraction | None:
    """None where a part that weighs anything is not known: a score without it would be another score."""
    total = Fraction(0)
    for code, weight in weights.items():
        share = shares.get(code)
        if weight and (share is None or not share[1]):
            return None
        if weight and share is not None:
            total += points(share, weight)
    return total


def tenths(value: Fraction) -> int:
    """Rounded half up."""
    return int((value * 20 + 1) // 2)


def ranks(scores: Mapping[str, int]) -> dict[str, int]:
    """1 and one more for each that is higher: those that tie have the same rank, and the next ones come after all."""
    order = sorted(scores.values(), reverse=True)
    first: dict[int, int] = {}
    for place, value in enumerate(order, start=1):
        first.setdefault(value, place)
    return {code: first[value] for code, value in scores.items()}


def moved(weights: Weights, code: str, by: int) -> dict[str, Fraction]:
    """One weight so many points up or down, at most to 0 or 100; the others give or take in proportion to what they
    are, and alike where all of them are nothing."""
    was = Fraction(weights[code])
    now = min(Fraction(WHOLE), max(Fraction(0), was + by))
    others = [one for one in weights if one != code]
    rest = WHOLE - was
    found = {code: now} if others else {code: Fraction(WHOLE)}
    for one in others:
        found[one] = Fraction(weights[one]) * (WHOLE - now) / rest if rest else (WHOLE - now) / len(others)
    return {one: found[one] for one in weights}


def variants(weights: Weights, by: int) -> Iterator[dict[str, Fraction]]:
    for code in weights:
        for step in (-by, by):
            yield moved(weights, code, step)


def standings(places: Mapping[str, Mapping[str, Share | None]], weights: Weights, by: int = 10) -> dict[str, Standing]:
    """Of every place whose score is known under these weights and under all that lie `by` points off.

    A weight of nothing that grows may ask for a share that is not known: the place is left out of that comparison
    alone.
    """
    scores = _scored(places, weights)
    base = ranks(scores)
    best, worst = dict(base), dict(base)
    for other in variants(weights, by):
        for code, rank in ranks({one: value for one, value in _scored(places, other).items() if one in base}).items():
            best[code], worst[code] = min(best[code], rank), max(worst[code], rank)
    return {code: Standing(scores[code], base[code], best[code], worst[code]) for code in base}


def _scored(places: Mapping[str, Mapping[str, Share | None]], weights: Weights) -> dict[str, int]:
    found = {code: score(shares, weights) for code, shares in places.items()}
    return {code: tenths(value) for code, value in found.items() if value is not None}
