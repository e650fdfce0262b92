from karmayogi.competencies.models.evidence import Evidence, Level
from karmayogi.competencies.models.framework import Competency, Framework, FrameworkVersion
from karmayogi.competencies.models.profile import Activity, Need, Profile, ProfileRequirement, ProfileRole
from karmayogi.competencies.models.proof import (
    Contest,
    Instrument,
    InstrumentLine,
    LevelMove,
    LevelMoveSample,
    LevelPolicy,
    LevelPolicySource,
    LevelRun,
    Proof,
    ProofCheck,
)
from karmayogi.competencies.models.rounds import Round, RoundAnswer, RoundBox, RoundInvitation, RoundResult
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
__all__ += [
    "Contest",
    "Instrument",
    "InstrumentLine",
    "LevelMove",
    "LevelMoveSample",
    "LevelPolicy",
    "LevelPolicySource",
    "LevelRun",
    "Proof",
    "ProofCheck",
    "Round",
    "RoundAnswer",
    "RoundBox",
    "RoundInvitation",
    "RoundResult",
]
