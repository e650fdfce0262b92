from karmayogi.competencies.models.evidence import Evidence, Level
from karmayogi.competencies.models.framework import Competency, Framework, FrameworkVersion
from karmayogi.competencies.models.governance import (
    CarriedEvidence,
    ChangeEntry,
    CompetencyReplacement,
    CompetencyStatement,
    CrosswalkLink,
    FrameworkProposal,
    LevelDescriptor,
    ProposalItem,
    ProposalStep,
    RetaggedProfile,
)
from karmayogi.competencies.models.occupation import Occupation, OccupationNeed, OccupationTask, OccupationTitle
from karmayogi.competencies.models.profile import Activity, Need, Profile, ProfileRequirement, ProfileRole
from karmayogi.competencies.models.scheme import Scheme, SchemeNeed

__all__ = [
    "Activity",
    "CarriedEvidence",
    "ChangeEntry",
    "Competency",
    "CompetencyReplacement",
    "CompetencyStatement",
    "CrosswalkLink",
    "Evidence",
    "Framework",
    "FrameworkProposal",
    "FrameworkVersion",
    "Level",
    "LevelDescriptor",
    "Need",
    "Occupation",
    "OccupationNeed",
    "OccupationTask",
    "OccupationTitle",
    "Profile",
    "ProfileRequirement",
    "ProfileRole",
    "ProposalItem",
    "ProposalStep",
    "RetaggedProfile",
    "Scheme",
    "SchemeNeed",
]
