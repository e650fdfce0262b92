"""A Moodle course backup (.mbz, a .tar.gz or a zip): sections and their activities in order."""

import dataclasses
import re
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from karmayogi.kernel import languages
from karmayogi.kernel.markup import child_text, children, every, first
from karmayogi.learning.engine.exchange import moodle_questions, planning
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CourseFault, CoursePlan, Why

FORMAT = "moodle"
_HASH = re.compile(r"[0-9a-f]{40}")
_BESIDE = "@@PLUGINFILE@@/"
_BACKUP = "moodle_backup.xml"
NULL = "$@NULL@$"


@dataclasses.dataclass(frozen=True, slots=True)
class _Activity:
    module: str
    kind: str
    title: str
    folder: str
    section: str


def recognise(files: Files) -> bool:
    return _BACKUP in files


def read(files: Files) -> CoursePlan:
    """Raises CourseFault."""
    backup = planning.xml_of(files, _BACKUP)
    course = planning.xml_of(files, "course/course.xml") if "course/course.xml" in files else None
    language = child_text(course, "lang") if course is not None else ""
    if language not in ("", NULL) and languages.code_of(language) != "en":
        raise CourseFault(Why.NOT_ENGLISH, language)
    building = Building(files)
    stored, pictures = _stored(files), _pictures(files)
    asked = _asked_pictures(pictures)
    bank = moodle_questions.bank(files, lambda item, area: _asked_where(asked, item, area))
    for activity in _in_order(files, backup):
        _activity(building, activity, stored, pictures, bank)
    information = first(backup, "information")
    title = child_text(information, "original_course_fullname") if information is not None else ""
    code = child_text(information, "original_course_shortname") if information is not None else ""
    return planning.checked(
        CoursePlan(
            FORMAT, {"en": building.title(title)}, building.parts, code=re.sub(r"[^A-Za-z0-9._-]+", "-", code)[:40],
            report=building.report,
        )
    )  # fmt: skip


def _in_order(files: Files, backup: Element) -> list[_Activity]:
    """As a learner meets them: by section, and by the sequence inside it."""
    found = {
        child_text(one, "moduleid"): _Activity(
            child_text(one, "moduleid"),
            child_text(one, "modulename"),
            child_text(one, "title"),
            child_text(one, "directory"),
            child_text(one, "sectionid"),
        )
        for one in every(backup, "activity")
    }
    ordered: list[_Activity] = []
    sections: list[tuple[int, list[str]]] = []
    for one in every(backup, "section"):
        path = f"{child_text(one, 'directory')}/section.xml"
        if path in files:
            root = planning.xml_of(files, path)
            number = planning.number(child_text(root, "number"), 10**6) or 0
            sections.append((number, child_text(root, "sequence").split(",")))
    for _number, sequence in sorted(sections):
        ordered += [found.pop(module) for module in sequence if module in found]
    return ordered + list(found.values())


def _stored(files: Files) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """(context, component) -> (path in the archive, name, media type) of the files that users see."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    if "files.xml" not in files:
        return found
    for one in every(planning.xml_of(files, "files.xml"), "file"):
        name, sha = child_text(one, "filename"), child_text(one, "contenthash")
        if name in ("", ".") or not _HASH.fullmatch(sha) or child_text(one, "filearea") not in ("content", "package"):
            continue
        place = (child_text(one, "contextid"), child_text(one, "component"))
        found.setdefault(place, []).append((f"files/{sha[:2]}/{sha}", name, child_text(one, "mimetype")))
    return found


# (context, component, area, path of the name) -> item -> path in the archive
type Pictured = dict[tuple[str, str, str, str], dict[str, str]]


def _pictures(files: Files) -> Pictured:
    found: Pictured = {}
    if "files.xml" not in files:
        return found
    for one in every(planning.xml_of(files, "files.xml"), "file"):
        sha = child_text(one, "contenthash")
        if _HASH.fullmatch(sha) and child_text(one, "mimetype").startswith("image/"):
            name = (child_text(one, "filepath") or "/") + child_text(one, "filename")
            place = (child_text(one, "contextid"), child_text(one, "component"), child_text(one, "filearea"), name)
            found.setdefault(place, {})[child_text(one, "itemid")] = f"files/{sha[:2]}/{sha}"
    return found


def _activity(
    building: Building,
    activity: _Activity,
    stored: dict[tuple[str, str], list[tuple[str, str, str]]],
    pictures: Pictured,
    bank: moodle_questions.Bank,
) -> None:
    kind, title = activity.kind, activity.title
    source = title or activity.folder
    path = f"{activity.folder}/{kind}.xml"
    if kind not in ("page", "label", "resource", "url", "book", "quiz", "scorm"):
        building.out(source, kind, Why.KIND)
        return
    if path not in building.files:
        building.out(source, kind, Why.MISSING, path)
        return
    if f"{activity.folder}/module.xml" in building.files:
        module = planning.xml_of(building.files, f"{activity.folder}/module.xml")
        if child_text(module, "visible") == "0":
            building.out(source, kind, Why.HIDDEN)
            return
    root = planning.xml_of(building.files, path)
    inner = next(iter(children(root, kind)), None)
    if inner is None:
        building.out(source, kind, Why.BROKEN)
        return
    title = child_text(inner, "name") or title or kind
    mine = stored.get((root.get("contextid", ""), f"mod_{kind}"), [])
    if kind == "page":
        building.page(source, kind, title, _markup(inner, "content"), where=_where(pictures, root, kind, "content"))
    elif kind == "label":
        building.page(source, kind, title, _markup(inner, "intro"), where=_where(pictures, root, kind, "intro"))
    elif kind == "url":
        building.link(source, kind, title, child_text(inner, "externalurl"))
    elif kind == "book":
        _book(building, source, inner, root, pictures)
    elif kind == "quiz":
        _quiz(building, source, title, inner, bank)
    elif not mine:
        building.out(source, kind, Why.MISSING)
    elif kind == "scorm":
        building.package(source, kind, title, mine[0][0])
    else:
        for number, (file, name, media_type) in enumerate(mine):
            told = f"{source}: {name}" if len(mine) > 1 else source
            building.file(told, kind, name if number else title, file, media_type)


def _named(src: str) -> str:
    """The path of the name, as files.xml has it, of what lies beside a text; "" for any other address."""
    name = unquote(src.strip().partition("?")[0])
    return "/" + name.removeprefix(_BESIDE) if name.startswith(_BESIDE) else ""


def _where(pictures: Pictured, activity: Element, kind: str, area: str, item: str = "") -> planning.Where:
    """From the address of a picture in a text of that activity to its file. item: of the chapter of a book."""

    def where(src: str) -> str:
        found = pictures.get((activity.get("contextid", ""), f"mod_{kind}", area, _named(src)), {})
        return found.get(item, "") if item else next(iter(found.values()), "")

    return where


# (area, question or answer, path of the name) -> path in the archive
type _AskedPictures = dict[tuple[str, str, str], str]


def _asked_pictures(pictures: Pictured) -> _AskedPictures:
    """Of questions and of their answers. They lie in the context of the question's category."""
    found: _AskedPictures = {}
    for (_context, component, area, name), paths in pictures.items():
        if component == "question" and area in ("questiontext", "answer"):
            for item, path in paths.items():
                found.setdefault((area, item, name), path)
    return found


def _asked_where(asked: _AskedPictures, item: str, area: str) -> planning.Where:
    """The same for the text of a question, or of an answer."""
    return lambda src: asked.get((area, item, _named(src)), "")


def _markup(element: Element, name: str) -> str:
    """Moodle writes the HTML of a field as text."""
    found = next(iter(children(element, name)), None)
    return "" if found is None or found.text in (None, NULL) else found.text or ""


def _book(building: Building, source: str, book: Element, root: Element, pictures: Pictured) -> None:
    chapters = list(every(book, "chapter"))
    if not chapters:
        building.out(source, "book", Why.EMPTY)
    for chapter in chapters:
        title = child_text(chapter, "title") or source
        if child_text(chapter, "hidden") == "1":
            building.out(title, "book chapter", Why.HIDDEN)
        else:
            where = _where(pictures, root, "book", "chapter", chapter.get("id", ""))
            building.page(title, "book chapter", title, _markup(chapter, "content"), where=where)


def _quiz(building: Building, source: str, title: str, quiz: Element, bank: moodle_questions.Bank) -> None:
    questions: list[dict[str, Any]] = []
    for instance in every(quiz, "question_instance"):
        entry = first(instance, "questionbankentryid")
        old = child_text(instance, "questionid")
        if first(instance, "question_set_reference") is not None or (entry is None and not old):
            building.out(f"{source}: {child_text(instance, 'slot')}", "random", Why.COMPUTED)
            continue
        number = (entry.text or "").strip() if entry is not None else old
        element = (bank.by_entry if entry is not None else bank.by_id).get(number)
        if element is None:
            building.out(f"{source}: {number}", "question", Why.MISSING)
            continue
        key = planning.key_of(f"q{number}", building.keys)
        questions += moodle_questions.questions(building, element, key, bank)
    seconds = planning.number(child_text(quiz, "timelimit"), 36_000)
    minutes = max(1, round(seconds / 60)) if seconds else None
    attempts = planning.number(child_text(quiz, "attempts_number"), 99) or 3
    spec = planning.spec_for(len(questions), minutes=minutes, attempts=attempts) if questions else None
    building.quiz(source, "quiz", title, questions, spec)
