"""What crosses the face of assessment: plain data."""

import dataclasses
import datetime as dt
import enum
from uuid import UUID


class Closing(enum.StrEnum):
    """How an attempt ended: submitted by hand, or closed by the server when time and grace were over."""

    PERSON = "person"
    TIME = "time"


@dataclasses.dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt. score: per cent; it, `right`, `passed` and `submitted_at` are None while the attempt is open.

    The first three are also while it waits for the marks of persons, or for its sitting. person_id: None for somebody
    who was invited and has no account.
    """

    id: int
    uuid: UUID
    person_id: int | None
    paper_id: int
    part_uuid: UUID
    number: int
    language: str
    position: int
    questions: int
    pass_percent: int
    opened_at: dt.datetime
    due_at: dt.datetime
    submitted_at: dt.datetime | None
    closing: str
    right: int | None
    score: int | None
    passed: bool | None

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_waiting(self) -> bool:
        """Handed in, with texts that persons have to mark first, or at a sitting whose results are not told yet."""
        return self.submitted_at is not None and self.score is None


@dataclasses.dataclass(frozen=True, slots=True)
class ImportedQuestions:
    """new: wordings not known before; kept: those already there; dropped: no longer in the pool of this test."""

    new: int
    kept: int
    dropped: int


@dataclasses.dataclass(frozen=True, slots=True)
class FormSize:
    """One form of a drafted paper. questions: that it draws from; shared: of these, with its first form; difficulty:
    their mean. problem: why no paper can be drawn of it yet."""

    name: str
    questions: int
    shared: int
    difficulty: float
    problem: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PaperPreview:
    """A paper as somebody could get it: (section, key of the question) in the order of asking; section from 1.

    forms: one without a name where there are none. problem: why the test cannot be published as it is."""

    forms: tuple[FormSize, ...]
    drawn: tuple[tuple[int, str], ...]
    problem: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class FormFigures:
    """What answers say of one form of a published test. attempts: first ones that are marked, counted up to 200.

    equal: (per cent on this form, per cent of the same ability on the first); empty before they were compared, and for
    the first. anchors: questions that both have; persons: whom the comparison rests on."""

    name: str
    attempts: int
    equal: tuple[tuple[int, int], ...] = ()
    anchors: int = 0
    persons: int = 0
