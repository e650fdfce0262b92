"""What happened in assessment: ids and time only."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class AttemptSubmitted:
    """An attempt was closed and marked. score: per cent."""

    person_id: int
    part_uuid: uuid.UUID
    attempt_uuid: uuid.UUID
    passed: bool
    score: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class SittingClosed:
    """An adaptive test of a competency ended. level: shown by it, 0 for none."""

    person_id: int
    competency_id: int
    sitting_uuid: uuid.UUID
    level: int
    at: dt.datetime
