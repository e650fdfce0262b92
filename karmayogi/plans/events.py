"""What happened in plans: ids and time only."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class MandatePublished:
    """From now on it binds whom its rules match. replaces_id: the mandate that ended with it. Also
    told, without it, of one that is in force again because what replaced it was taken back."""

    mandate_id: int
    replaces_id: int | None
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class MandateRetired:
    """It binds nobody any more; also told when a publication is taken back."""

    mandate_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Discharged:
    """A person has done what a mandate asks for, for that due date."""

    person_id: int
    mandate_id: int
    due_on: dt.date
    at: dt.datetime
