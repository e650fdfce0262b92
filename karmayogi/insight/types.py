"""What crosses the face of insight: figures, with everything a screen may say about them."""

import dataclasses
import datetime as dt
import enum


class Unit(enum.StrEnum):
    """How a figure is read. COUNT: numerator. SHARE: numerator of denominator. HOURS: minutes in the numerator."""

    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    HOURS_EACH = "hours_each"


class State(enum.StrEnum):
    """Whether a figure may be shown. EMPTY: there is nobody (or nothing) that it could speak of."""

    SHOWN = "shown"
    FEW = "few"  # fewer than ten people
    WITHHELD = "withheld"  # shown, it would give away a cell of fewer than ten
    EMPTY = "empty"


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """One text in the three languages of the product."""

    en: str
    hi: str
    ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One number with its right to be shown. Whatever is not shown carries no numbers at all.

    metric: code in the registry. numerator, denominator: None unless SHOWN; minutes where the unit is hours.
    """

    metric: str
    unit: Unit
    state: State
    numerator: int | None = None
    denominator: int | None = None

    @property
    def value(self) -> float | None:
        """What is drawn and sorted: a count, per cent with one decimal, or hours with one decimal."""
        if self.numerator is None:
            return None
        if self.unit is Unit.COUNT:
            return self.numerator
        if self.unit is Unit.HOURS:
            return round(self.numerator / 60, 1)
        if not self.denominator:
            return None
        if self.unit is Unit.SHARE:
            return round(self.numerator * 100 / self.denominator, 1)
        return round(self.numerator / self.denominator / 60, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A row of a table of figures. code: of a State ('' for none recorded), the uuid of a unit, or "own"."""

    code: str
    name: Words
    figures: dict[str, Figure]


@dataclasses.dataclass(frozen=True, slots=True)
class Freshness:
    """When the figures were last brought up to date."""

    as_on: dt.datetime
    day: dt.date
