"""Open edX OLX (.tar.gz): course, chapter, sequential, vertical. A vertical becomes a page and, where it asks, a test.

Elements may be written in place or in a file of their own (<kind>/<url_name>.xml).
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, tostring

from karmayogi.kernel import languages
from karmayogi.kernel.markup import beginning, children, every, first, local, plain
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.building import Building, linked
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CourseFault, CoursePlan, Outcome, Why

FORMAT = "olx"
_CONTAINERS = ("course", "chapter", "sequential", "vertical")
_RESPONSES = ("multiplechoiceresponse", "choiceresponse", "optionresponse")
_NOT_MARKED = re.compile(r"\w+response|\w+input|\w+line")
_NAME = re.compile(r"[^/\\]{1,200}")
_OPTIONS = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def _root(files: Files) -> str | None:
    for name in sorted(files, key=len):
        at_top = name.rpartition("/")[2] == "course.xml" and name.count("/") <= 1
        if at_top and b"<course" in beginning(files, name, 4000):
            return name.removesuffix("course.xml")
    return None


def recognise(files: Files) -> bool:
    root = _root(files)
    return root is not None and any(name.startswith((f"{root}chapter/", f"{root}course/")) for name in files)


def read(files: Files) -> CoursePlan:
    """Raises CourseFault."""
    root = _root(files)
    if root is None:
        raise CourseFault(Why.UNKNOWN_FORMAT)
    return _Reader(files, root).course()


class _Reader:
    def __init__(self, files: Files, root: str) -> None:
        self.files = files
        self.root = root
        self.building = Building(files)
        self.used: set[str] = {f"{root}course.xml"}

    def course(self) -> CoursePlan:
        pointer = planning.xml_of(self.files, f"{self.root}course.xml")
        course = self.resolved(pointer, 0)
        language = course.get("language", "en")
        if languages.code_of(language) != "en":
            raise CourseFault(Why.NOT_ENGLISH, language)
        for chapter in self.inner(course, 0):
            self.walk(chapter, 1)
        for name in self.files:
            if name not in self.used and not name.endswith("/"):
                self.building.out(name.removeprefix(self.root), "file", Why.KIND)
        title = course.get("display_name") or pointer.get("course") or "Course"
        code = "-".join(filter(None, [pointer.get("org", ""), pointer.get("course", "")]))
        return planning.checked(
            CoursePlan(
                FORMAT, {"en": self.building.title(title)}, self.building.parts, code=code[:40],
                provider=pointer.get("org", "")[:150], report=self.building.report,
            )
        )  # fmt: skip

    def resolved(self, element: Element, depth: int) -> Element:
        """The element itself, or the one of the file that it points to."""
        if depth > 12:
            raise CourseFault(Why.BROKEN, "url_name")
        name = element.get("url_name", "")
        path = f"{self.root}{local(element)}/{name}.xml"
        if len(element) or not name or not _NAME.fullmatch(name) or path not in self.files:
            return element
        self.used.add(path)
        found: Element = planning.xml_of(self.files, path)
        found.set("url_name", name)
        return found

    def inner(self, element: Element, depth: int) -> Iterator[Element]:
        for child in element:
            if local(child) not in ("wiki",):
                yield self.resolved(child, depth)

    def walk(self, element: Element, depth: int) -> None:
        kind = local(element)
        if depth > 12 or len(self.building.report) > 20_000:
            raise CourseFault(Why.BROKEN, kind)
        if kind == "vertical" or kind not in _CONTAINERS:
            self.unit(element, depth)
            return
        self.building.say(_title(element), kind, Outcome.IMPORTED)
        for child in self.inner(element, depth):
            self.walk(child, depth + 1)

    def unit(self, element: Element, depth: int) -> None:
        """What stands on one screen: its texts as one page, its problems as one test."""
        blocks = list(self.inner(element, depth)) if local(element) == "vertical" else [element]
        title = _title(element)
        markup: list[str] = []
        lost: set[Why] = set()
        questions: list[dict[str, Any]] = []
        for block in blocks:
            kind = local(block)
            if kind == "html":
                markup.append(self.html(block))
            elif kind == "video":
                found = self.video(block)
                markup.append(found)
                if found:
                    lost.add(Why.OUTSIDE)
            elif kind == "problem":
                questions += self.problem(block)
            else:
                self.building.out(_title(block), kind, Why.KIND)
        text = "\n".join(filter(None, markup))
        if text:
            self.building.page(title, "vertical", title, text, sorted(lost))
        if questions:
            self.building.quiz(title, "vertical: problems", title, questions)

    def html(self, block: Element) -> str:
        name = block.get("filename") or block.get("url_name", "")
        path = posixpath.normpath(f"{self.root}html/{name}.html")
        if len(block) or (block.text or "").strip():
            markup = _inside(block)
        elif path in self.files:
            self.used.add(path)
            markup = planning.text_of(self.files, path)
        else:
            self.building.out(_title(block), "html", Why.MISSING, f"html/{name}.html")
            return ""
        self.building.say(_title(block), "html", Outcome.IMPORTED)
        return markup

    def video(self, block: Element) -> str:
        """A link to the film, which a course of Open edX does not carry."""
        tube = block.get("youtube_id_1_0", "")
        if not tube and ":" in block.get("youtube", ""):
            tube = block.get("youtube", "").rpartition(":")[2]
        addresses = [source.get("src", "") for source in every(block, "source")]
        if re.fullmatch(r"[\w-]{6,20}", tube):
            addresses.insert(0, f"https://www.youtube.com/watch?v={tube}")
        markup = next(filter(None, (linked(_title(block), address) for address in addresses)), "")
        if markup:
            self.building.say(_title(block), "video", Outcome.PARTLY, Why.OUTSIDE)
        else:
            self.building.out(_title(block), "video", Why.MISSING)
        return markup

    def problem(self, block: Element) -> list[dict[str, Any]]:
        source = _title(block)
        key = planning.key_of(block.get("url_name") or source, self.building.keys, "problem")
        if first(block, "script", "customresponse", "schematicresponse") is not None:
            self.building.say(source, "problem", Outcome.KEPT, Why.COMPUTED)
            return []
        if first(block, "img", "iframe", "object", "svg", "math", "video") is not None:
            self.building.say(source, "problem", Outcome.KEPT, Why.PICTURE)
            return []
        responses = [
            one for one in block.iter() if _NOT_MARKED.fullmatch(local(one)) and local(one).endswith("response")
        ]
        solutions = " ".join(plain(_inside(one)) for one in every(block, "solution"))
        stem = _words(block, {*(local(one) for one in responses), "solution", "demandhint", "script"})
        made: list[dict[str, Any]] = []
        if not responses:
            self.building.say(source, "problem", Outcome.KEPT, Why.KIND, "–")
        for number, response in enumerate(responses, start=1):
            own = key if len(responses) == 1 else f"{key[:56]}-{number}"
            kind = local(response)
            question: dict[str, Any] | Why = Why.KIND
            if kind in _RESPONSES:
                question = _question(response, own, stem, solutions)
            lost = [Why.FEEDBACK] if first(response, "choicehint", "compoundhint") is not None else []
            if block.get("partial_credit") or response.get("partial_credit"):
                lost.append(Why.PART_MARKS)
            made += self.building.question(source, kind, question, lost, kind if question is Why.KIND else "")
        return made


def _title(element: Element) -> str:
    return element.get("display_name") or element.get("url_name") or local(element)


def _inside(element: Element) -> str:
    """The markup between the tags."""
    return (element.text or "") + "".join(tostring(child, encoding="unicode") for child in element)


def _words(element: Element, without: set[str]) -> str:
    """The text of an element and its descendants but those of the given names."""

    def pieces(one: Element) -> Iterator[str]:
        yield one.text or ""
        for child in one:
            if local(child) not in without:
                yield from pieces(child)
                if local(child) in ("p", "div", "label", "li", "description"):
                    yield "<br>"
            yield child.tail or ""

    return plain("".join(piece if piece == "<br>" else piece.replace("<", "&lt;") for piece in pieces(element)))


def _question(response: Element, key: str, stem: str, why: str) -> dict[str, Any] | Why:
    groups = {"choicegroup", "checkboxgroup", "optioninput"}
    text = "\n".join(filter(None, [stem, _words(response, {*groups, "solution"})]))
    if local(response) == "optionresponse":
        return _dropdown(response, key, text, why)
    options = [
        (_words(one, {"choicehint"}), one.get("correct", "false").lower() == "true")
        for group in every(response, *groups)
        for one in children(group, "choice")
    ]
    return planning.choice(key, text, options, multiple=local(response) == "choiceresponse", why=why)


def _dropdown(response: Element, key: str, text: str, why: str) -> dict[str, Any] | Why:
    inputs = list(every(response, "optioninput"))
    if len(inputs) != 1:
        return Why.KIND
    options = [
        (_words(one, {"optionhint"}), one.get("correct", "").lower() == "true") for one in children(inputs[0], "option")
    ]
    if not options:
        listed = [single or double for single, double in _OPTIONS.findall(inputs[0].get("options", ""))]
        options = [(plain(one), one == inputs[0].get("correct")) for one in listed]
    return planning.choice(key, text, options, why=why)
