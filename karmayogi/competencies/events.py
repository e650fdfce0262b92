"""What happened to competencies: ids and time only."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class LevelMoved:
    """The level shown by a person changed."""

    person_id: int
    competency_id: int
    was: int
    now: int
    at: dt.datetime
