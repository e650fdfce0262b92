"""What courses teach, told to whoever asks what is missing."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Teaching:
    """A course that everybody finds, and a competency that it teaches to a level. rated, stars: how many ratings were
    given since its current version, and their sum."""

    course_id: int
    competency_id: int
    level: int
    languages: tuple[str, ...]
    rated: int
    stars: int


@dataclasses.dataclass(frozen=True, slots=True)
class TaughtVersion:
    """levels: competency id -> level. languages: in which each part of it is there. open: everybody finds it."""

    course_id: int
    version_id: int
    number: int
    provider_id: int
    levels: dict[int, int]
    languages: frozenset[str]
    open: bool
