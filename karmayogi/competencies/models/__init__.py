from karmayogi.competencies.models.evidence import Evidence, Level
from karmayogi.competencies.models.framework import Competency, Framework, FrameworkVersion
from karmayogi.competencies.models.profile import Activity, Need, Profile, ProfileRequirement, ProfileRole
from karmayogi.competencies.models.scheme import Scheme, SchemeNeed

__all__ = [
    "Activity",
    "Competency",
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "Level",
    "Need",
    "Profile",
    "ProfileRequirement",
    "ProfileRole",
    "Scheme",
    "SchemeNeed",
]
