"""Slides in a zip (PPTX, ODP): what may not be in them, and their text. Pure; the zip's own limits are zip_policy's.

Macros are refused, and so is whatever would make a program fetch something from elsewhere while it draws the slides:
linked pictures, films, data and templates. Links that a reader clicks are fine.
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import Any

from karmayogi.kernel.markup import XmlFault, parse_xml
from karmayogi.learning.engine.renditions import MOST_PAGES, MediaFault, Trouble

# Name of a member -> its content.
type Read = Callable[[str], bytes]

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFFICE_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SLIDE_ID = "{http://schemas.openxmlformats.org/presentationml/2006/main}sldId"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ODF_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/|scripts/|macros/|activex/)", re.IGNORECASE)
MOST_TEXT = 20_000


def check(names: Iterable[str], read: Read) -> None:
    """Raises MediaFault for slides with macros, or with something that lies elsewhere."""
    names = list(names)
    for name in names:
        if _MACROS.search(name):
            raise MediaFault(Trouble.MACROS, name)
    if "[Content_Types].xml" in names and b"macroEnabled" in read("[Content_Types].xml"):
        raise MediaFault(Trouble.MACROS, "[Content_Types].xml")
    for name in names:
        if name.endswith(".rels"):
            for one in _parsed(read, name).iter(_RELATION):
                if one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink"):
                    raise MediaFault(Trouble.OUTSIDE, one.get("Target", ""))
    for name in ("content.xml", "styles.xml"):
        if name in names:
            _check_links(_parsed(read, name))


def _check_links(root: Any) -> None:
    for one in root.iter():
        if one.tag in (f"{_ODF_OFFICE}scripts", f"{_ODF_OFFICE}event-listeners") and len(one):
            raise MediaFault(Trouble.MACROS, "content.xml")
        target = one.get(_XLINK, "")
        clicked = one.tag in (f"{_ODF_TEXT}a", f"{_ODF_DRAW}a")
        if target and not clicked and (":" in target or target.startswith(("/", "../", "//", "\\"))):
            raise MediaFault(Trouble.OUTSIDE, target)


def texts(names: Iterable[str], read: Read) -> list[str]:
    """The words of each slide in its order, a line a paragraph."""
    names = set(names)
    if "ppt/presentation.xml" in names:
        found = [_words(_parsed(read, name), f"{_DRAWING}p", f"{_DRAWING}t") for name in _order(names, read)]
    elif "content.xml" in names:
        pages = _parsed(read, "content.xml").iter(f"{_ODF_DRAW}page")
        found = [_words(page, f"{_ODF_TEXT}p", "") for page in pages]
    else:
        raise MediaFault(Trouble.BROKEN)
    if not 1 <= len(found) <= MOST_PAGES:
        raise MediaFault(Trouble.TOO_MANY_PAGES if found else Trouble.BROKEN, str(len(found)))
    return found


def _order(names: set[str], read: Read) -> list[str]:
    relations = "ppt/_rels/presentation.xml.rels"
    if relations not in names:
        raise MediaFault(Trouble.BROKEN, relations)
    targets = {one.get("Id"): one.get("Target", "") for one in _parsed(read, relations).iter(_RELATION)}
    wanted = [one.get(_OFFICE_ID) for one in _parsed(read, "ppt/presentation.xml").iter(_SLIDE_ID)]
    paths = [posixpath.normpath(posixpath.join("/ppt", targets.get(one, "")))[1:] for one in wanted]
    return [path for path in paths if path in names]


def _words(root: Any, paragraph: str, run: str) -> str:
    """run "": everything in the paragraph."""
    lines = (
        "".join(one.text or "" for one in part.iter(run)) if run else "".join(part.itertext())
        for part in root.iter(paragraph)
    )
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)[:MOST_TEXT]


def _parsed(read: Read, name: str) -> Any:
    try:
        return parse_xml(read(name))
    except XmlFault as error:
        raise MediaFault(Trouble.BROKEN, name) from error
