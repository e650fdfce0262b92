from karmayogi.plans.models.burden import LoadLimit, Peak, Rate
from karmayogi.plans.models.headcount import ChargePosting, Headcount, SeatSum
from karmayogi.plans.models.holiday import Holiday
from karmayogi.plans.models.mandate import (
    Mandate,
    MandateCondition,
    MandateFollow,
    MandateHand,
    MandateItem,
    MandateReach,
    MandateRule,
    PeopleGroup,
)
from karmayogi.plans.models.notice import Notice, NoticeRun
from karmayogi.plans.models.rehearsal import (
    Rehearsal,
    RehearsalAbove,
    RehearsalClash,
    RehearsalCost,
    RehearsalOffice,
)
from karmayogi.plans.models.relief import Discharge, Relief

__all__ = [
    "ChargePosting", "Discharge", "Headcount", "Holiday", "LoadLimit", "Mandate", "MandateCondition", "MandateFollow",
    "MandateHand", "MandateItem", "MandateReach", "MandateRule", "Notice", "NoticeRun", "Peak", "PeopleGroup", "Rate",
    "Rehearsal", "RehearsalAbove", "RehearsalClash", "RehearsalCost", "RehearsalOffice", "Relief", "SeatSum",
]  # fmt: skip
