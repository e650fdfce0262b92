"""How large the two data sets are. Both have 25 officers in an office: a country has more offices, not larger ones."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    name: str
    officers: int
    enrolments: int
    progress: int
    runs: int = 5
    courses: int = 200
    organisations: int = 400
    hot_course_learners: int = 5_000
    sessions: int = 1_000


SCALES = {
    "small": Scale("small", officers=10_000, enrolments=150_000, progress=360_000),
    "large": Scale("large", officers=1_000_000, enrolments=5_000_000, progress=12_000_000, organisations=40_000),
}
