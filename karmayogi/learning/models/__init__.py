from karmayogi.learning.models.catalogue import CatalogueEntry, CatalogueWord
from karmayogi.learning.models.course import Course, CourseCompetency, CourseText, CourseVersion, Part, PartVariant
from karmayogi.learning.models.enrolment import Enrolment, LearningCredit, PartProgress, ScormState
from karmayogi.learning.models.exchange import BroughtCourse
from karmayogi.learning.models.package import Package, PackageItem
from karmayogi.learning.models.retag import TagMove
from karmayogi.learning.models.suggestion import NotForMe, PeerChoice

__all__ = [
    "BroughtCourse",
    "CatalogueEntry",
    "CatalogueWord",
    "Course",
    "CourseCompetency",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "LearningCredit",
    "NotForMe",
    "Package",
    "PackageItem",
    "Part",
    "PartProgress",
    "PartVariant",
    "PeerChoice",
    "ScormState",
    "TagMove",
]
