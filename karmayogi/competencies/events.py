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


@dataclasses.dataclass(frozen=True, slots=True)
class WorkOrderPublished:
    """An order was approved for the second time; its profiles are in force."""

    order_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ProfilePublished:
    """A designation has another profile in force; what posts of that designation need may have changed."""

    profile_id: int
    designation_id: int
    at: dt.datetime
