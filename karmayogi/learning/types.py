"""What crosses the face of learning: plain data."""

import dataclasses
import datetime as dt
import enum
from uuid import UUID


class PartKind(enum.StrEnum):
    PAGE = "page"
    VIDEO = "video"
    AUDIO = "audio"
    SLIDES = "slides"
    PDF = "pdf"
    SCORM12 = "scorm12"
    SCORM2004 = "scorm2004"
    QUIZ = "quiz"


class CreditKind(enum.StrEnum):
    """The 70-20-10 of learning: courses, from others, on the job."""

    FORMAL = "formal"
    SOCIAL = "social"
    EXPERIENCE = "experience"


@dataclasses.dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in its current version. id and uuid of the course, version: its number.

    new: it was published just now; False where the same source was published before and nothing changed.
    """

    id: int
    uuid: UUID
    code: str
    version: int
    title_en: str
    title_hi: str
    title_ur: str
    new: bool = dataclasses.field(default=True, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class CourseCard:
    """What a list shows of a course before it is opened: minutes to learn, bytes to load at most."""

    id: int
    uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    provider: str
    mode: str
    minutes: int
    bytes: int
    languages: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class QuizSpec:
    """draw: questions of one attempt; minutes: time limit; attempts: how often; pass_percent: 0-100."""

    draw: int
    minutes: int
    attempts: int
    pass_percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class QuizPart:
    """A quiz as one learner meets it. score: her best so far in per cent, None before the first result."""

    part_id: int
    part_uuid: UUID
    key: str
    title_en: str
    title_hi: str
    title_ur: str
    course_uuid: UUID
    course_en: str
    course_hi: str
    course_ur: str
    enrolment_uuid: UUID
    language: str
    pass_percent: int
    state: str
    score: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class ActiveEnrolment:
    """A course in progress: parts done of total, and where she left."""

    uuid: UUID
    course_uuid: UUID
    title_en: str
    title_hi: str
    title_ur: str
    minutes: int
    bytes: int
    done: int
    total: int
    minutes_left: int
    last_at: dt.datetime
