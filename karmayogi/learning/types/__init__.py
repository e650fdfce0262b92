"""What crosses the face of learning: plain data."""

import dataclasses
import datetime as dt
import enum
from typing import Any
from uuid import UUID

from karmayogi.learning.types.records import Act as Act
from karmayogi.learning.types.records import ActKind as ActKind
from karmayogi.learning.types.records import Oddity as Oddity
from karmayogi.learning.types.records import RecordRule as RecordRule
from karmayogi.learning.types.teaching import TaughtVersion as TaughtVersion
from karmayogi.learning.types.teaching import Teaching as Teaching


class PartKind(enum.StrEnum):
    PAGE = "page"
    VIDEO = "video"
    AUDIO = "audio"
    SLIDES = "slides"
    PDF = "pdf"
    SCORM12 = "scorm12"
    SCORM2004 = "scorm2004"
    H5P = "h5p"
    CMI5 = "cmi5"
    XAPI = "xapi"
    QUIZ = "quiz"
    LTI = "lti"


# Kinds that are a package made elsewhere, played apart.
PACKAGES = frozenset({PartKind.SCORM12, PartKind.SCORM2004, PartKind.H5P, PartKind.CMI5, PartKind.XAPI})
# Kinds of which others claim that they were done: without a test of ours they prove nothing (E0).
CLAIMED = PACKAGES | {PartKind.LTI}
MOST_MONTHS = 600  # the longest that a certificate of a course is good for, unless it is for ever


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
    kind: str = "course"


@dataclasses.dataclass(frozen=True, slots=True)
class DrawnLine:
    """count questions of a competency (its code), a level of it and a difficulty; None or "": of any."""

    count: int
    competency: str = ""
    level: int | None = None
    difficulty: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class QuizSection:
    """Part of a test. minutes: its own time, one section after the other; cut_off: per cent needed in it to pass."""

    titles: dict[str, str]
    lines: tuple[DrawnLine, ...]
    minutes: int | None = None
    cut_off: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class QuizSpec:
    """draw: questions of one attempt; minutes: time limit; attempts: how often; pass_percent: 0-100.

    negative_percent: of the mark of a question, taken off for a wrong answer. sections: the blueprint by which papers
    are drawn; without any, the whole pool in its own proportions.
    second_percent: of the answers that persons mark, marked by two of them. peers: learners who mark each such answer;
    0 leaves it to those whose work it is.
    """

    draw: int
    minutes: int
    attempts: int
    pass_percent: int
    negative_percent: int = 0
    sections: tuple[QuizSection, ...] = ()
    second_percent: int = 0
    peers: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class GatheringTimes:
    """When and where an event is. seats: None without a limit. credit: the kind of its hours (CreditKind)."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    link: str = ""
    speaker: str = ""
    seats: int | None = None
    credit: str = "social"

    @property
    def minutes(self) -> int:
        return max(1, round((self.ends_at - self.starts_at).total_seconds() / 60))


@dataclasses.dataclass(frozen=True, slots=True)
class ProgrammeStep:
    """A group (rule, needed, steps) or an item (code of a course, points) of a programme that is handed over whole.

    rule: all | in_order | at_least | points. titles by language, of groups.
    """

    code: str = ""
    points: int = 1
    rule: str = ""
    needed: int | None = None
    titles: dict[str, str] = dataclasses.field(default_factory=dict)
    steps: tuple["ProgrammeStep", ...] = ()


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
class OutsidePart:
    """A part that is played elsewhere, as one learner meets it. link: by what the other side knows it."""

    part_id: int
    part_uuid: UUID
    key: str
    link: UUID
    title: str
    course_id: int
    course_uuid: UUID
    course_code: str
    course_title: str
    enrolment_id: int
    enrolment_uuid: UUID
    organisation_path: str
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft in which somebody may write. path: of the provider's organisation, None without one."""

    id: int
    uuid: UUID
    course_id: int
    course_uuid: UUID
    course_code: str
    title: str
    path: str | None


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


class Outcome(enum.StrEnum):
    """What became of an item of a file that was brought."""

    IMPORTED = "imported"
    PARTLY = "partly"
    KEPT = "kept"  # it stays in the file as it came, and cannot be used here
    LEFT_OUT = "left_out"


class Why(enum.StrEnum):
    """Why an item did not come in whole, or a file not at all. learning.web.exchange.words says it to the reader."""

    UNKNOWN_FORMAT = "unknown_format"
    BROKEN = "broken"
    DOCTYPE = "doctype"
    NEWER = "newer"
    NOT_ENGLISH = "not_english"
    NOTHING = "nothing"
    NO_ENGLISH = "no_english"
    UNKNOWN_LANGUAGE = "unknown_language"
    EMPTY = "empty"
    MISSING = "missing"
    KIND = "kind"
    IMAGES = "images"
    LINKS = "links"
    FORMATTING = "formatting"
    JOINED = "joined"
    NO_LESSON = "no_lesson"
    OPTION_COUNT = "option_count"
    QUESTION_COUNT = "question_count"
    RIGHT_ANSWER = "right_answer"
    NO_RIGHT_ANSWER = "no_right_answer"
    NO_WRONG_ANSWER = "no_wrong_answer"
    FEW_OPTIONS = "few_options"
    TWICE = "twice"
    PART_MARKS = "part_marks"
    SCORING = "scoring"
    PICTURE = "picture"
    SPLIT = "split"
    RANDOM = "random"
    UNMARKED = "unmarked"
    FEEDBACK = "feedback"
    OUTSIDE = "outside"
    HIDDEN = "hidden"
    COMPUTED = "computed"
    NOT_PLAYABLE = "not_playable"
    BLOCKED = "blocked"
    CASE = "case"
    UNITS = "units"
    EXTRAS = "extras"
    EVEN = "even"
    MINUS = "minus"
    RUBRIC = "rubric"
    BY_PERSON = "by_person"
    NO_ALT = "no_alt"
    NO_PICTURE = "no_picture"
    MANY_PICTURES = "many_pictures"
    NOT_TAKEN = "not_taken"
    NO_TOOL = "no_tool"
    DEEP = "deep"


class CourseFault(Exception):
    """A whole file that cannot be read as a course. detail: the name inside it, or what was found there."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail[:200]


@dataclasses.dataclass(frozen=True, slots=True)
class ReportLine:
    """One item of a brought file. source: its name there; kind: what the format calls it."""

    source: str
    kind: str
    outcome: Outcome
    why: Why | None = None
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedFile:
    """path: inside the unpacked archive."""

    path: str
    media_type: str


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedPicture:
    """path: inside the unpacked archive. width, height: pixels, 0 until it was drawn anew."""

    path: str
    width: int = 0
    height: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedVariant:
    """A part in one language. html: cleaned. package: path of a zip inside the archive, or "". pictures: by name."""

    title: str
    html: str = ""
    file: PlannedFile | None = None
    captions: PlannedFile | None = None
    poster: PlannedFile | None = None
    package: str = ""
    pages: int | None = None
    seconds: int | None = None
    pictures: dict[str, PlannedPicture] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedLink:
    """What a part opens in a learning tool of somebody else. tool: how that is called. No key and no name by which
    the tool and a place know each other. maximum: of its column of grades, None without one."""

    tool: str
    url: str
    title: str
    text: str = ""
    custom: dict[str, str] = dataclasses.field(default_factory=dict)
    opens_in: str = "window"
    completes: str = "launch"
    maximum: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedPart:
    """questions: as in questions.toml. quiz: terms of its test. min_seconds: None where it is still to be reckoned."""

    key: str
    kind: PartKind
    minutes: int
    variants: dict[str, PlannedVariant]
    questions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    quiz: QuizSpec | None = None
    min_seconds: int | None = None
    outside: PlannedLink | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class CoursePlan:
    """A course as a reader of some format understood it; nothing is written yet. code "": the file has none.

    `report` has a line for every item of the source. parts_needed: the rule of completion, None for all parts.
    other: the same file taken in another way, if there is one; the publisher chooses. H5P is played, or asked by us.
    sessions: codes of events. kind: course, or assessment for a test without lessons. certificate_months: None:
    for ever. left_behind: what the place it comes from has of it beside the file.
    """

    format: str
    titles: dict[str, str]
    parts: list[PlannedPart]
    code: str = ""
    provider: str = ""
    mode: str = "online"
    licence: str = ""
    summaries: dict[str, str] = dataclasses.field(default_factory=dict)
    competencies: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    pass_percent: int = 60
    parts_needed: int | None = None
    report: list[ReportLine] = dataclasses.field(default_factory=list)
    other: "CoursePlan | None" = None
    watch_percent: int = 90
    sessions: list[str] = dataclasses.field(default_factory=list)
    sessions_needed: int | None = None
    kind: str = "course"
    certificate_months: int | None = None
    left_behind: list[str] = dataclasses.field(default_factory=list)
