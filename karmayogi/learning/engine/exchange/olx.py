"""Open edX OLX (.tar.gz): course, chapter, sequential, vertical. A vertical becomes a page and, where it asks, a test.

Elements may be written in place or in a file of their own (<kind>/<url_name>.xml).
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from karmayogi.kernel import languages
from karmayogi.kernel.markup import beginning, every, first, local, plain
from karmayogi.learning.engine.exchange import olx_problems, planning
from karmayogi.learning.engine.exchange.building import Building, linked
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CourseFault, CoursePlan, Outcome, Why

FORMAT = "olx"
_CONTAINERS = ("course", "chapter", "sequential", "vertical")
_STATIC = re.compile(r"\s*/?(?:static/|asset-v1:[^/@]*\+type@asset\+block@|c4x/[^/]+/[^/]+/asset/)([^?#]{1,200})")
_NAME = re.compile(r"[^/\\]{1,200}")


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
            if name not in self.used | self.building.pictures and not name.endswith("/"):
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
            elif kind == "openassessment":
                questions += self.reviewed(block)
            else:
                self.building.out(_title(block), kind, Why.KIND)
        text = "\n".join(filter(None, markup))
        if text:
            self.building.page(title, "vertical", title, text, sorted(lost), where=self.where)
        if questions:
            self.building.quiz(title, "vertical: problems", title, questions)

    def where(self, src: str) -> str:
        """Pictures lie in the folder static, whatever an address calls it."""
        name = _STATIC.match(unquote(src))
        return posixpath.normpath(f"{self.root}static/{name[1]}") if name and ".." not in name[1] else ""

    def html(self, block: Element) -> str:
        name = block.get("filename") or block.get("url_name", "")
        path = posixpath.normpath(f"{self.root}html/{name}.html")
        if len(block) or (block.text or "").strip():
            markup = olx_problems.inside(block)
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
        return olx_problems.questions(self.building, block, source, key, self.where)

    def reviewed(self, block: Element) -> list[dict[str, Any]]:
        """An open response: a text that persons mark, by criteria with points."""
        title = first(block, "title")
        source = (plain(title.text or "") if title is not None else "") or _title(block)
        key = planning.key_of(block.get("url_name") or source, self.building.keys, "response")
        return olx_problems.open_response(self.building, block, source, key)


def _title(element: Element) -> str:
    return element.get("display_name") or element.get("url_name") or local(element)
