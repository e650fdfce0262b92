from karmayogi.capacity.models.intervention import Answer, BudgetLine, CalendarEntry, Intervention
from karmayogi.capacity.models.need import Importance, Need, Quote, SourcePaper, SurveyCount
from karmayogi.capacity.models.plan import Annex, Plan, PlanFile, PlanHand, PlanStep
from karmayogi.capacity.models.review import Review, ReviewLine
from karmayogi.capacity.models.solving import Allotment, Batch, BatchResult, Scenario, ScenarioBatch, SeatLock
from karmayogi.capacity.models.spending import Expenditure
from karmayogi.capacity.models.stress import StressPost, StressTest
from karmayogi.capacity.models.survey import Survey, SurveyHindrance, SurveyRating, SurveyReply, SurveyTold
from karmayogi.capacity.models.told import Told
from karmayogi.capacity.models.unit import CapacityUnit, UnitMember

__all__ = [
    "Allotment", "Annex", "Answer", "Batch", "BatchResult", "BudgetLine", "CalendarEntry", "CapacityUnit",
    "Expenditure", "Importance", "Intervention", "Need", "Plan", "PlanFile", "PlanHand", "PlanStep", "Quote",
    "Review", "ReviewLine", "Scenario", "ScenarioBatch", "SeatLock", "SourcePaper", "StressPost",
    "StressTest", "Survey", "SurveyCount", "SurveyHindrance", "SurveyRating", "SurveyReply", "SurveyTold",
    "Told",
    "UnitMember",
]  # fmt: skip
