"""A SCORM package by itself: a course of one part. The package is checked again, alone, when it is stored."""

from karmayogi.learning.engine import manifest
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CoursePlan, Outcome, PartKind, PlannedPart, PlannedVariant, ReportLine

FORMAT = "scorm"
_MANIFEST = "imsmanifest.xml"


def recognise(files: Files) -> bool:
    """Whatever has a manifest and is no other format: what is wrong with it is then said by the rules of SCORM."""
    return _MANIFEST in files


def read(files: Files) -> CoursePlan:
    """Raises PackageFault."""
    found = manifest.parse(files[_MANIFEST], frozenset(files))
    title = found.title or "SCORM"
    part = PlannedPart("package", PartKind(found.standard), 20, {"en": PlannedVariant(title, package=".")})
    report = [ReportLine(item.title, "item", Outcome.IMPORTED) for item in found.items]
    return CoursePlan(FORMAT, {"en": title}, [part], report=report)
