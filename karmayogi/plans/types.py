"""What crosses the face of plans, and what its engine works with: plain data. A "day" is a day in India."""

import dataclasses
import datetime as dt
import enum


class Attribute(enum.StrEnum):
    """What a condition of an audience asks about."""

    UNIT = "unit"  # values: organisations; the post is in one of them or below
    DESIGNATION = "designation"
    POSTING = "posting"  # values: kinds of incumbency, e.g. deputation
    POSTED = "posted"  # between low and high: first day on the post
    GROUP = "group"
    SERVICE = "service"
    CADRE = "cadre"
    BATCH = "batch"  # between low and high: year
    JOINED = "joined"  # between low and high: first day on any post
    VERIFIED = "verified"
    TAG = "tag"
    PERSON = "person"  # a list by name


# These are asked of one post: within a rule all of them must hold for the same post.
ON_POST = frozenset({Attribute.UNIT, Attribute.DESIGNATION, Attribute.POSTING, Attribute.POSTED})


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """One attribute with the values of which any will do, or the span (ends included, None: open)."""

    attribute: Attribute
    values: tuple[int | str, ...] = ()
    low: dt.date | int | None = None
    high: dt.date | int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that must all hold; of several rules one is enough. excludes: whom it matches is left out."""

    number: int
    conditions: tuple[Condition, ...] = ()
    excludes: bool = False


class Wants(enum.StrEnum):
    ITEMS = "items"
    MINUTES = "minutes"
    LEVEL = "level"
    POINTS = "points"


@dataclasses.dataclass(frozen=True, slots=True)
class What:
    """ITEMS: `needed` of the items, each a course, programme, assessment or event with its equivalents behind it.
    MINUTES: `needed` minutes of learning. POINTS: as many points by the published rules (decision 0041). LEVEL: the
    competency at the level `needed`."""

    wants: Wants
    needed: int
    items: tuple[tuple[int, ...], ...] = ()
    competency_id: int | None = None


class Anchor(enum.StrEnum):
    FIXED = "fixed"
    START = "start"  # the day on which the mandate takes effect
    JOINING = "joining"  # first day in service
    POSTING = "posting"  # first day on the post by which the rule matched


class Unit(enum.StrEnum):
    DAYS = "days"
    MONTHS = "months"
    WORKING_DAYS = "working_days"


class RoundTo(enum.StrEnum):
    NONE = ""
    QUARTER = "quarter"  # last day of the quarter
    YEAR = "year"  # last day of the financial year, 31 March


@dataclasses.dataclass(frozen=True, slots=True)
class DueRule:
    anchor: Anchor
    fixed_on: dt.date | None = None
    amount: int = 0
    unit: Unit = Unit.DAYS
    round_to: RoundTo = RoundTo.NONE


class Basis(enum.StrEnum):
    """From what the next due date is counted."""

    DUE = "due"  # the dates stay, however early or late it was done
    COMPLETION = "completion"  # so many months from the day on which it was done


@dataclasses.dataclass(frozen=True, slots=True)
class Repeat:
    """Every `months`. window: it can be renewed in the last so many months before the date, 1 to `months`."""

    months: int
    basis: Basis
    window: int


@dataclasses.dataclass(frozen=True, slots=True)
class Mandate:
    """What the engine needs of an order. unit_id: the issuer's organisation; nobody outside it is ever reached.

    counts_from: what was done earlier does not count the first time; None: whenever it was done. ends_on: its last day.
    """

    id: int
    unit_id: int
    rules: tuple[Rule, ...]
    what: What
    due: DueRule
    starts_on: dt.date
    ends_on: dt.date | None = None
    counts_from: dt.date | None = None
    repeat: Repeat | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Posting:
    """A post that somebody holds today. units: its organisation and all above it, the country first."""

    units: tuple[int, ...]
    designation_id: int
    kind: str
    since: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class Relieved:
    """A decision for one person under one mandate: exempt from `since` until before `until`, or due by `until`."""

    mandate_id: int
    exempt: bool
    since: dt.date
    until: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person on a day. postings: the main one first. done: item -> days on which it was completed.
    credits: (day, minutes). points: (day, points), below zero where some are taken back. levels: competency -> (level,
    day since when it is known)."""

    person_id: int
    group: str = ""
    tags: tuple[str, ...] = ()
    service_id: int | None = None
    cadre_id: int | None = None
    batch: int | None = None
    joined_on: dt.date | None = None
    verified: bool = False
    postings: tuple[Posting, ...] = ()
    done: dict[int, tuple[dt.date, ...]] = dataclasses.field(default_factory=dict)
    credits: tuple[tuple[dt.date, int], ...] = ()
    points: tuple[tuple[dt.date, int], ...] = ()
    levels: dict[int, tuple[int, dt.date]] = dataclasses.field(default_factory=dict)
    reliefs: tuple[Relieved, ...] = ()


class Status(enum.StrEnum):
    UPCOMING = "upcoming"  # the mandate takes effect later
    OPEN = "open"
    EXTENDED = "extended"  # open beyond the due date, by a decision
    OVERDUE = "overdue"
    DONE = "done"
    EXEMPT = "exempt"


class StepKind(enum.StrEnum):
    FIXED = "fixed"
    START = "start"
    JOINING = "joining"
    POSTING = "posting"
    BOUND = "bound"  # the order binds her later than the date that it gave
    DAYS = "days"
    MONTHS = "months"
    WORKING_DAYS = "working_days"
    QUARTER = "quarter"
    YEAR = "year"
    REPEATED = "repeated"  # amount: how many times the months were added
    COMPLETED = "completed"
    EXTENDED = "extended"
    EXEMPTED = "exempted"  # amount: days after the end of an exemption


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic of a due date, and the day that it gives. skipped: days that are no working days."""

    kind: StepKind
    day: dt.date
    amount: int = 0
    skipped: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Cycle:
    """An earlier time that it was due; done_on None: it was missed."""

    due_on: dt.date
    done_on: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Obligation:
    """What a mandate means for one person on one day.

    rule: number of the rule that matched; posting: the post by which it did. counts_from: since when what is done
    counts for this due date. items: of each item the day on which it was done. minutes, points, level: how far she is,
    where these are asked for. again_from: where it is done and repeats, the first day on which it can
    be renewed; again_due: by when it then has to be.
    """

    mandate_id: int
    rule: int
    posting: Posting
    due_on: dt.date
    opens_on: dt.date
    status: Status
    done_on: dt.date | None
    steps: tuple[Step, ...]
    counts_from: dt.date | None = None
    items: tuple[dt.date | None, ...] = ()
    minutes: int = 0
    points: int = 0
    level: int = 0
    again_from: dt.date | None = None
    again_due: dt.date | None = None
    history: tuple[Cycle, ...] = ()
