from karmayogi.learning.models.authoring import (
    Draft,
    DraftedCompetency,
    DraftedPart,
    DraftedText,
    DraftedVariant,
    DraftHand,
    DraftStep,
    Retirement,
)
from karmayogi.learning.models.catalogue import CatalogueEntry, CatalogueWord
from karmayogi.learning.models.course import Course, CourseCompetency, CourseText, CourseVersion, Part, PartVariant
from karmayogi.learning.models.enrolment import Enrolment, LearningCredit, PartProgress, ScormState
from karmayogi.learning.models.exchange import BroughtCourse
from karmayogi.learning.models.media import MediaSource, MissingTool, Rendition
from karmayogi.learning.models.package import Package, PackageItem
from karmayogi.learning.models.provider import Provider, ProviderMember
from karmayogi.learning.models.quality import QualityAnswer, QualityForm, QualityQuestion, QualityReview
from karmayogi.learning.models.rating import CourseRating, RatingReport
from karmayogi.learning.models.retag import TagMove
from karmayogi.learning.models.suggestion import NotForMe, PeerChoice

__all__ = [
    "BroughtCourse",
    "CatalogueEntry",
    "CatalogueWord",
    "Course",
    "CourseCompetency",
    "CourseRating",
    "CourseText",
    "CourseVersion",
    "Draft",
    "DraftHand",
    "DraftStep",
    "DraftedCompetency",
    "DraftedPart",
    "DraftedText",
    "DraftedVariant",
    "Enrolment",
    "LearningCredit",
    "MediaSource",
    "MissingTool",
    "NotForMe",
    "Package",
    "PackageItem",
    "Part",
    "PartProgress",
    "PartVariant",
    "PeerChoice",
    "Provider",
    "ProviderMember",
    "QualityAnswer",
    "QualityForm",
    "QualityQuestion",
    "QualityReview",
    "RatingReport",
    "Rendition",
    "Retirement",
    "ScormState",
    "TagMove",
]
