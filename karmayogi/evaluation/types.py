"""What crosses the face of evaluation: plain data."""

import dataclasses
import datetime as dt
import enum
import uuid


class Design(enum.StrEnum):
    """How it comes about that some units have the training and others not, or not yet."""

    LOTTERY = "lottery"  # seats are short: the lot decides who has one
    WEDGE = "wedge"  # everybody in turn: the lot decides who begins when
    GIVEN = "given"  # decided by others: only the change is compared, and what else differed stays open


class State(enum.StrEnum):
    DRAFT = "draft"
    REGISTERED = "registered"  # the plan is signed; nothing of it changes any more
    DRAWN = "drawn"  # sample and turns are known
    CLOSED = "closed"


class WaveKind(enum.StrEnum):
    BASELINE = "baseline"
    MIDLINE = "midline"
    ENDLINE = "endline"


class RoomState(enum.StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    ENDED = "ended"  # files and key are destroyed
    REFUSED = "refused"


@dataclasses.dataclass(frozen=True, slots=True)
class Assumptions:
    """What the power of a study is worked out from.

    effect: the smallest one worth finding, in standard deviations of one answer; answers: asked in a unit and wave;
    icc: share of the variance that lies between units; stability: correlation of a unit's means over waves.
    """

    effect: float
    answers: int
    icc: float
    stability: float
    alpha: float = 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Power:
    """design_effect: by how much clusters inflate the variance of a mean of all answers. smallest: effect that is found
    with a power of 80 %, in the same measure as Assumptions.effect."""

    treated: int
    comparison: int
    design_effect: float
    error: float
    power: float
    smallest: float


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """One indicator of one unit in one wave. turn: from which wave on the unit is treated, 0: never."""

    unit: str
    stratum: str
    turn: int
    wave: int
    value: float

    @property
    def treated(self) -> bool:
        return 0 < self.turn <= self.wave


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """A difference with its 95 % interval, in the measure of the indicator.

    spread: standard deviation of the indicator at the first wave; standard: estimate / spread. lot: share of other lots
    that would have given as great an estimate; None where no lot was drawn, or there is only one.
    """

    estimate: float
    error: float
    low: float
    high: float
    p: float
    spread: float
    units: int
    seen: int
    lot: float | None = None

    @property
    def standard(self) -> float | None:
        return self.estimate / self.spread if self.spread > 0 else None


@dataclasses.dataclass(frozen=True, slots=True)
class Balance:
    """An indicator at baseline in both groups; difference: standardised, None where nothing varies."""

    indicator: str
    treated: float
    comparison: float
    treated_units: int
    comparison_units: int
    difference: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class Mean:
    """Of a group in a wave; low and high: 95 % interval, the mean itself for one unit."""

    wave: int
    treated: bool
    units: int
    mean: float
    low: float
    high: float


@dataclasses.dataclass(frozen=True, slots=True)
class StudyTerms:
    """What somebody writes about a study. seats: units that can be treated, of a lottery; sample: units drawn in each
    stratum, 0 for all; steps: turns of a stepped wedge."""

    title: str
    question: str
    design: Design
    sample: int
    seats: int
    steps: int
    assumptions: Assumptions
    course: str = ""
    invented: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class IndicatorTerms:
    code: str
    name: str
    definition: str
    higher_is_better: bool
    primary: bool
    service: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class WaveTerms:
    kind: WaveKind
    from_on: dt.date
    until_on: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class RoomTerms:
    """columns: keys of the data dictionary."""

    title: str
    purpose: str
    organisation: uuid.UUID
    columns: tuple[str, ...]
    assessors: tuple[str, ...]
    begins_at: dt.datetime
    ends_at: dt.datetime
