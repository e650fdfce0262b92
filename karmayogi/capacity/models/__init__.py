from karmayogi.capacity.models.intervention import Answer, BudgetLine, CalendarEntry, Intervention
from karmayogi.capacity.models.need import Importance, Need, Quote, SourcePaper, SurveyCount
from karmayogi.capacity.models.plan import Annex, Plan, PlanFile, PlanHand, PlanStep
from karmayogi.capacity.models.review import Review, ReviewLine
from karmayogi.capacity.models.unit import CapacityUnit, UnitMember

__all__ = [
    "Annex", "Answer", "BudgetLine", "CalendarEntry", "CapacityUnit", "Importance", "Intervention", "Need", "Plan",
    "PlanFile", "PlanHand", "PlanStep", "Quote", "Review", "ReviewLine", "SourcePaper", "SurveyCount", "UnitMember",
]  # fmt: skip
