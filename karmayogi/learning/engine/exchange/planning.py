"""What the readers share: keys, lengths, questions in the form of questions.toml, and checks on a finished plan."""

import dataclasses
import hashlib
import math
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import (
    XmlFault,
    beginning,
    every,
    first,
    local,
    parse_xml,
    picture_mark,
    plain,
)
from karmayogi.learning.engine import media, prose
from karmayogi.learning.engine.pictures import pictures_named
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedFile,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)

type Files = Mapping[str, bytes]

MAX_TEXT = 2 * 1024 * 1024
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"(\d+)")
_IMG = re.compile(r"<img\b", re.IGNORECASE)
_FILM = re.compile(r"<(?:svg|video|audio|object|embed|iframe|canvas|applet)\b", re.IGNORECASE)
_DRAWINGS = (".svg", ".svgz")  # programs, of which none is run here
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_NEAR = re.compile(r"""<a\s[^>]*href=["'](?!https?:|mailto:|#)""", re.IGNORECASE)


def text_of(files: Files, path: str) -> str:
    """A text file of the archive. Raises CourseFault where it is too long or no UTF-8."""
    content = files[path]
    if len(content) > MAX_TEXT:
        raise CourseFault(Why.BROKEN, path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseFault(Why.BROKEN, path) from error


def known(files: Files, path: str, media_type: str = "") -> PlannedFile | None:
    """The file as one that may be shown; None where it is not there, of another kind, or not what it says.

    media_type: as the source says; by the ending of the name where it says nothing.
    """
    kind = media_type or media.BY_ENDING.get(path.rpartition(".")[2].lower(), "")
    if kind not in media.ENDING or path not in files:
        return None
    return PlannedFile(path, kind) if media.means(beginning(files, path, media.HEAD), kind) else None


def xml_of(files: Files, path: str) -> Any:
    """The root element of an XML file of the archive. Raises CourseFault."""
    if path not in files:
        raise CourseFault(Why.MISSING, path)
    try:
        return parse_xml(files[path])
    except XmlFault as fault:
        raise CourseFault(Why.DOCTYPE if fault.doctype else Why.BROKEN, path) from fault


def key_of(text: str, taken: set[str], fallback: str = "part") -> str:
    """A key for an address that is not in `taken`; it is added to them."""
    stem = _NOT_KEY.sub("-", text.lower()).strip("-")[:50].strip("-") or fallback
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def natural(path: str) -> list[tuple[int, str]]:
    """Sorts lesson-2 before lesson-10."""
    return [(int(bit), "") if bit.isdigit() else (-1, bit) for bit in _DIGITS.split(path)]


def number(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`; None for anything else that a file may say."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 9 and 0 < int(text) <= most else None


def minutes_of(html: str) -> int:
    return min(6000, max(1, math.ceil(prose.reading_seconds(html) / 60)))


def spec_for(pool: int, *, draw: int | None = None, minutes: int | None = None, attempts: int = 3) -> QuizSpec:
    """Terms for a test whose source says nothing about them: two minutes a question, three attempts, 60 per cent."""
    draw = max(1, min(pool, draw or pool))
    return QuizSpec(draw, max(1, min(600, minutes or max(5, 2 * draw))), max(1, min(100, attempts)), 60)


def losses(markup: str, kept: int = 0) -> list[Why]:
    """What cleaning takes out of foreign HTML that a reader could miss. kept: how many of its pictures stay."""
    seen = _FILM.search(markup) is not None or len(_IMG.findall(markup)) > kept
    return ([Why.IMAGES] if seen else []) + ([Why.LINKS] if _NEAR.search(markup) else [])


type Where = Callable[[str], str]


def beside(folder: str) -> Where:
    """Where an address in a file of that folder leads to in the archive; "" for one that leads out of it."""

    def where(src: str) -> str:
        if _OUTSIDE.match(src):
            return ""
        path = posixpath.normpath(posixpath.join(folder, unquote(src.partition("?")[0].partition("#")[0])))
        return "" if path.startswith(("..", "/")) else path

    return where


@dataclasses.dataclass(slots=True)
class Pictures:
    """Finds the pictures of one text (prose.Find). where: from its addresses to paths of the archive.

    named: those that are there, by the name that they have until they are drawn anew; count: how often they stand in
    the text; bare: paths of those without a description.
    """

    files: Files
    where: Where | None
    named: dict[str, PlannedPicture] = dataclasses.field(default_factory=dict)
    bare: list[str] = dataclasses.field(default_factory=list)
    count: int = 0

    def __call__(self, src: str, alt: str) -> str | None:
        path = self.where(src) if self.where else ""
        if not path or path not in self.files or path.lower().endswith(_DRAWINGS):
            return None
        name = source_name(path)
        self.named[name] = PlannedPicture(path)
        self.count += 1
        if not alt and path not in self.bare:
            self.bare.append(path)
        return name


def source_name(path: str) -> str:
    """The name of a picture until it is drawn anew."""
    return hashlib.sha256(path.encode("utf-8", "replace")).hexdigest()[:20]


def worded(markup: str, pictures: Pictures) -> str | None:
    """The plain text of HTML with marks where its pictures are; None where one of them is not there."""
    if not _IMG.search(markup):
        return plain(markup)
    before = pictures.count  # of other texts of the same question
    html = prose.clean_foreign(markup, pictures)
    if pictures.count - before < len(_IMG.findall(markup)):
        return None
    return plain(prose.with_pictures(html, lambda name, alt: escape(picture_mark(name, alt), quote=False)))


def mark_pictures(root: Element, pictures: Pictures, *never: str) -> bool:
    """Puts marks in the place of the pictures below an element; False where one is not there, or stands below `never`,
    where only text may stand."""
    for holder in (one for one in root.iter() if local(one) in never):
        if first(holder, "img") is not None:
            return False
    for one in list(every(root, "img")):
        name = pictures(one.get("src", ""), " ".join(one.get("alt", "").split()))
        if name is None:
            return False
        one.tag, one.text = "span", f" {picture_mark(name, one.get('alt', ''))} "
    return True


def page(key: str, title: str, html: str, pictures: dict[str, PlannedPicture]) -> PlannedPart:
    """A page in English from HTML that is clean."""
    variant = PlannedVariant(title[:250], html, pictures=pictures)
    return PlannedPart(key, PartKind.PAGE, minutes_of(html), {"en": variant})


def choice(
    key: str, text: str, options: list[tuple[str, bool]], *, multiple: bool = False, why: str = ""
) -> dict[str, Any] | Why:
    """A question in English of these options, or why it cannot be one that is marked here."""
    if not text or not all(option for option, _right in options):
        return Why.EMPTY
    if len(options) < 2:
        return Why.FEW_OPTIONS
    if len(options) > 20:
        return Why.KIND
    if len({option.casefold() for option, _right in options}) < len(options):
        return Why.TWICE
    right = sum(flag for _option, flag in options)
    if not right:
        return Why.NO_RIGHT_ANSWER
    if multiple and right == len(options):
        return Why.NO_WRONG_ANSWER
    if not multiple and right > 1:
        return Why.PART_MARKS
    words = {option.casefold().strip(".") for option, _right in options}
    kind = "multiple" if multiple else "truefalse" if words == {"true", "false"} else "single"
    return {
        "key": key[:60],
        "kind": kind,
        "difficulty": 2,
        "text": {"en": text},
        "why": {"en": why} if why else {},
        "options": [
            {"key": chr(ord("a") + place), "correct": flag, "text": {"en": option}}
            for place, (option, flag) in enumerate(options)
        ],
    }


def added(
    question: dict[str, Any] | Why, source: str, kind: str, report: Callable[[ReportLine], object]
) -> dict[str, Any] | None:
    """The question, or None; its line of the report is written either way."""
    if isinstance(question, Why):
        report(ReportLine(source, kind, Outcome.KEPT, question))
        return None
    report(ReportLine(source, kind, Outcome.IMPORTED))
    return question


def quiz(
    key: str, title: str, questions: list[dict[str, Any]], spec: QuizSpec | None = None,
    pictures: Mapping[str, PlannedPicture] | None = None,
) -> PlannedPart:  # fmt: skip
    """pictures: those of any questions; the part gets those of its own."""
    spec = spec or spec_for(sum(not one.get("practice") for one in questions))
    return PlannedPart(
        key, PartKind.QUIZ, min(6000, spec.minutes), {"en": _titled(title, questions, pictures or {})}, questions, spec
    )


def _titled(title: str, questions: list[dict[str, Any]], pictures: Mapping[str, PlannedPicture]) -> PlannedVariant:
    shown: list[dict[str, Any]] = [
        {name: one[name] for name in ("text", "options") if name in one} for one in questions
    ]
    named = {name for one in shown for name in pictures_named(one)}
    mine = {name: pictures[name] for name in sorted(named) if name in pictures}
    return PlannedVariant(title[:250] or "Test", pictures=mine)


def told(source: str, kind: str, lost: list[Why]) -> Iterator[ReportLine]:
    """The lines of an item that came in, with or without losses."""
    if not lost:
        yield ReportLine(source, kind, Outcome.IMPORTED)
    for why in lost:
        yield ReportLine(source, kind, Outcome.PARTLY, why)


def checked(plan: CoursePlan) -> CoursePlan:
    """The plan within the limits of our tables. Raises CourseFault for one that teaches nothing."""
    if not plan.parts:
        raise CourseFault(Why.NOTHING)
    if not plan.titles.get("en"):
        raise CourseFault(Why.NO_ENGLISH)
    if len(plan.parts) > 500:
        raise CourseFault(Why.BROKEN, f"{len(plan.parts)} parts")
    return dataclasses.replace(plan, titles={code: title[:250] for code, title in plan.titles.items()})
