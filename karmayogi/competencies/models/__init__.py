from karmayogi.competencies.models.evidence import Evidence, Level
from karmayogi.competencies.models.framework import Competency, Framework, FrameworkVersion
from karmayogi.competencies.models.profile import Activity, Need, Profile, ProfileRequirement, ProfileRole
from karmayogi.competencies.models.scheme import Scheme, SchemeNeed
from karmayogi.competencies.models.workbench import (
    Dictionary,
    DictionaryAlias,
    DictionaryItem,
    DictionaryMerge,
    OrderActivity,
    OrderKnowledge,
    OrderNeed,
    OrderPosition,
    OrderRole,
    WorkOrder,
    WorkOrderHand,
    WorkOrderStep,
    WorkSuggestion,
)

__all__ = [
    "Activity",
    "Competency",
    "Dictionary",
    "DictionaryAlias",
    "DictionaryItem",
    "DictionaryMerge",
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "Level",
    "Need",
    "OrderActivity",
    "OrderKnowledge",
    "OrderNeed",
    "OrderPosition",
    "OrderRole",
    "Profile",
    "ProfileRequirement",
    "ProfileRole",
    "Scheme",
    "SchemeNeed",
    "WorkOrder",
    "WorkOrderHand",
    "WorkOrderStep",
    "WorkSuggestion",
]
