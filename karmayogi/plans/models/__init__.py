from karmayogi.plans.models.holiday import Holiday
from karmayogi.plans.models.mandate import (
    Mandate,
    MandateCondition,
    MandateHand,
    MandateItem,
    MandateReach,
    MandateRule,
)
from karmayogi.plans.models.rehearsal import Rehearsal, RehearsalOffice
from karmayogi.plans.models.relief import Discharge, Relief

__all__ = [
    "Discharge", "Holiday", "Mandate", "MandateCondition", "MandateHand", "MandateItem", "MandateReach", "MandateRule",
    "Rehearsal", "RehearsalOffice", "Relief",
]  # fmt: skip
