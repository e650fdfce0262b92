"""A course of units as its file describes it: cmi5.xml (sections 13 and 14 of the specification) into plain rows.

Elements of other namespaces are extensions and passed over. The namespace itself is not checked: the examples of the
specification use an older one.
"""

import dataclasses
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import XmlFault, parse_xml, writable
from karmayogi.learning.engine.cmi5.names import MOVE_ONS, PARAMETERS
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

NAME = "cmi5.xml"
MAX_UNITS = 5_000
MAX_DEPTH = 20
MAX_TEXT = 20_000
MAX_IRI = 2_000
# As strict as the record store is with the ids of activities, which these become: RFC 3987, with a host for the web.
_BARE = r"[^\x00-\x20\x7f-\x9f\"<>\\^`{|}%#\ud800-\udfff]*+"
_TEXT = rf"{_BARE}(?:%[0-9A-Fa-f]{{2}}{_BARE})*+"
_IRI = re.compile(rf"(?![Hh][Tt][Tt][Pp][Ss]?:(?!//[^/?#]))[A-Za-z][A-Za-z0-9+.\-]*+:(?=.){_TEXT}(?:#{_TEXT})?")
_SCORE = re.compile(r"\+?(?:0?\.\d{1,4}|0(?:\.\d{1,4}0*|\.)?|1(?:\.0*)?)")
_METHODS = ("AnyWindow", "OwnWindow")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")

type Texts = dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """kind: course, block or au. depth: the course is 0. iri: the publisher's id. url: of an au, with its own query:
    a path inside the package or an absolute address. mastery: as written, None where the unit has none."""

    kind: str
    depth: int
    iri: str
    titles: Texts
    descriptions: Texts
    objectives: tuple[str, ...] = ()
    url: str = ""
    own_window: bool = False
    move_on: str = "NotApplicable"
    mastery: str | None = None
    activity_type: str = ""
    launch_parameters: str | None = None
    entitlement_key: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Objective:
    iri: str
    titles: Texts
    descriptions: Texts


@dataclasses.dataclass(frozen=True, slots=True)
class Structure:
    """standard: "cmi5" or "xapi". units: in order, the course first, each below the last one that is less deep."""

    standard: str
    units: tuple[Unit, ...]
    objectives: tuple[Objective, ...] = ()

    @property
    def course(self) -> Unit:
        return self.units[0]


def shown(texts: Texts) -> str:
    """The text as somebody reads it who knows English, or in whatever language there is."""
    for language, text in texts.items():
        if language.lower().partition("-")[0] == "en" and text:
            return text
    return next((text for text in texts.values() if text), "")


def parse(content: bytes, files: frozenset[str] | None) -> Structure:
    """files: paths in the package, None for a file that came alone. Raises PackageFault saying what is wrong."""
    root = read(content)
    if _local(root) != "courseStructure":
        raise PackageFault(Fault.BAD_STRUCTURE, _local(root))
    reader = _Reader(_space(root), files)
    course = reader.child(root, "course")
    if course is None:
        raise PackageFault(Fault.BAD_STRUCTURE, "course")
    objectives = tuple(reader.objectives(root))
    units = (reader.unit(course, "course", 0), *reader.below(root))
    if not any(unit.kind == "au" for unit in units):
        raise PackageFault(Fault.NO_UNIT)
    return Structure("cmi5", units, objectives)


def read(content: bytes) -> Element:
    try:
        return parse_xml(content)
    except XmlFault as fault:
        kind = Fault.STRUCTURE_DOCTYPE if fault.doctype else Fault.BAD_STRUCTURE
        raise PackageFault(kind, "" if fault.doctype else str(fault)) from fault


def is_iri(text: str) -> bool:
    return len(text) <= MAX_IRI and _IRI.fullmatch(text) is not None


def tag(text: str | None) -> str:
    """A language tag that statements may carry; "und" for none and for any other text."""
    trimmed = _trimmed(text)
    return trimmed if _LANGUAGE.fullmatch(trimmed) else "und"


def check_iri(text: str, what: str) -> str:
    if not is_iri(text):
        raise PackageFault(Fault.BAD_IRI, f"{what}: {text}" if text else what)
    return text


def address(text: str, files: frozenset[str] | None) -> str:
    """A launch address. Absolute ones must be of the web, others a file of the package."""
    try:
        parts = urlsplit(text.replace("\\", "/") if "://" not in text else text)
    except ValueError as error:
        raise PackageFault(Fault.BAD_ADDRESS, text) from error
    for name, _value in parse_qsl(parts.query, keep_blank_values=True):
        if name in PARAMETERS:
            raise PackageFault(Fault.RESERVED_NAME, name)
    if parts.scheme or parts.netloc:
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise PackageFault(Fault.BAD_ADDRESS, text)
        return text
    if files is None:
        raise PackageFault(Fault.RELATIVE_ALONE, text)
    path = posixpath.normpath(unquote(parts.path))
    if not parts.path or path.startswith(("/", "..")) or path not in files:
        raise PackageFault(Fault.UNIT_MISSING, path)
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _space(element: Element) -> str:
    return str(element.tag).rpartition("}")[0]


def _trimmed(text: str | None) -> str:
    return writable(text or "").strip()


@dataclasses.dataclass(slots=True)
class _Reader:
    """namespace: of the root; what is of another one is an extension."""

    namespace: str
    files: frozenset[str] | None
    seen: set[str] = dataclasses.field(default_factory=set)
    known: set[str] = dataclasses.field(default_factory=set)
    count: int = 0

    def children(self, element: Element, *names: str) -> Iterator[Element]:
        return (one for one in element if _space(one) == self.namespace and _local(one) in names)

    def child(self, element: Element, name: str) -> Element | None:
        return next(self.children(element, name), None)

    def texts(self, element: Element, name: str) -> Texts:
        """By language tag, in the order of the file; `und` where the file names none."""
        found: Texts = {}
        for holder in self.children(element, name):
            for one in self.children(holder, "langstring"):
                text = " ".join(_trimmed("".join(one.itertext())).split())[:MAX_TEXT]
                if text:
                    found.setdefault(tag(one.get("lang")), text)
        return found

    def text(self, element: Element, name: str) -> str | None:
        found = self.child(element, name)
        return None if found is None else _trimmed("".join(found.itertext()))[:MAX_TEXT]

    def iri(self, element: Element, what: str) -> str:
        found = check_iri(_trimmed(element.get("id")), what)
        if found in self.seen:
            raise PackageFault(Fault.ID_TWICE, found)
        self.seen.add(found)
        return found

    def objectives(self, root: Element) -> Iterator[Objective]:
        for holder in self.children(root, "objectives"):
            for one in self.children(holder, "objective"):
                iri = check_iri(_trimmed(one.get("id")), "objective")
                if iri in self.known:
                    raise PackageFault(Fault.ID_TWICE, iri)
                self.known.add(iri)
                yield Objective(iri, self.texts(one, "title"), self.texts(one, "description"))

    def below(self, root: Element) -> Iterator[Unit]:
        stack = [(one, 1) for one in reversed(list(self.children(root, "au", "block")))]
        while stack:
            element, depth = stack.pop()
            self.count += 1
            if self.count > MAX_UNITS or depth > MAX_DEPTH:
                raise PackageFault(Fault.TOO_MANY_UNITS, str(MAX_UNITS))
            kind = _local(element)
            yield self.unit(element, kind, depth)
            if kind == "block":
                inner = list(self.children(element, "au", "block"))
                if not inner:
                    raise PackageFault(Fault.EMPTY_BLOCK, element.get("id", ""))
                stack.extend((one, depth + 1) for one in reversed(inner))

    def unit(self, element: Element, kind: str, depth: int) -> Unit:
        iri = self.iri(element, kind)
        titles, descriptions = self.texts(element, "title"), self.texts(element, "description")
        if not titles:
            raise PackageFault(Fault.NO_TITLE, iri)
        named = tuple(self.named(element))
        if kind != "au":
            return Unit(kind, depth, iri, titles, descriptions, named)
        method = _trimmed(element.get("launchMethod")) or "AnyWindow"
        if method not in _METHODS:
            raise PackageFault(Fault.BAD_METHOD, f"{iri}: {method}")
        move_on = _trimmed(element.get("moveOn")) or "NotApplicable"
        if move_on not in MOVE_ONS:
            raise PackageFault(Fault.BAD_MOVE_ON, f"{iri}: {move_on}")
        mastery = _trimmed(element.get("masteryScore")) or None
        if mastery is not None and not _SCORE.fullmatch(mastery):
            raise PackageFault(Fault.BAD_SCORE, f"{iri}: {mastery}")
        activity_type = _trimmed(element.get("activityType"))
        url = self.text(element, "url")
        if not url:
            raise PackageFault(Fault.NO_ADDRESS, iri)
        return Unit(
            kind, depth, iri, titles, descriptions, named, address(url, self.files), method == "OwnWindow", move_on,
            mastery, check_iri(activity_type, "activityType") if activity_type else "",
            self.text(element, "launchParameters") or None, self.text(element, "entitlementKey") or None,
        )  # fmt: skip

    def named(self, element: Element) -> Iterator[str]:
        """Objectives that a block or unit refers to."""
        for holder in self.children(element, "objectives"):
            for one in self.children(holder, "objective"):
                iri = _trimmed(one.get("idref"))
                if iri not in self.known:
                    raise PackageFault(Fault.BAD_REFERENCE, iri)
                yield iri
