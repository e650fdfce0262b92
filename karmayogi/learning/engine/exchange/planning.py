"""What the readers share: keys, lengths, questions in the form of questions.toml, and checks on a finished plan."""

import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from karmayogi.kernel.markup import XmlFault, beginning, parse_xml
from karmayogi.learning.engine import media, prose
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedFile,
    PlannedPart,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)

type Files = Mapping[str, bytes]

MAX_TEXT = 2 * 1024 * 1024
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"(\d+)")
_IMAGE = re.compile(r"<(?:img|svg|picture|video|audio|object|embed|iframe|canvas|applet)\b", re.IGNORECASE)
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


def losses(markup: str) -> list[Why]:
    """What cleaning takes out of foreign HTML that a reader could miss."""
    return [why for why, sign in ((Why.IMAGES, _IMAGE), (Why.LINKS, _NEAR)) if sign.search(markup)]


def page(key: str, title: str, markup: str) -> PlannedPart:
    """A page in English from foreign HTML."""
    html = prose.clean_foreign(markup)
    return PlannedPart(key, PartKind.PAGE, minutes_of(html), {"en": PlannedVariant(title[:250], html)})


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


def quiz(key: str, title: str, questions: list[dict[str, Any]], spec: QuizSpec | None = None) -> PlannedPart:
    spec = spec or spec_for(sum(not one.get("practice") for one in questions))
    return PlannedPart(
        key, PartKind.QUIZ, min(6000, spec.minutes), {"en": PlannedVariant(title[:250] or "Test")}, questions, spec
    )


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
