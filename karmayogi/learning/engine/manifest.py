"""imsmanifest.xml of SCORM 1.2 and SCORM 2004 (3rd and 4th edition) into plain rows.

Namespaces are ignored: packages in the field declare them wrongly more often than rightly.
"""

import dataclasses
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from karmayogi.learning.engine.sequencing import reading
from karmayogi.learning.engine.sequencing.definition import Activity, Tree
from karmayogi.learning.engine.sequencing.navigation import START, go
from karmayogi.learning.engine.sequencing.tracking import State
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

NAME = "imsmanifest.xml"
MAX_BYTES = 5 * 1024 * 1024
MAX_ITEMS = 1_000
MAX_DEPTH = 20
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One line of the table of contents. href "": a heading. mastery: per cent."""

    identifier: str
    title: str
    depth: int
    href: str
    is_sco: bool
    mastery: float | None
    launch_data: str


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """standard: "scorm12" or "scorm2004"; edition as written. tree: None where the items in their order say it all."""

    standard: str
    edition: str
    identifier: str
    title: str
    items: tuple[Item, ...]
    tree: Tree | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Resource:
    href: str
    is_sco: bool


def parse(content: bytes, files: frozenset[str]) -> Manifest:
    """The manifest. files: paths in the package. Raises PackageFault saying what is wrong."""
    if len(content) > MAX_BYTES:
        raise PackageFault(Fault.BAD_MANIFEST)
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise PackageFault(Fault.DOCTYPE) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise PackageFault(Fault.BAD_MANIFEST, str(error)) from error
    if _local(root) != "manifest":
        raise PackageFault(Fault.BAD_MANIFEST, _local(root))
    edition = _text(root, "metadata", "schemaversion")
    standard = _standard(edition, content)
    organisation = _organisation(root)
    resources = _resources(root)
    found = list(_items(organisation, resources, files))
    items = tuple(item for item, _element, shown in found if shown)
    if not any(item.href for item in items):
        raise PackageFault(Fault.NO_LAUNCH)
    tree = None
    if standard == "scorm2004":
        tree = _tree(root, organisation, [(item, element) for item, element, _shown in found])
    return Manifest(
        standard,
        edition[:40] or standard,
        root.get("identifier", "")[:250],
        (_text(organisation, "title") or root.get("identifier", ""))[:250],
        items,
        tree,
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name, without regard to case: scormtype and scormType are both in use."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == name:
            return value
    return ""


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _local(child).lower() == name.lower())


def _text(element: Element, *names: str) -> str:
    for name in names:
        found = next(_children(element, name), None)
        if found is None:
            return ""
        element = found
    return " ".join((element.text or "").split())


def _standard(edition: str, content: bytes) -> str:
    lowered = edition.lower()
    if lowered in ("1.2", "scorm 1.2") or (not lowered and b"adlcp_rootv1p2" in content):
        return "scorm12"
    if "2004" in lowered or lowered in ("cam 1.3", "1.3") or (not lowered and b"adlcp_v1p3" in content):
        return "scorm2004"
    raise PackageFault(Fault.UNKNOWN_STANDARD, edition)


def _organisation(root: Element) -> Element:
    holder = next(_children(root, "organizations"), None)
    found = [] if holder is None else list(_children(holder, "organization"))
    if holder is None or not found:
        raise PackageFault(Fault.NO_ORGANISATION)
    default = holder.get("default", "")
    return next((one for one in found if one.get("identifier") == default), found[0])


def _resources(root: Element) -> dict[str, _Resource]:
    found: dict[str, _Resource] = {}
    for holder in _children(root, "resources"):
        for resource in _children(holder, "resource"):
            base = root.get(_XML_BASE, "") + holder.get(_XML_BASE, "") + resource.get(_XML_BASE, "")
            href = resource.get("href", "")
            found[resource.get("identifier", "")] = _Resource(
                base + href if href else "", _attribute(resource, "scormtype").lower() != "asset"
            )
    return found


def _items(
    organisation: Element, resources: dict[str, _Resource], files: frozenset[str]
) -> Iterator[tuple[Item, Element, bool]]:
    """Each item with its element, and whether it is a line of the table of contents."""
    stack = [(item, 0) for item in reversed(list(_children(organisation, "item")))]
    count = 0
    while stack:
        element, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ITEMS:
            raise PackageFault(Fault.BAD_MANIFEST, "item")
        inner = list(_children(element, "item"))
        stack.extend((item, depth + 1) for item in reversed(inner))
        resource = resources.get(element.get("identifierref", ""))
        if element.get("identifierref") and (resource is None or not resource.href):
            raise PackageFault(Fault.LAUNCH_MISSING, element.get("identifierref", ""))
        item = Item(
            (element.get("identifier") or f"item-{count}")[:250],
            (_text(element, "title") or element.get("identifier", "") or f"{count}")[:250],
            depth,
            "" if resource is None else _href(resource.href, element.get("parameters", ""), files),
            resource is not None and resource.is_sco,
            _mastery(element),
            (_text(element, "datafromlms"))[:4096],
        )
        yield item, element, resource is not None or not _hidden(element)


def _hidden(element: Element) -> bool:
    return element.get("isvisible", "true").lower() == "false"


def _tree(root: Element, organisation: Element, items: list[tuple[Item, Element]]) -> Tree | None:
    """The items as activities, where the manifest says of any how it is to be taken."""
    shared = reading.collection(root)
    rules = [reading.sequencing(element, shared) for element in (organisation, *(element for _item, element in items))]
    hidden = [reading.hidden_ui(element) for _item, element in items]
    alone = sum(bool(item.href) for item, _element in items) == 1
    if all(reading.plain(one, alone=alone) for one in rules) and not any(hidden):
        return None
    name = organisation.get("identifier", "")[:250]
    activities = [Activity(name, _text(organisation, "title")[:250], -1, leaf=False, sequencing=rules[0])]
    path = [0]  # the places of the activities above the next one
    for (item, element), own, without in zip(items, rules[1:], hidden, strict=True):
        del path[item.depth + 1 :]
        inner = next(_children(element, "item"), None) is not None
        if not inner and not item.href:
            continue  # a heading: nothing to start and nothing inside
        leaf = bool(item.href) and not inner
        path.append(len(activities))
        activities.append(Activity(item.identifier, item.title, path[-2], leaf, not _hidden(element), without, own))
    names = [activity.identifier for activity in activities]
    if len(set(names)) < len(names):
        raise PackageFault(Fault.BAD_MANIFEST, next(name for name in names if names.count(name) > 1))
    to_system = _attribute(organisation, "objectivesglobaltosystem").lower() not in ("false", "0")
    tree = Tree(tuple(activities), to_system)
    # An order that begins nowhere would show nothing at all: then the pages stand free, as without one.
    return tree if go(tree, State(), START).delivered else None


def _href(href: str, parameters: str, files: frozenset[str]) -> str:
    """The launch address relative to the package, with its parameters. It must be a file of the package."""
    parts = urlsplit(href.strip().replace("\\", "/"))
    if parts.scheme or parts.netloc:
        raise PackageFault(Fault.LAUNCH_OUTSIDE, href)
    path = posixpath.normpath(unquote(parts.path))
    if path.startswith(("/", "..")) or path not in files:
        raise PackageFault(Fault.LAUNCH_MISSING, path)
    query, anchor = parts.query, parts.fragment
    extra = parameters.strip()
    if extra.startswith("#"):
        anchor = extra[1:]
    elif extra:
        query = "&".join(filter(None, [query, extra.lstrip("?&")]))
    return path + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


def _mastery(item: Element) -> float | None:
    text = _text(item, "masteryscore")
    scale = 1.0
    if not text:
        for sequencing in _children(item, "sequencing"):
            for objectives in _children(sequencing, "objectives"):
                for primary in _children(objectives, "primaryObjective"):
                    if primary.get("satisfiedByMeasure", "").lower() in ("true", "1"):
                        text, scale = _text(primary, "minNormalizedMeasure") or "1", 100.0
    try:
        value = float(text) * scale
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
