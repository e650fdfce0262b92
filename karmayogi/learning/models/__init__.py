from karmayogi.learning.models.audience import AccessRequest, Admission, AudienceLink, AudienceOffice
from karmayogi.learning.models.authoring import (
    Draft,
    DraftedCompetency,
    DraftedPart,
    DraftedPicture,
    DraftedText,
    DraftedVariant,
    DraftHand,
    DraftStep,
    Retirement,
)
from karmayogi.learning.models.cascade import Cascade, CascadeSession, CascadeTier, CascadeTrainer
from karmayogi.learning.models.catalogue import CatalogueEntry, CatalogueWord
from karmayogi.learning.models.course import (
    Course,
    CourseCompetency,
    CourseText,
    CourseVersion,
    Part,
    PartPicture,
    PartVariant,
    VersionSession,
)
from karmayogi.learning.models.enrolment import (
    Enrolment,
    GlobalObjective,
    LearningCredit,
    PartProgress,
    ScormState,
    SequencingState,
)
from karmayogi.learning.models.exchange import BroughtCourse
from karmayogi.learning.models.gathering import DraftedGathering, Gathering, GatheringPlace, GatheringRecording
from karmayogi.learning.models.media import MediaSource, MissingTool, Rendition
from karmayogi.learning.models.offline import OfflineLine, OfflinePack
from karmayogi.learning.models.onthejob import ApplicationCheck, ApplicationTry, JobEntry, PeerAsk
from karmayogi.learning.models.package import Package, PackageItem
from karmayogi.learning.models.programme import ClosedGate, DraftedNode, ProgrammeEnrolment, ProgrammeNode, Rule
from karmayogi.learning.models.provider import Provider, ProviderMember
from karmayogi.learning.models.quality import QualityAnswer, QualityForm, QualityQuestion, QualityReview
from karmayogi.learning.models.rating import CourseRating, RatingReport
from karmayogi.learning.models.record import RecordCheck, RecordFinding
from karmayogi.learning.models.retag import TagMove
from karmayogi.learning.models.suggestion import NotForMe, PeerChoice
from karmayogi.learning.models.told import Told
from karmayogi.learning.models.unit import LaunchRefusal, LaunchSession, PackageUnit, Registration, UnitState

__all__ = [
    "AccessRequest",
    "Admission",
    "ApplicationCheck",
    "ApplicationTry",
    "AudienceLink",
    "AudienceOffice",
    "BroughtCourse",
    "Cascade",
    "CascadeSession",
    "CascadeTier",
    "CascadeTrainer",
    "CatalogueEntry",
    "CatalogueWord",
    "ClosedGate",
    "Course",
    "CourseCompetency",
    "CourseRating",
    "CourseText",
    "CourseVersion",
    "Draft",
    "DraftHand",
    "DraftStep",
    "DraftedCompetency",
    "DraftedGathering",
    "DraftedNode",
    "DraftedPart",
    "DraftedPicture",
    "DraftedText",
    "DraftedVariant",
    "Enrolment",
    "Gathering",
    "GatheringPlace",
    "GatheringRecording",
    "GlobalObjective",
    "JobEntry",
    "LaunchRefusal",
    "LaunchSession",
    "LearningCredit",
    "MediaSource",
    "MissingTool",
    "NotForMe",
    "OfflineLine",
    "OfflinePack",
    "Package",
    "PackageItem",
    "PackageUnit",
    "Part",
    "PartPicture",
    "PartProgress",
    "PartVariant",
    "PeerAsk",
    "PeerChoice",
    "ProgrammeEnrolment",
    "ProgrammeNode",
    "Provider",
    "ProviderMember",
    "QualityAnswer",
    "QualityForm",
    "QualityQuestion",
    "QualityReview",
    "RatingReport",
    "RecordCheck",
    "RecordFinding",
    "Registration",
    "Rendition",
    "Retirement",
    "Rule",
    "ScormState",
    "SequencingState",
    "TagMove",
    "Told",
    "UnitState",
    "VersionSession",
]
