"""What crosses the face of capacity, and what its engine works with: plain data. Quarters are of the financial year."""

import dataclasses
import datetime as dt
import enum

MOST_RUPEES = 10**14  # of an amount that somebody enters
MOST_PEOPLE = 10_000_000  # of a number of people or seats


class Status(enum.StrEnum):
    """Of a plan. In execution: a published one whose year has begun (engine.year.in_execution)."""

    DRAFT = "draft"
    AGREED = "agreed"  # by the chair of the capacity building unit
    APPROVED = "approved"  # by the head
    PUBLISHED = "published"
    CLOSED = "closed"


class Pillar(enum.StrEnum):
    INDIVIDUAL = "individual"
    ORGANISATIONAL = "organisational"
    INSTITUTIONAL = "institutional"


class Lens(enum.StrEnum):
    NATIONAL = "national"
    CITIZEN = "citizen"
    TECHNOLOGY = "technology"


class Mode(enum.StrEnum):
    ONLINE = "online"
    CLASSROOM = "classroom"
    BLENDED = "blended"
    ON_THE_JOB = "on_the_job"
    VISIT = "visit"
    OTHER = "other"  # what is no training: an order, a tool, a process


class Shape(enum.StrEnum):
    """For which kind of body a plan is; says who signs and what is asked."""

    MINISTRY = "ministry"
    STATE = "state"
    ULB = "ulb"
    PANCHAYAT = "panchayat"


class PaperKind(enum.StrEnum):
    WORK_ALLOCATION = "work_allocation"
    ANNUAL_REPORT = "annual_report"
    OTHER = "other"


class Hinders(enum.StrEnum):
    """What keeps somebody from learning what her post asks, most of all."""

    NOTHING = "nothing"
    TIME = "time"
    COURSE = "course"  # there is none
    SEAT = "seat"  # not nominated, or not relieved for it
    LANGUAGE = "language"
    DEVICE = "device"  # no device, no network
    OTHER = "other"


class Progress(enum.StrEnum):
    """How an intervention stands when a quarter is reviewed."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


class Weights(enum.StrEnum):
    """What a seat is worth to a scenario."""

    RANK = "rank"  # 5 × levels missing ÷ levels asked × importance, as the plan ranks its needs
    LEVELS = "levels"  # levels missing
    EQUAL = "equal"  # every seat the same


class ScenarioState(enum.StrEnum):
    NEW = "new"
    WAITING = "waiting"  # a job was asked for
    RUNNING = "running"
    DONE = "done"
    IMPOSSIBLE = "impossible"  # what is locked and agreed cannot stand together
    FAILED = "failed"
    STOPPED = "stopped"


class Choice(enum.StrEnum):
    """What a scenario says of a batch."""

    IN = "in"  # an extra one is considered
    HELD = "held"
    OUT = "out"


class Missed(enum.StrEnum):
    """Why somebody has no seat: what the solver tells, and what it was told beforehand."""

    FULL = "full"
    BUDGET = "budget"
    CLOSED = "closed"
    OFFICE = "office"
    QUOTA = "quota"
    DATES = "dates"
    DAYS = "days"
    PLACE = "place"
    LANGUAGE = "language"
    NO_BATCH = "no_batch"
    PEAK = "peak"  # every batch that fits lies in a peak of her office
    LEAVES = "leaves"  # her post ends before
    BEGUN = "begun"  # every batch that fits has begun


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a need: a designation (or all of them) and a competency.

    people: who hold such a post; met: how many of them have shown what it asks; wanted, missing: levels, over all of
    them. answers, asked: of a survey, and how many of these asked for it. quoted: lines of orders that were taken.
    """

    people: int = 0
    met: int = 0
    wanted: int = 0
    missing: int = 0
    answers: int = 0
    asked: int = 0
    quoted: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One part of the official's need: its source (gap, survey, order), 0 to 5, and how much it weighs."""

    source: str
    value: float
    weight: int


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """need 0 to 5 out of its parts; importance 1 to 5; rank: their product."""

    parts: tuple[Part, ...]
    need: float
    importance: int
    rank: float


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """Training allocation against the salary head, in rupees. due: 2.5 % of the salary; short: what is missing."""

    salary: int
    training: int
    due: int
    short: int


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Something that a text names: characters start to end of it are quoted; words: those that were recognised."""

    key: int
    start: int
    end: int
    words: tuple[str, ...]
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class Quarter:
    """number 1 (April to June) to 4; both days belong to it."""

    number: int
    first: dt.date
    last: dt.date
