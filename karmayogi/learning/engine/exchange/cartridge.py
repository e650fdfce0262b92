"""IMS Common Cartridge 1.1 to 1.3: the items of its organisation in order."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from karmayogi.kernel import languages
from karmayogi.kernel.markup import child_text, children, every, first, local, plain
from karmayogi.learning.engine.exchange import planning, qti12
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CourseFault, CoursePlan, Outcome, Why

FORMAT = "common-cartridge"
_MANIFEST = "imsmanifest.xml"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(r"<head\b.*?</head>|<style\b.*?</style>|<script\b.*?</script>", re.IGNORECASE | re.DOTALL)
_BASE = re.compile(r"^\s*\$IMS-CC-FILEBASE\$")
_ROOTS = ("web_resources",)
MAX_ITEMS = 2_000


def recognise(files: Files) -> bool:
    return _MANIFEST in files and b"Common Cartridge" in files[_MANIFEST][:200_000]


def read(files: Files) -> CoursePlan:
    """Raises CourseFault."""
    root = planning.xml_of(files, _MANIFEST)
    said = first(root, "language")
    if said is not None and languages.code_of(said.text or "en") != "en":
        raise CourseFault(Why.NOT_ENGLISH, said.text or "")
    building = Building(files)
    resources = {one.get("identifier", ""): one for one in every(root, "resource")}
    used: set[str] = set()
    for item in _items(root, building):
        reference = item.get("identifierref", "")
        title = child_text(item, "title")
        resource = resources.get(reference)
        if resource is None:
            building.out(title or reference, "item", Why.MISSING, reference)
        else:
            used.add(reference)
            _resource(building, resource, title or reference, files)
    for identifier, resource in resources.items():
        if identifier not in used:
            _unlisted(building, resource, identifier)
    title = next((plain(one.text or "") for one in _title_strings(root)), "") or "Course"
    return planning.checked(CoursePlan(FORMAT, {"en": building.title(title)}, building.parts, report=building.report))


def _title_strings(root: Element) -> Iterator[Element]:
    metadata = first(root, "metadata")
    general = first(metadata, "title") if metadata is not None else None
    if general is not None:
        yield from every(general, "string", "langstring")


def _items(root: Element, building: Building) -> Iterator[Element]:
    """Every item that leads somewhere, in order. Headings are reported and have no part of their own."""
    organisation = first(root, "organization")
    stack = list(reversed(children(organisation, "item"))) if organisation is not None else []
    count = 0
    while stack:
        item = stack.pop()
        count += 1
        if count > MAX_ITEMS:
            raise CourseFault(Why.BROKEN, f"{MAX_ITEMS} items")
        stack += reversed(children(item, "item"))
        if item.get("identifierref"):
            yield item
        elif child_text(item, "title"):
            building.say(child_text(item, "title"), "heading", Outcome.IMPORTED)


def _unlisted(building: Building, resource: Element, identifier: str) -> None:
    """What no item leads to: pictures and styles of pages, question banks, files that were left behind."""
    kind = _kind(resource)
    source = resource.get("href", "") or next((one.get("href", "") for one in children(resource, "file")), identifier)
    if posixpath.normpath(unquote(source)) in building.pictures:
        return  # it came along with a page
    outcome = Outcome.KEPT if "question-bank" in kind else Outcome.LEFT_OUT
    building.say(unquote(source), kind, outcome, Why.KIND)


def _kind(resource: Element) -> str:
    return resource.get("type", "")[:80] or local(resource)


def _resource(building: Building, resource: Element, title: str, files: Files) -> None:
    kind = _kind(resource)
    href = resource.get("href", "") or next((one.get("href", "") for one in children(resource, "file")), "")
    path = posixpath.normpath(unquote(href.partition("?")[0].partition("#")[0]).replace("\\", "/"))
    if path not in files:
        building.out(title, kind, Why.MISSING, href)
    elif kind == "webcontent" and path.lower().endswith((".html", ".htm", ".xhtml")):
        _page(building, title, kind, planning.text_of(files, path), _where(files, path))
    elif kind == "webcontent":
        building.file(title, kind, title, path)
    elif kind.startswith("imswl_"):
        _link(building, title, kind, planning.xml_of(files, path))
    elif kind.startswith("imsqti_xmlv1p2/") and kind.endswith("/assessment"):
        qti12.assessment(building, planning.xml_of(files, path), title, title, _where(files, path))
    else:
        building.out(title, kind, Why.KIND)


def _page(building: Building, title: str, kind: str, markup: str, where: planning.Where) -> None:
    found = _TITLE.search(markup)
    body = _HEAD.sub("", markup)
    building.page(title, kind, title or (plain(found[1]) if found else ""), body, where=where)


def _where(files: Files, path: str) -> planning.Where:
    """Beside the page, or from the root of the files, which some writers have in a folder of its own."""
    near = planning.beside(posixpath.dirname(path))

    def where(src: str) -> str:
        based = _BASE.sub("", unquote(src), count=1)
        if based == unquote(src):
            return near(src)
        found = (planning.beside(folder)(based.lstrip("/")) for folder in ("", *_ROOTS))
        return next((one for one in found if one in files), "")

    return where


def _link(building: Building, title: str, kind: str, root: Element) -> None:
    url = first(root, "url")
    building.link(title, kind, child_text(root, "title") or title, url.get("href", "") if url is not None else "")
