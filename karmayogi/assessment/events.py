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
