"""What happened to competencies: ids and time only."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class LevelMoved:
    """The level shown by a person changed."""

    person_id: int
    competency_id: int
    was: int
    now: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class FrameworkChanged:
    """A version of the framework was published."""

    framework_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CompetencyReplaced:
    """What was tagged with `was_id` is to be tagged with the others; levels 1 to 5 of it become `levels`.

    `act` names the re-tag, so that CompetencyRestored can take back exactly what it did.
    """

    act: uuid.UUID
    was_id: int
    now_ids: tuple[int, ...]
    levels: tuple[int, ...]
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CompetencyRestored:
    """The re-tag `act` is undone for what was tagged with `was_id`."""

    act: uuid.UUID
    was_id: int
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
