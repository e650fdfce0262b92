"""What other packages may call of assessment.

Slots of learning that it fills: `learning.import_questions` and `learning.quiz_url`.
"""

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.invited.invite import invite
from karmayogi.assessment.actions.invited.plan_public import plan_public
from karmayogi.assessment.actions.proctored.plan_sitting import plan_sitting, seat_people
from karmayogi.assessment.actions.yearly.plan_year import Plan, plan_year

__all__ = [
    "Plan",
    "close_overdue",
    "import_questions",
    "invite",
    "plan_public",
    "plan_sitting",
    "plan_year",
    "seat_people",
]
