"""What other packages may call of assessment: what plans tests. The rest goes by events and slots."""

from karmayogi.assessment.actions.invited.invite import invite
from karmayogi.assessment.actions.invited.plan_public import plan_public
from karmayogi.assessment.actions.proctored.plan_sitting import plan_sitting, seat_people
from karmayogi.assessment.actions.yearly.plan_year import Plan, plan_year

__all__ = [
    "Plan",
    "invite",
    "plan_public",
    "plan_sitting",
    "plan_year",
    "seat_people",
]
