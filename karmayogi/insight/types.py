"""What crosses the face of insight: figures, with everything a screen may say about them."""

import dataclasses
import datetime as dt
import enum
import uuid


class Unit(enum.StrEnum):
    """How a figure is read. COUNT: numerator. SHARE: numerator of denominator. HOURS: minutes in the numerator.
    POINTS: tenths of a point, of a hundred points, in the numerator. STARS: stars given, by how many."""

    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    HOURS_EACH = "hours_each"
    POINTS = "points"
    STARS = "stars"


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
        if self.unit is Unit.POINTS:
            return self.numerator / 10
        if not self.denominator:
            return None
        if self.unit is Unit.SHARE:
            return round(self.numerator * 100 / self.denominator, 1)
        if self.unit is Unit.STARS:
            return round(self.numerator / self.denominator, 1)
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


@dataclasses.dataclass(frozen=True, slots=True)
class FrozenMetric:
    """A metric as it was defined on the day of a snapshot. digest: of definition and query."""

    code: str
    full: Words
    name: Words
    short: Words
    definition: Words
    numerator: Words
    denominator: Words | None
    owner: Words
    grain: Words
    refresh: Words
    small_cells: Words
    unit: Unit
    digest: str


@dataclasses.dataclass(frozen=True, slots=True)
class FrozenPlace:
    """kind: "country", "region" (a State of the map) or the kind of the organisation. code: "IN", of the State, a uuid.

    tile: row and column of a State among equal tiles.
    """

    kind: str
    code: str
    name: Words
    figures: dict[str, Figure]
    tile: tuple[int, int] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    """What a snapshot says. issued_by: whoever answers for the installation, "" for a demonstration."""

    uuid: uuid.UUID
    name: str
    on: dt.date
    as_on: dt.datetime
    frozen_at: dt.datetime
    issued_by: str
    digest: str
    metrics: dict[str, FrozenMetric]
    country: FrozenPlace
    regions: tuple[FrozenPlace, ...]
    organisations: tuple[FrozenPlace, ...]


class Check(enum.StrEnum):
    """What somebody who checks frozen figures is told."""

    GENUINE = "genuine"
    ALTERED = "altered"  # its signature is not ours, or not of this text
    DIFFERS = "differs"  # genuine by itself, and not what is kept here under its number
    UNREADABLE = "unreadable"


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """frozen: what it says, when it is genuine. kid: of the key that signed it. kept: whether it lies here too."""

    check: Check
    frozen: Frozen | None = None
    kid: str = ""
    kept: bool = False
