"""The highest and the lowest of each rate in a snapshot. Only figures that are shown are compared."""

import dataclasses
from collections.abc import Sequence

from karmayogi.insight.types import Figure, FrozenPlace, Unit

RATES = (Unit.SHARE, Unit.HOURS_EACH)  # an amount says more of the size of a place than of what it does


@dataclasses.dataclass(frozen=True, slots=True)
class Extremes:
    """Of one metric among places: those with the highest and with the lowest value, all of them where several tie.

    shown: places whose figure is shown; the others are not compared.
    """

    metric: str
    highest: tuple[FrozenPlace, ...]
    most: Figure
    lowest: tuple[FrozenPlace, ...]
    least: Figure
    shown: int


def extremes(metric: str, unit: Unit, places: Sequence[FrozenPlace]) -> Extremes | None:
    """None where nothing can be compared: an amount, fewer than two figures, or all of them alike."""
    values = {place.code: place.figures[metric].value for place in places}
    known = [value for value in values.values() if value is not None]
    if unit not in RATES or len(known) < 2 or min(known) == max(known):
        return None
    highest = tuple(place for place in places if values[place.code] == max(known))
    lowest = tuple(place for place in places if values[place.code] == min(known))
    return Extremes(metric, highest, highest[0].figures[metric], lowest, lowest[0].figures[metric], len(known))


def ranked(metric: str, places: Sequence[FrozenPlace]) -> list[FrozenPlace]:
    """Those whose figure is shown, the highest first, ties by English name."""
    shown = [place for place in places if place.figures[metric].value is not None]
    return sorted(shown, key=lambda place: (-(place.figures[metric].value or 0), place.name.en))
