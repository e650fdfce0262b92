"""XML and HTML that strangers made: read without entities, brought down to plain text."""

import html
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

import nh3
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_XML = 5 * 1024 * 1024
MAX_DEPTH = 60
MAX_NESTED = 200  # elements of HTML; browsers stop at 512
_BLOCK_END = re.compile(r"(?i)</(p|div|li|h[1-6]|tr|pre|blockquote)>|<br\s*/?>")
# To the end where it is never closed, as browsers read it; so the text is gone through once.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Those that hold nothing, and those that end the one before.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "a", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option",
    "path", "rect", "circle", "line", "use",
}  # fmt: skip
_BREAKS = re.compile(r"[\r\n]+")
_SPACE = re.compile(r"[^\S\n]+")
# What PostgreSQL and XML 1.0 cannot hold, and halves of characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class XmlFault(Exception):
    """doctype: it holds a DOCTYPE or entities, which no format here needs. Else it is no XML, too large or too deep."""

    def __init__(self, reason: str, *, doctype: bool = False) -> None:
        super().__init__(reason)
        self.doctype = doctype


class TooDeep(ValueError):
    """Elements stand inside one another more than MAX_NESTED deep. To sort that out takes as long as the square of it,
    here and in every browser."""


def check_nesting(markup: str) -> None:
    """Raises TooDeep. As far as a look at the tags tells: what hides its depth from that is stopped by the time that
    reading a file may take."""
    if markup.count("<") <= MAX_NESTED:
        return
    depth, opened = 0, dict[str, int]()
    for closing, name in _TAG.findall(_COMMENT.sub("", markup)):
        name = name.lower()
        if name in _FLAT:
            continue
        if not closing:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
        if depth > MAX_NESTED:
            raise TooDeep(name)


def beginning(files: Mapping[str, bytes], name: str, size: int) -> bytes:
    """The first bytes of a file of an archive. From a folder (which has `head`) no more is read than that."""
    head = getattr(files, "head", None)
    found: bytes = head(name, size) if head else files[name][:size]
    return found


def parse_xml(content: bytes) -> Element:
    """The root. Raises XmlFault."""
    if len(content) > MAX_XML:
        raise XmlFault("too large")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise XmlFault("doctype", doctype=True) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise XmlFault(str(error)) from error
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise XmlFault("too deep")
        level = [child for element in level for child in element]
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace, as written."""
    return str(element.tag).rpartition("}")[2]


def every(element: Element, *names: str) -> Iterator[Element]:
    """Descendants of these local names in the order of the document, itself included. Namespaces do not matter."""
    return (one for one in element.iter() if local(one) in names)


def first(element: Element, *names: str) -> Element | None:
    return next(every(element, *names), None)


def children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if not names or local(child) in names]


def child_text(element: Element, name: str) -> str:
    """The text of the first child of that name, in one line; "" without it."""
    found = next(iter(children(element, name)), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def writable(text: str) -> str:
    """Text without what no database column and no XML document can hold."""
    return _UNWRITABLE.sub("", text)


# A picture in plain text: its description and the name by which it is known where the text is kept.
PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(picture:([a-z0-9][a-z0-9._-]{0,99})\)")
_BRACKETS = re.compile(r"[\[\]\s]+")


def picture_mark(name: str, description: str) -> str:
    return f"![{_BRACKETS.sub(' ', description).strip()[:500]}](picture:{name})"


def without_pictures(text: str) -> str:
    """Their descriptions in their place."""
    return PICTURE.sub(r"[\1]", text)


def plain(markup: str) -> str:
    """The text of HTML with the ends of its blocks as line ends: questions are shown as text. Raises TooDeep."""
    check_nesting(markup)
    markup = _BLOCK_END.sub(r"\g<0>" + "\n", _BREAKS.sub(" ", markup))
    text = html.unescape(nh3.clean(markup, tags=set()))
    lines = (_SPACE.sub(" ", line).strip() for line in writable(text).split("\n"))
    return "\n".join(line for line in lines if line)
