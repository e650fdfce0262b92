"""Questions of a Moodle backup (questions.xml), of the versions before and after the question bank of Moodle 4."""

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import child_text, children, every, first, plain
from karmayogi.learning.engine.exchange import asking, planning
from karmayogi.learning.engine.exchange.asking import Made
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import Why

_FORMULA = re.compile(r"<(?:svg|object|video|audio|iframe|math)\b|\\\(|\$\$", re.IGNORECASE)
_IMG = re.compile(r"<img\b", re.IGNORECASE)
_PLACE = re.compile(r"\{#(\d{1,3})\}")
_STAR = re.compile(r"(?<!\\)\*")  # stands for anything in what Moodle accepts; a star itself is written \*
_NO_UNITS = "3"
_TICKED = ("multichoice", "truefalse")  # whose answers are shown as they are, not in a list
_FULL = Decimal("0.99")  # thirds and sevenths are written with seven places


@dataclasses.dataclass(frozen=True, slots=True)
class Bank:
    """by_id: every question, those inside a text among them; by_entry: the newest version under each entry; where:
    finds the pictures in the text of the question ("questiontext") or answer ("answer") of that id."""

    by_id: dict[str, Element]
    by_entry: dict[str, Element]
    where: Callable[[str, str], planning.Where] = lambda _item, _area: lambda _src: ""


def bank(files: Files, where: Callable[[str, str], planning.Where]) -> Bank:
    found = Bank({}, {}, where)
    if "questions.xml" not in files:
        return found
    root = planning.xml_of(files, "questions.xml")
    for one in every(root, "question"):
        if one.get("id"):
            found.by_id[one.get("id", "")] = one
    for entry in every(root, "question_bank_entry"):
        versions = list(every(entry, "question_versions"))
        versions.sort(key=lambda one: planning.number(child_text(one, "version"), 10**6) or 0)
        newest = first(versions[-1], "question") if versions else None
        if newest is not None:
            found.by_entry[entry.get("id", "")] = newest
    return found


@dataclasses.dataclass(slots=True)
class _Asked:
    """A question on its way: its words, why its answer is right, and what does not come along."""

    element: Element
    key: str
    text: str
    why: str
    bank: Bank
    lost: list[Why] = dataclasses.field(default_factory=list)
    pictured: dict[Element, str] = dataclasses.field(default_factory=dict)  # answers with pictures


def questions(building: Building, question: Element, key: str, bank: Bank) -> list[dict[str, Any]]:
    """The question in a list, or an empty one where it cannot be asked here; reported either way."""
    kind = child_text(question, "qtype")
    source = child_text(question, "name") or key
    inner = _inner(question, bank)
    seen = [one for each in (question, *inner) for one in every(each, "questiontext", "answertext")]
    ticked = list(every(question, "answer")) if kind in _TICKED else []
    # Where alone pictures may stand.
    may = [*children(question, "questiontext"), *(text for one in ticked for text in children(one, "answertext"))]
    unseen = any(_FORMULA.search(one.text or "") or (one not in may and _IMG.search(one.text or "")) for one in seen)
    pictures = planning.Pictures(building.files, bank.where(question.get("id", ""), "questiontext"))
    text = planning.worded(_raw(question, "questiontext"), pictures)
    shown: dict[Element, str | None] = {}
    for one in ticked:
        pictures.where = bank.where(one.get("id", ""), "answer")
        shown[one] = planning.worded(_raw(one, "answertext"), pictures)
    if unseen or text is None or None in shown.values():
        return building.question(source, kind, Why.PICTURE, [])
    building.describe(source, pictures)
    asked = _Asked(question, key, text, plain(_raw(question, "generalfeedback")), bank)
    asked.pictured |= {one: said for one, said in shown.items() if said and "](picture:" in said}
    if any(plain(_raw(one, "hint")) for one in every(question, "question_hint")):
        asked.lost.append(Why.EXTRAS)
    made = _made(kind, asked)
    return building.question(source, kind, made, asked.lost, kind if made is Why.KIND else "")


def _made(kind: str, asked: _Asked) -> Made:
    if kind.startswith("calculated"):
        return Why.COMPUTED
    maker = _MAKERS.get(kind)
    return maker(asked) if maker else Why.KIND


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    id: str
    text: str
    worth: Decimal
    remark: str


def _answers(asked: _Asked) -> list[_Answer]:
    """What learners write is compared as it stands; what they read is HTML."""
    written = child_text(asked.element, "qtype") in ("shortanswer", "numerical")
    return [
        _Answer(
            one.get("id", ""),
            asked.pictured.get(one)
            or (" ".join(_raw(one, "answertext").split()) if written else plain(_raw(one, "answertext"))),
            asking.number(child_text(one, "fraction")) or Decimal(0),
            plain(_raw(one, "feedback")),
        )
        for one in every(asked.element, "answer")
    ]


def _explain(asked: _Asked, answers: list[_Answer]) -> None:
    """What is said of the only right answer is why it is right; other remarks have no place here."""
    best = [one for one in answers if one.worth > _FULL]
    said = [one for one in answers if one.remark]
    if len(best) == 1 and best[0].remark:
        asked.why = "\n".join(filter(None, [asked.why, best[0].remark]))
        said.remove(best[0])
    if said:
        asked.lost.append(Why.FEEDBACK)


def _choice(asked: _Asked) -> Made:
    answers = _answers(asked)
    _explain(asked, answers)
    several = _said(asked.element, "single") == "0"
    options = [(one.text, one.worth) for one in answers]
    if not several and not any(worth > _FULL for _text, worth in options):
        return Why.NO_RIGHT_ANSWER
    return asking.choice(asked.key, asked.text, options, asked.lost, multiple=several, why=asked.why)


def _true_or_false(asked: _Asked) -> Made:
    answers = _answers(asked)
    _explain(asked, answers)
    right = [one.worth > _FULL for one in answers]
    if len(answers) != 2 or sum(right) != 1:
        return Why.NO_RIGHT_ANSWER
    options = [(one.text, flag) for one, flag in zip(answers, right, strict=True)]
    made = planning.choice(asked.key, asked.text, options, why=asked.why)
    return made if isinstance(made, Why) else made | {"kind": "truefalse"}


def _short_answer(asked: _Asked) -> Made:
    """One gap. What gives a part of the marks is not accepted; an answer with a star in it is a pattern, and what fits
    a pattern cannot be listed."""
    answers = _answers(asked)
    _explain(asked, answers)
    earning = [one for one in answers if one.worth > 0]
    right = [one.text for one in earning if one.worth > _FULL]
    if len(right) < len(earning):
        asked.lost.append(Why.PART_MARKS)
    if any(_STAR.search(one) for one in right):
        return Why.SCORING
    if _said(asked.element, "usecase") == "1":
        asked.lost.append(Why.CASE)
    text = asked.text if asked.text.count(asking.GAP) == 1 else asking.with_gap(asked.text)
    return asking.blank(asked.key, text, [[one.replace("\\*", "*") for one in right]], asked.why)


def _numerical(asked: _Asked) -> Made:
    answers = _answers(asked)
    _explain(asked, answers)
    earning = [one for one in answers if one.worth > 0]
    right = [one for one in earning if one.worth > _FULL]
    if len(right) < len(earning):
        asked.lost.append(Why.PART_MARKS)
    if len(right) != 1:
        return Why.SCORING if right else Why.NO_RIGHT_ANSWER
    spread = next(
        (child_text(one, "tolerance") for one in every(asked.element, "numerical_record")
         if child_text(one, "answer") == right[0].id),
        "",
    )  # fmt: skip
    units = list(every(asked.element, "numerical_unit"))
    text = asked.text
    if units and _said(asked.element, "showunits") != _NO_UNITS:
        base = next((one for one in units if asking.number(child_text(one, "multiplier")) == 1), units[0])
        text = f"{text} ({child_text(base, 'unit')})" if text else ""
        asked.lost.append(Why.UNITS)
    return asking.numeric(asked.key, text, asking.number(right[0].text), asking.number(spread or "0"), asked.why)


def _essay(asked: _Asked) -> Made:
    marks = asking.number(child_text(asked.element, "defaultmark")) or Decimal(1)
    by = " ".join(plain(_raw(next(every(asked.element, "essay"), asked.element), "graderinfo")).split())
    if _said(asked.element, "responseformat") == "noinline" or _said(asked.element, "attachmentsrequired") not in (
        "",
        "0",
    ):
        return Why.KIND
    if not by:
        asked.lost.append(Why.RUBRIC)
    limits = [_said(asked.element, name) for name in ("minwordlimit", "maxwordlimit")]
    template = first(asked.element, "responsetemplate")
    if any(limit not in ("", "0", "$@NULL@$") for limit in limits) or (
        template is not None and plain(template.text or "")
    ):
        asked.lost.append(Why.EXTRAS)
    return asking.short(asked.key, asked.text, [(by or asking.WHOLE, max(1, round(marks)))], asked.why)


def _pairs(asked: _Asked) -> Made:
    """A line without a question is a wrong answer that belongs to no line."""
    lines = [
        (plain(_raw(one, "questiontext")), plain(_raw(one, "answertext"))) for one in every(asked.element, "match")
    ]
    pairs = [(line, answer) for line, answer in lines if line]
    return asking.match(
        asked.key, asked.text, pairs, [answer for line, answer in lines if answer and not line], asked.why
    )


def _ordering(asked: _Asked) -> Made:
    """Each answer has its place as its marks. All or nothing is the rule here."""
    if _said(asked.element, "gradingtype") != "-1":
        asked.lost.append(Why.PART_MARKS)
    if _said(asked.element, "selecttype") not in ("", "0"):
        return Why.SCORING  # some of its lines, drawn by chance
    lines = [one.text for one in sorted(_answers(asked), key=lambda one: one.worth)]
    return asking.order(asked.key, asked.text, lines, asked.why)


def _inner(question: Element, bank: Bank) -> list[Element]:
    """The questions inside a text, in the order of their numbers."""
    told = first(question, "multianswer")
    numbers = child_text(told, "sequence").split(",") if told is not None else []
    found = [bank.by_id.get(one.strip()) for one in numbers]
    return [one for one in found if one is not None] if None not in found else []


def _cloze(asked: _Asked) -> Made:
    """A text with questions inside: gaps where all of them are written, else a case with a part for each."""
    inner = _inner(asked.element, asked.bank)
    places = [int(one) for one in _PLACE.findall(asked.text)]
    if not inner or sorted(places) != list(range(1, len(inner) + 1)):
        return Why.MISSING
    if len({child_text(one, "defaultmark") for one in inner}) > 1:
        asked.lost.append(Why.EVEN)
    text = asking.without_gaps(asked.text)
    written = all(child_text(one, "qtype") == "shortanswer" for one in inner)
    parts: list[dict[str, Any]] = []
    for place in places:
        mine = inner[place - 1]
        kind = child_text(mine, "qtype")
        if kind not in ("shortanswer", "numerical", "multichoice"):
            return Why.KIND
        part = _Asked(
            mine, asked.key, f"({place}) {asking.GAP}" if kind == "shortanswer" else f"({place})", "", asked.bank
        )
        made = _made(kind, part)
        if isinstance(made, Why):
            return made
        asked.lost += part.lost + ([Why.FEEDBACK] if part.why else [])
        parts.append(made)
    if written:
        gaps = [part["body"]["gaps"][0] for part in parts]
        return asking.blank(asked.key, _PLACE.sub(asking.GAP, text), gaps, asked.why)
    return asking.case(asked.key, _PLACE.sub(r"(\1)", text), parts, asked.why)


_MAKERS: dict[str, Callable[[_Asked], Made]] = {
    "multichoice": _choice,
    "truefalse": _true_or_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "essay": _essay,
    "match": _pairs,
    "ordering": _ordering,
    "multianswer": _cloze,
}


def _said(element: Element, name: str) -> str:
    """The text of the first descendant of that name."""
    found = first(element, name)
    return "" if found is None else (found.text or "").strip()


def _raw(element: Element, name: str) -> str:
    found = next(iter(children(element, name)), None)
    return "" if found is None or found.text in (None, "$@NULL@$") else found.text or ""
