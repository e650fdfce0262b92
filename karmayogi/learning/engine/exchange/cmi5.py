"""A cmi5 course, packed or as its bare structure: a course of one part, with a line of the report for each unit."""

from karmayogi.kernel import languages
from karmayogi.learning.engine.cmi5 import structure
from karmayogi.learning.engine.cmi5.structure import Structure, Texts
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CoursePlan, Outcome, PartKind, PlannedPart, PlannedVariant, ReportLine

ALONE = "cmi5.xml alone"  # no file of an archive has this name: it is what a bare file is called after unpacking


def recognise(files: Files) -> bool:
    return structure.NAME in files or ALONE in files


def read(files: Files) -> CoursePlan:
    """Raises PackageFault."""
    if structure.NAME not in files:
        return planned(structure.parse(files[ALONE], None))
    return planned(structure.parse(files[structure.NAME], frozenset(files)))


def planned(found: Structure) -> CoursePlan:
    titles, summaries = by_language(found.course.titles), by_language(found.course.descriptions)
    report = [
        ReportLine(structure.shown(unit.titles)[:300], unit.kind, Outcome.IMPORTED)
        for unit in found.units
        if unit.kind != "course"
    ]
    minutes = min(6000, 10 * sum(unit.kind == "au" for unit in found.units))  # the file does not say; publishers do
    variants = {language: PlannedVariant(title) for language, title in titles.items()}
    variants["en"] = PlannedVariant(titles["en"], package=".")
    part = PlannedPart("package", PartKind(found.standard), minutes, variants)
    return CoursePlan(found.standard, titles, [part], summaries=summaries, report=report)


def by_language(texts: Texts) -> dict[str, str]:
    """In the languages in which courses can be written; English falls back to whatever there is."""
    found: dict[str, str] = {}
    for tag, text in texts.items():
        language = tag.lower().partition("-")[0]
        if language in languages.NAMES:
            found.setdefault(language, text[:250])
    if texts:
        found.setdefault("en", structure.shown(texts)[:250])
    return found
