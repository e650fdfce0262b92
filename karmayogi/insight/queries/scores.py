"""Scores of ministries, with the arithmetic, the rank, and how it hangs on the weights; of today, or of a snapshot."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from karmayogi.insight.engine import scoring
from karmayogi.insight.engine.figures import figure
from karmayogi.insight.models.terms import Weighting
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.snapshots import snapshots
from karmayogi.insight.queries.trends import kept
from karmayogi.insight.registry.scores import EQUAL, PARTS_OF_SCORE, SCORE
from karmayogi.insight.types import Figure, Frozen, State, Unit, Words
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import num

MINISTRY = "ministry"
STEP = 10  # points by which each weight is moved, to see how ranks hang on it
YEARS = 12  # snapshots that a score card goes back
CODES = tuple(metric.code for metric in PARTS_OF_SCORE)


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """points: of each part. from_at: since when; None for what holds until the Commission lays down any."""

    points: dict[str, int]
    reason: str = ""
    from_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One line of the arithmetic: share times weight is what it gives. weight, gives: as text."""

    share: Figure
    weight: str
    gives: Figure


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A ministry. rank, best, worst: as text, "" without a score; tied: others have the same score."""

    code: str
    name: Words
    score: Figure
    rank: str
    best: str
    worst: str
    tied: bool
    parts: tuple[Part, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Then:
    """A ministry on the day of a snapshot, or today (snapshot None)."""

    on: dt.date
    score: Figure
    rank: str
    of: str
    snapshot: Any = None


def weighting(at: dt.datetime) -> Weights:
    """What held at that moment."""
    row = Weighting.objects.filter(from_at__lte=at).order_by("-from_at", "-pk").first()
    return Weights(dict(row.points), row.reason, row.from_at) if row else Weights(dict(EQUAL))


def weightings() -> list[Weights]:
    """All that were ever laid down, the latest first."""
    return [
        Weights(dict(row.points), row.reason, row.from_at) for row in Weighting.objects.order_by("-from_at", "-pk")[:50]
    ]


def score_board(weights: Weights) -> list[Line]:
    """Of today, every ministry with anybody in it; by rank, then by name; those without a score last."""
    country = orgs.organisation_by_code("IN")
    if country is None:
        return []
    kinds = {str(row.uuid): row.kind for row in orgs.children_of(country.id)}
    places = [
        (place.code, place.name, {code: place.figures[code] for code in CODES})
        for place in boards.organisation_board(country, CODES).units
        if kinds.get(place.code) == MINISTRY
    ]
    return _lines(places, weights)


def frozen_board(frozen: Frozen) -> list[Line]:
    """As it was on that day, by the weights of that day; without lines where a part was not yet counted."""
    if not set(CODES) <= set(frozen.metrics):
        return []
    places = [
        (place.code, place.name, {code: place.figures[code] for code in CODES})
        for place in frozen.organisations
        if place.kind == MINISTRY
    ]
    return _lines(places, weighting(frozen.frozen_at))


def card(code: str, today: Sequence[Line], on: dt.date) -> list[Then]:
    """The score of one ministry from the snapshots on, oldest first, today last."""
    found = []
    for row in reversed(snapshots()[:YEARS]):
        frozen = kept(row.uuid)
        found.append(_then(code, frozen_board(frozen), frozen.on, frozen.uuid))
    return [one for one in [*found, _then(code, today, on)] if one is not None]


def _then(code: str, lines: Sequence[Line], on: dt.date, number: Any = None) -> Then | None:
    line = next((one for one in lines if one.code == code), None)
    if line is None:
        return None
    return Then(on, line.score, line.rank, num(sum(bool(one.rank) for one in lines)), number)


def _lines(places: Sequence[tuple[str, Words, Mapping[str, Figure]]], weights: Weights) -> list[Line]:
    there = [place for place in places if any(one.state is not State.EMPTY for one in place[2].values())]
    shares = {code: {key: _share(one) for key, one in figures.items()} for code, _name, figures in there}
    found = scoring.standings(shares, weights.points, STEP)
    alike = [one.tenths for one in found.values()]
    lines = []
    for code, name, figures in there:
        one = found.get(code)
        lines.append(
            Line(
                code, name, _points(one.tenths if one else None),
                num(one.rank) if one else "", num(one.best) if one else "", num(one.worst) if one else "",
                one is not None and alike.count(one.tenths) > 1,
                tuple(_part(figures[key], weights.points[key]) for key in CODES),
            )
        )  # fmt: skip
    order = {code: one.rank for code, one in found.items()}
    return sorted(lines, key=lambda line: (order.get(line.code, len(lines) + 1), line.name.en))


def _share(one: Figure) -> tuple[int, int] | None:
    return None if one.numerator is None or not one.denominator else (one.numerator, one.denominator)


def _part(share: Figure, weight: int) -> Part:
    of = _share(share)
    return Part(share, num(weight), _points(None if of is None else scoring.tenths(scoring.points(of, weight))))


def _points(tenths: int | None) -> Figure:
    """A figure of the registry; nobody can be told from a score, since it is made of shares that are shown."""
    return figure(
        SCORE.code, Unit.POINTS, numerator=tenths or 0, denominator=0, people=0 if tenths is None else 10,
        about_people=True, hidden=False,
    )  # fmt: skip
