"""What the portal's screens show, put together from several domains."""

import dataclasses
import enum
import uuid

from karmayogi.competencies.types import Gap
from karmayogi.learning.types import ActiveEnrolment, CourseCard
from karmayogi.orgs.types import LinePost, PostRow


class NextKind(enum.StrEnum):
    """Why the next step is what it is."""

    CONTINUE = "continue"  # a course she has begun
    CLOSE_GAP = "close_gap"  # her largest gap for which there is a course
    NO_COURSE = "no_course"  # a gap, and no course for it yet
    ALL_SHOWN = "all_shown"  # everything her post needs is shown
    NO_PROFILE = "no_profile"  # nobody has described her post yet
    NO_POST = "no_post"


@dataclasses.dataclass(frozen=True, slots=True)
class NextStep:
    kind: NextKind
    gap: Gap | None = None
    course: CourseCard | None = None
    enrolment: ActiveEnrolment | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Today:
    """Who she is, the one next step, and what is going on. kinds: minutes learned in this financial year, by kind."""

    post: PostRow | None
    line: list[LinePost]
    next_step: NextStep
    others: list[ActiveEnrolment]
    gaps: list[Gap]
    kinds: dict[str, int]
    certificates: int

    @property
    def minutes(self) -> int:
        return sum(self.kinds.values())


@dataclasses.dataclass(frozen=True, slots=True)
class TeamLine:
    """One member of a team with what she still has to show, largest gap first."""

    person_uuid: uuid.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    met: int
    total: int
    gaps: list[Gap]
