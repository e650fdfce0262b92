"""What happened with tools: ids and time only."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class ScoreReceived:
    """A tool told a score of a person. It is a claim."""

    person_id: int
    line_item_uuid: uuid.UUID
    at: dt.datetime
