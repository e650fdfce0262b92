"""What learners did, as it is told on, and what does not add up in their records."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Callable
from uuid import UUID


class ActKind(enum.StrEnum):
    """What a learner did, as it is told to the record store."""

    ENROLLED = "enrolled"
    OPENED = "opened"
    FINISHED = "finished"
    SAVED = "saved"
    TESTED = "tested"
    COMPLETED = "completed"
    ANSWERED = "answered"


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """part_id: None for what was done to the whole course. key: tells it from others of its kind there. score: per
    cent. passed: None where nothing was to be passed. seconds: how long it took. item: of a package."""

    kind: ActKind
    at: dt.datetime
    enrolment_id: int
    part_id: int | None = None
    key: str = ""
    score: float | None = None
    passed: bool | None = None
    done: bool = False
    seconds: int | None = None
    item: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Oddity:
    """Something in the records that does not add up. id: where the walk over the rule's table is. told: figures."""

    id: int
    person_id: int | None
    ref_uuid: UUID | None
    told: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class RecordRule:
    """One of the record checker; others bring theirs in a slot. top: the last id. find: what follows the first id up
    to the second. repair: by what should have done it; None where people decide. kind: of ref_uuid."""

    code: str
    top: Callable[[], int]
    find: Callable[[int, int], list[Oddity]]
    repair: Callable[[Oddity, dt.datetime], bool] | None = None
    kind: str = "enrolment"
