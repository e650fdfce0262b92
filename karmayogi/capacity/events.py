"""What happened in capacity: ids and time only."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class PlanPublished:
    """A version of a plan is in force; the one before it, if any, has ended with it."""

    plan_id: int
    at: dt.datetime
