"""What crosses the face of competencies: plain data."""

import dataclasses
import datetime as dt
import enum
import uuid


class Source(enum.StrEnum):
    """Where a piece of evidence comes from. How much each counts is in `engine.levels`."""

    SELF = "self"
    PEER = "peer"
    SUBORDINATE = "subordinate"
    SUPERVISOR = "supervisor"
    COURSE_TEST = "course_test"
    INDEPENDENT_TEST = "independent_test"
    OBSERVATION = "observation"
    WORK_PRODUCT = "work_product"
    PRIOR_LEARNING = "prior_learning"
    EXTERNAL_CERTIFICATE = "external_certificate"


LEVEL_NAMES = ("Basic", "Proficient", "Advanced", "Expert", "Ustad")
"""English names of levels 1 to 5, for papers; data/levels.toml has the descriptors."""


@dataclasses.dataclass(frozen=True, slots=True)
class LevelWords:
    """One level of a competency in the reader's language. english: what its owner says of it in English only."""

    number: int
    name: str
    text: str
    english: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class CompetencyRow:
    id: int
    uuid: uuid.UUID
    code: str
    area: str
    theme_en: str
    theme_hi: str
    theme_ur: str
    name_en: str
    name_hi: str
    name_ur: str
    gloss_en: str
    gloss_hi: str


@dataclasses.dataclass(frozen=True, slots=True)
class Requirement:
    """A competency at a level (1-5) that a post needs; importance 1-5 is the highest over its activities."""

    competency_id: int
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    area: str
    level: int
    importance: int


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning behind a level, as data; the screen puts it into words in the reader's language.

    kind: "counts" (a row that supports the level), "faded" (too old to carry it alone), "outweighed" (a row that
    speaks against a higher level), "claim" (self-assessment alone shows nothing).
    """

    kind: str
    source: str
    level: int
    weight: float
    on: dt.date
    instrument: str


@dataclasses.dataclass(frozen=True, slots=True)
class ShownLevel:
    """level 0 (nothing shown) to 5; confidence 0 to 1; engine: version of the function that computed it."""

    level: int
    confidence: float
    reasons: tuple[Reason, ...]
    engine: str
    computed_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """Requirement minus level, for the post held; never stored as truth."""

    competency_id: int
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    area: str
    needs: int
    shown: int
    confidence: float
    importance: int

    @property
    def missing(self) -> int:
        """Levels still to show; 0 when met."""
        return max(0, self.needs - self.shown)


@dataclasses.dataclass(frozen=True, slots=True)
class ActivityNode:
    key: str
    name_en: str
    name_hi: str
    name_ur: str
    knowledge: tuple[str, ...]
    needs: tuple[tuple[int, int], ...]
    """(competency id, level) pairs."""


@dataclasses.dataclass(frozen=True, slots=True)
class RoleNode:
    key: str
    name_en: str
    name_hi: str
    name_ur: str
    activities: tuple[ActivityNode, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileTree:
    """The published FRAC profile of a designation."""

    uuid: uuid.UUID
    designation_id: int
    version: int
    published_on: dt.date
    basis: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    roles: tuple[RoleNode, ...]
    requirements: tuple[Requirement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of evidence as its person sees it."""

    uuid: uuid.UUID
    competency_id: int
    level: int
    score: int | None
    source: str
    instrument: str
    instrument_version: str
    context: str
    observer: str
    observed_on: dt.date
    contested: bool
    withdrawn: str
    """Reason of the withdrawal, empty while it stands."""
    unconfirmed: str = ""
    """Why the proof is not confirmed and does not count; empty otherwise."""


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """Something of a higher package that is tagged with a competency. what: "courses", "plans". address: its page."""

    what: str
    title_en: str
    title_hi: str
    title_ur: str
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class Lacking:
    """Officers whose post asks for the competency at just that level: how many, and how many of them have shown it.

    language: in which they read these pages; "" for people without an account.
    """

    competency_id: int
    level: int
    language: str
    people: int
    met: int
