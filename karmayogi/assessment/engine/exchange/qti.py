"""QTI 2.1, 2.2 and 3.0: a package of items and tests as a course whose parts are the tests.

Runs in the child process that unpacked the archive (learning slot "learning.course_readers"). Items of the same
identifier in several languages are one question, English decides.
"""

import dataclasses
import hashlib
import posixpath
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti_fields, qti_names
from karmayogi.assessment.engine.exchange.qti_item import Find, NotHere, bare, questions_of
from karmayogi.kernel import languages
from karmayogi.kernel.markup import XmlFault, beginning, child_text, children, every, first, parse_xml
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)

FORMAT = "qti"
MAX_ITEMS = 2_000
_MANIFEST = "imsmanifest.xml"
_OTHERS = (b"imscc_xmlv1p", b"imsccv1p", b"scormtype", b"scormType")
_SIGNS = (b"imsqti_item_xmlv2", b"imsqti_item_xmlv3", b"imsqti_test_xmlv2", b"imsqti_test_xmlv3")
_ROOTS = (b"<assessmentItem", b"<assessmentTest", b"<qti-assessment-item", b"<qti-assessment-test")
_NOT_KEY = re.compile(r"[^A-Za-z0-9_.-]+")
PRACTICE = "practice"  # a keyword in the metadata of an item
DIFFICULTIES = ("very easy", "easy", "medium", "difficult", "very difficult")


@dataclasses.dataclass(slots=True)
class _Item:
    """path of the first file, the normalised item by language, and the questions once they are made."""

    path: str
    by_language: dict[str, Element]
    paths: list[str] = dataclasses.field(default_factory=list)
    questions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    used: bool = False


def recognise(files: Mapping[str, bytes]) -> bool:
    if _MANIFEST in files:
        manifest = files[_MANIFEST][: 5 * 1024 * 1024]
        return any(sign in manifest for sign in _SIGNS) and not any(sign in manifest for sign in _OTHERS)
    xml = [name for name in files if name.endswith(".xml")][:20]
    return any(root in beginning(files, name, 4000) for name in xml for root in _ROOTS)


def read(files: Mapping[str, bytes]) -> CoursePlan:
    """Raises CourseFault."""
    report: list[ReportLine] = []
    items, tests = _roots(files, report)
    pictures = _Pictures(files)
    about = _about(files)
    taken: set[str] = set()
    for identifier, item in items.items():
        key = _NOT_KEY.sub("-", bare(identifier))[:60] or "item"
        _fill(item, _free(key, taken), about.get(item.path, {}), pictures, report)
    parts: list[PlannedPart] = []
    names: set[str] = set()
    for path, test in tests:
        part = _test(test, path, items, _free_slug(test.get("identifier", "test"), names), report)
        if part is not None:
            parts.append(part)
    practice = [one for item in items.values() if not item.used for one in item.questions if one.get("practice")]
    if practice and parts:  # beside the test that does not ask them
        parts[0] = dataclasses.replace(parts[0], questions=[*parts[0].questions, *practice])
        for item in items.values():
            item.used = item.used or all(one.get("practice") for one in item.questions)
    rest = [question for item in items.values() if not item.used for question in item.questions]
    if rest:
        if tests:
            report.append(ReportLine(f"{len(rest)}", "assessmentItem", Outcome.PARTLY, Why.NO_LESSON))
        title = "Other questions" if tests else "Test"
        parts.append(_part(_free_slug("questions", names), title, rest, None, None))
    if not parts:
        raise CourseFault(Why.NOTHING, _first_reason(report))
    title = next((part.variants["en"].title for part in parts), "Test")
    parts = [_with_pictures(part, pictures.of(part.questions)) for part in parts]
    shown = {one.path for part in parts for one in part.variants["en"].pictures.values()}
    report = [line for line in report if line.kind != "file" or line.source not in shown]
    return CoursePlan(FORMAT, {"en": title[:250]}, parts, report=report)


def _with_pictures(part: PlannedPart, pictures: dict[str, PlannedPicture]) -> PlannedPart:
    english = dataclasses.replace(part.variants["en"], pictures=pictures)
    return dataclasses.replace(part, variants=part.variants | {"en": english})


def _first_reason(report: list[ReportLine]) -> str:
    return next((f"{line.source}: {line.detail}".rstrip(": ") for line in report if line.why), "")


def _free(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key[:50]}-{number}"
    taken.add(free)
    return free


def _free_slug(text: str, taken: set[str]) -> str:
    return _free(re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50] or "test", taken)


def _roots(files: Mapping[str, bytes], report: list[ReportLine]) -> tuple[dict[str, _Item], list[tuple[str, Element]]]:
    """Items by identifier and tests by path. Every file of the package gets a line where it is neither."""
    items: dict[str, _Item] = {}
    tests: list[tuple[str, Element]] = []
    for name in files:
        if name == _MANIFEST:
            continue
        if not name.endswith(".xml"):
            report.append(ReportLine(name, "file", Outcome.LEFT_OUT, Why.KIND))
            continue
        try:
            root = qti_names.normal(parse_xml(files[name]))
        except XmlFault as fault:
            why = Why.DOCTYPE if fault.doctype else Why.BROKEN
            report.append(ReportLine(name, "xml", Outcome.LEFT_OUT, why, "" if fault.doctype else str(fault)[:100]))
            continue
        if root.tag == qti_names.TEST:
            tests.append((name, root))
        elif root.tag == qti_names.ITEM:
            _add_item(items, name, root, report)
        else:
            report.append(ReportLine(name, str(root.tag)[:60], Outcome.LEFT_OUT, Why.KIND))
    if len(items) > MAX_ITEMS:
        raise CourseFault(Why.BROKEN, f"{len(items)} items")
    return items, tests


def _add_item(items: dict[str, _Item], name: str, root: Element, report: list[ReportLine]) -> None:
    said = root.get("lang", "")
    language = languages.code_of(said) if said else "en"
    identifier = root.get("identifier") or name
    if not language:
        report.append(ReportLine(name, qti_names.ITEM, Outcome.LEFT_OUT, Why.UNKNOWN_LANGUAGE, said))
        return
    item = items.setdefault(identifier, _Item(name, {}))
    if language in item.by_language:
        report.append(ReportLine(name, qti_names.ITEM, Outcome.LEFT_OUT, Why.TWICE, identifier))
        return
    item.by_language[language] = root
    item.paths.append(name)
    if language == "en":
        item.path = name


@dataclasses.dataclass(slots=True)
class _Pictures:
    """Those of the items of a package, by the name that they have until they are drawn anew."""

    files: Mapping[str, bytes]
    named: dict[str, PlannedPicture] = dataclasses.field(default_factory=dict)

    def beside(self, path: str, report: list[ReportLine]) -> Find:
        """For an item in that file."""

        def find(src: str, alt: str) -> str | None:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(src.partition("?")[0])))
            if ":" in src or target not in self.files or target.lower().endswith((".svg", ".svgz")):
                return None
            name = hashlib.sha256(target.encode("utf-8", "replace")).hexdigest()[:20]
            self.named[name] = PlannedPicture(target)
            if not alt:
                report.append(ReportLine(path, "picture", Outcome.PARTLY, Why.NO_ALT, target[-200:]))
            return name

        return find

    def of(self, questions: list[dict[str, Any]]) -> dict[str, PlannedPicture]:
        names = {name for one in questions for name in question_file.pictures_in(one)}
        return {name: self.named[name] for name in sorted(names & self.named.keys())}


def _fill(item: _Item, key: str, about: dict[str, Any], pictures: _Pictures, report: list[ReportLine]) -> None:
    """Makes the questions of an item in all its languages and writes its lines of the report."""
    english = item.by_language.get("en")
    if english is None:
        report.append(ReportLine(item.path, qti_names.ITEM, Outcome.LEFT_OUT, Why.NO_ENGLISH))
        return
    try:
        questions, lost = questions_of(english, key, pictures.beside(item.path, report))
    except NotHere as reason:
        report.append(ReportLine(item.path, qti_names.ITEM, Outcome.KEPT, reason.why, reason.detail))
        return
    for one in questions:
        one.update(about)
    item.questions = questions
    report.extend(
        [ReportLine(item.path, qti_names.ITEM, Outcome.PARTLY, why) for why in lost]
        or [ReportLine(item.path, qti_names.ITEM, Outcome.IMPORTED)]
    )
    for language, root in item.by_language.items():
        if language != "en":
            path = item.paths[list(item.by_language).index(language)]
            why = _translate(questions, root, key, language, pictures.beside(path, report))
            outcome = Outcome.LEFT_OUT if why else Outcome.IMPORTED
            report.append(ReportLine(item.path, f"{qti_names.ITEM} {language}", outcome, why))


def _translate(questions: list[dict[str, Any]], root: Element, key: str, language: str, find: Find) -> Why | None:
    """Adds the texts of a language; the reason where it does not say the same as English, and then nothing."""
    try:
        theirs, _lost = questions_of(root, key, find)
    except NotHere as reason:
        return reason.why
    if len(theirs) != len(questions):
        return Why.QUESTION_COUNT
    for mine, other in zip(questions, theirs, strict=True):
        if len(mine["options"]) != len(other["options"]):
            return Why.OPTION_COUNT
        if mine["kind"] in qti_fields.WRITTEN or other["kind"] in qti_fields.WRITTEN:
            if not qti_fields.same_marks(mine, other):
                return Why.RIGHT_ANSWER
            continue
        marks = [(one["key"], one["correct"]) for one in mine["options"]]
        if sorted(marks) != sorted((one["key"], one["correct"]) for one in other["options"]):
            return Why.RIGHT_ANSWER
    for mine, other in zip(questions, theirs, strict=True):
        texts = {one["key"]: one["text"]["en"] for one in other["options"]}
        mine["text"][language] = other["text"]["en"]
        qti_fields.merge(mine, other, language)
        for one in mine["options"]:
            one["text"][language] = texts[one["key"]]
        if other["why"]:
            mine["why"][language] = other["why"]["en"]
    return None


def _about(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """By path: difficulty, competency and clause, from the metadata of the manifest (IEEE LOM)."""
    if _MANIFEST not in files:
        return {}
    try:
        root = parse_xml(files[_MANIFEST])
    except XmlFault as fault:
        raise CourseFault(Why.DOCTYPE if fault.doctype else Why.BROKEN, _MANIFEST) from fault
    found: dict[str, dict[str, Any]] = {}
    for resource in every(root, "resource"):
        about: dict[str, Any] = {}
        educational = first(resource, "difficulty")
        if educational is not None and child_text(educational, "value") in DIFFICULTIES:
            about["difficulty"] = DIFFICULTIES.index(child_text(educational, "value")) + 1
        for one in every(resource, "classification"):
            purpose, taxon = first(one, "purpose"), first(one, "taxon")
            if purpose is not None and taxon is not None and child_text(purpose, "value") == "competency":
                about["competency"] = child_text(taxon, "id")
        general = first(resource, "general")
        if general is not None and child_text(general, "description"):
            about["clause"] = child_text(general, "description")[:300]
        if general is not None and child_text(general, "keyword") == PRACTICE:
            about["practice"] = True
        found[unquote(resource.get("href", ""))] = about
    return found


def _test(test: Element, path: str, items: dict[str, _Item], key: str, report: list[ReportLine]) -> PlannedPart | None:
    """A test with the items that it names. None, and reported, where none of them is usable."""
    folder = posixpath.dirname(path)
    by_path = {path: item for item in items.values() for path in item.paths}
    questions: list[dict[str, Any]] = []
    for ref in every(test, "assessmentItemRef"):
        target = posixpath.normpath(posixpath.join(folder, unquote(ref.get("href", ""))))
        item = by_path.get(target)
        if item is None:
            known = any(line.source == target for line in report)
            if not known:
                report.append(ReportLine(target[:200], "assessmentItemRef", Outcome.LEFT_OUT, Why.MISSING))
        elif not item.used:
            item.used = True
            questions += item.questions
    if not questions:
        report.append(ReportLine(path, qti_names.TEST, Outcome.LEFT_OUT, Why.NOTHING))
        return None
    lost = [Why.SCORING] if _has_rules(test) else []
    draw, by_chance = _draw(test)
    report.extend(
        [ReportLine(path, qti_names.TEST, Outcome.PARTLY, why) for why in [*lost, *([Why.RANDOM] if by_chance else [])]]
        or [ReportLine(path, qti_names.TEST, Outcome.IMPORTED)]
    )
    return _part(key, test.get("title") or "Test", questions, draw, _minutes(test))


def _has_rules(test: Element) -> bool:
    """Whether more is asked than the sum of the marks."""
    rules = {str(one.tag) for each in every(test, "outcomeProcessing") for one in each.iter()}
    plain_sum = {"outcomeProcessing", "setOutcomeValue", "sum", "testVariables"}
    return not rules <= plain_sum or first(test, "preCondition", "branchRule", "weight") is not None


def _draw(test: Element) -> tuple[int | None, bool]:
    """How many questions are asked, None for all; and whether sections draw for themselves, which is not done here."""
    sections = [one for one in every(test, "assessmentSection") if children(one, "assessmentItemRef")]
    chosen = []
    for one in sections:
        select = children(one, "selection")
        number = select[0].get("select", "") if select else ""
        chosen.append(int(number) if number.isdecimal() and 0 < len(number) < 5 else None)
    if not any(number is not None for number in chosen):
        return None, False
    sizes = [len(children(one, "assessmentItemRef")) for one in sections]
    draw = sum(size if number is None else min(number, size) for number, size in zip(chosen, sizes, strict=True))
    return draw, len(sections) > 1


def _minutes(test: Element) -> int | None:
    limits = first(test, "timeLimits")
    try:
        seconds = float(limits.get("maxTime", "")) if limits is not None else 0
    except ValueError:
        return None
    return max(1, round(seconds / 60)) if 0 < seconds < 36_000 else None


def _part(key: str, title: str, questions: list[dict[str, Any]], draw: int | None, minutes: int | None) -> PlannedPart:
    pool = sum(not one.get("practice") for one in questions)
    count = max(1, min(pool, draw or pool))
    spec = QuizSpec(count, minutes or max(5, min(600, 2 * count)), 3, 60)
    return PlannedPart(key, PartKind.QUIZ, spec.minutes, {"en": PlannedVariant(title[:250])}, questions, spec)
