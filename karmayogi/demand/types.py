"""What crosses the face of demand: plain data."""

import dataclasses
import enum
import uuid


class Kind(enum.StrEnum):
    """How content falls short of what officers need."""

    NO_COURSE = "no_course"  # nothing in the catalogue teaches the competency at the level
    LANGUAGE = "language"  # something does, but not, or hardly, in a language that enough of them read
    WEAK = "weak"  # something does, and all of it is rated badly by enough people


class State(enum.StrEnum):
    OPEN = "open"  # waits for a provider's answer
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by the one provider whom it was put to, or given back; the Commission decides
    LAPSED = "lapsed"  # its last day went by
    FULFILLED = "fulfilled"
    CLOSED = "closed"


LIVE = (State.OPEN, State.ACCEPTED, State.DECLINED, State.LAPSED)
ENDED = (State.FULFILLED, State.CLOSED)


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """The thresholds of a scan. stars: of five, a mean below it is weak; days: until a request is due, usually."""

    least_people: int
    language_courses: int
    weak_ratings: int
    weak_stars: float
    days: int


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """The arithmetic of a lack.

    people: officers whose post asks for the competency at the level (of a language: who read that language); lacking:
    of these, who have not shown it; both in whole tens, rounded down. courses: in the catalogue that teach it to this
    level or above; in_language: of these, in the language of the lack; lower: that teach it, not as high. languages: of
    `courses`. rated, stars: ratings of `courses` since their current versions and their mean, None without any. plans:
    annual plans in force that answer this competency.
    """

    people: int
    lacking: int
    courses: int = 0
    in_language: int = 0
    lower: int = 0
    languages: tuple[str, ...] = ()
    rated: int = 0
    stars: float | None = None
    plans: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Lack:
    """language: "" unless the lack is one of language."""

    kind: Kind
    competency_id: int
    level: int
    language: str
    figures: Figures


@dataclasses.dataclass(frozen=True, slots=True)
class Party:
    """A provider that somebody may answer for, or that can be asked."""

    id: int
    uuid: uuid.UUID
    name_en: str
    name_hi: str
    name_ur: str


class Short(enum.StrEnum):
    """Why a course does not cover what was asked."""

    COMPETENCY = "competency"
    LEVEL = "level"
    LANGUAGE = "language"
