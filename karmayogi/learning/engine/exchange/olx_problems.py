"""Problems of Open edX: what a block asks, response by response."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, tostring

from karmayogi.kernel.markup import child_text, children, every, first, local, plain
from karmayogi.learning.engine.exchange import asking, planning
from karmayogi.learning.engine.exchange.asking import Made
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.types import Outcome, Why

_RESPONSE = re.compile(r"\w+response")
_OPTIONS = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_CLOSED = re.compile(r"\[([^\],]+),([^\],]+)\]")
_GROUPS = {"choicegroup", "checkboxgroup", "optioninput"}
_REMARKS = {"solution", "choicehint", "optionhint", "compoundhint", "correcthint", "stringequalhint", "demandhint"}
_TRUE = "true"
_PARTLY = "partial"
USUAL_SPREAD = "0.001%"  # what Open edX takes where a problem does not say it


def inside(element: Element) -> str:
    """The markup between the tags."""
    return (element.text or "") + "".join(tostring(child, encoding="unicode") for child in element)


def words(element: Element, without: set[str], places: dict[Element, str] | None = None) -> str:
    """The text of an element and its descendants but those of the given names. places: what stands for an element."""

    def pieces(one: Element) -> Iterator[str]:
        yield one.text or ""
        for child in one:
            if places and child in places:
                yield f" {places[child]} "
            elif local(child) not in without:
                yield from pieces(child)
                if local(child) in ("p", "div", "label", "li", "description"):
                    yield "<br>"
            yield child.tail or ""

    return plain("".join(piece if piece == "<br>" else piece.replace("<", "&lt;") for piece in pieces(element)))


def questions(
    building: Building, block: Element, source: str, key: str, where: planning.Where | None = None
) -> list[dict[str, Any]]:
    """One for each response that can be asked here; every response is reported."""
    if first(block, "script", "customresponse", "schematicresponse") is not None:
        return building.question(source, "problem", Why.COMPUTED, [])
    pictures = planning.Pictures(building.files, where)
    if first(block, "iframe", "object", "svg", "math", "video") is not None:
        return building.question(source, "problem", Why.PICTURE, [])
    if not planning.mark_pictures(block, pictures, "option", *_REMARKS):
        return building.question(source, "problem", Why.PICTURE, [])
    building.describe(source, pictures)
    responses = [one for one in block.iter() if _RESPONSE.fullmatch(local(one))]
    if not responses:
        building.say(source, "problem", Outcome.KEPT, Why.KIND, "–")
    why = " ".join(plain(inside(one)) for one in every(block, "solution"))
    stem = words(block, {*(local(one) for one in responses), *_REMARKS, "script"})
    extra = [Why.EXTRAS] if first(block, "demandhint") is not None else []
    made: list[dict[str, Any]] = []
    for number, response in enumerate(responses, start=1):
        own = key if len(responses) == 1 else f"{key[:56]}-{number}"
        kind = local(response)
        lost = list(extra)
        maker = _MAKERS.get(kind)
        question: Made = maker(response, own, stem, why, lost) if maker else Why.KIND
        if first(response, "compoundhint", "stringequalhint") is not None:
            lost.append(Why.FEEDBACK)
        if block.get("partial_credit") and kind != "multiplechoiceresponse":
            lost.append(Why.PART_MARKS)
        made += building.question(source, kind, question, lost, kind if question is Why.KIND else "")
    return made


def _text(response: Element, stem: str, *without: str) -> str:
    return "\n".join(filter(None, [stem, words(response, {*_GROUPS, *_REMARKS, *without})]))


def _with_remark(why: str, hint: Element | None) -> str:
    return "\n".join(filter(None, [why, plain(inside(hint)) if hint is not None else ""]))


def _explained(why: str, right: list[Element], options: list[Element], lost: list[Why], hint: str) -> str:
    """What is said of the only right option is why it is right; other remarks have no place here."""
    said = [one for one in options if first(one, hint) is not None]
    if len(right) == 1 and right[0] in said:
        why = _with_remark(why, first(right[0], hint))
        said.remove(right[0])
    if said:
        lost.append(Why.FEEDBACK)
    return why


def _choices(response: Element, key: str, stem: str, why: str, lost: list[Why]) -> Made:
    multiple = local(response) == "choiceresponse"
    found = [one for group in every(response, *_GROUPS) for one in children(group, "choice")]
    right = [one for one in found if one.get("correct", "").lower() == _TRUE]
    why = _explained(why, right, found, lost, "choicehint")
    if response.get("partial_credit") and multiple:
        lost.append(Why.PART_MARKS)
    options = [(words(one, _REMARKS), _worth(one, response)) for one in found]
    text = _text(response, stem)
    if multiple:
        return planning.choice(key, text, [(one, worth == 1) for one, worth in options], multiple=True, why=why)
    return asking.choice(key, text, options, lost, why=why)


def _worth(option: Element, response: Element) -> Decimal:
    said = option.get("correct", "false").lower()
    if said != _PARTLY or not response.get("partial_credit"):
        return Decimal(said == _TRUE)
    part = asking.number(option.get("point_value", "50%").rstrip("%"))
    return Decimal("0.5") if part is None else min(Decimal(1), max(Decimal(0), part / 100))


def _dropdowns(response: Element, key: str, stem: str, why: str, lost: list[Why]) -> Made:
    """One list to choose from, or a text with several: a case with a part for each."""
    inputs = list(every(response, "optioninput"))
    if len(inputs) == 1:
        return _dropdown(inputs[0], key, _text(response, stem), why, lost)
    places = {one: f"({number})" for number, one in enumerate(inputs, start=1)}
    text = "\n".join(filter(None, [stem, words(response, _REMARKS, places)]))
    parts = []
    for one in inputs:
        part = _dropdown(one, key, places[one], "", lost)
        if isinstance(part, Why):
            return part
        parts.append(part)
    return asking.case(key, text, parts, why)


def _dropdown(given: Element, key: str, text: str, why: str, lost: list[Why]) -> Made:
    found = children(given, "option")
    right = [one for one in found if one.get("correct", "").lower() == _TRUE]
    why = _explained(why, right, found, lost, "optionhint")
    options = [(words(one, _REMARKS), one in right) for one in found]
    if not options:
        listed = [single or double for single, double in _OPTIONS.findall(given.get("options", ""))]
        options = [(plain(one), one == given.get("correct")) for one in listed]
    return planning.choice(key, text, options, why=why)


def _written(response: Element, key: str, stem: str, why: str, lost: list[Why]) -> Made:
    """One gap. The answer is in an attribute and compared as it stands there."""
    how = response.get("type", "").split()
    if "regexp" in how:
        return Why.SCORING
    if "ci" not in how:
        lost.append(Why.CASE)
    why = _with_remark(why, first(response, "correcthint"))
    accepted = [response.get("answer", ""), *(one.get("answer", "") for one in every(response, "additional_answer"))]
    text = _text(response, stem, "textline", "additional_answer")
    return asking.blank(key, asking.with_gap(text) if text else "", [[" ".join(one.split()) for one in accepted]], why)


def _number(response: Element, key: str, stem: str, why: str, lost: list[Why]) -> Made:
    """A number and how far off it may be, or everything between two; no formulas, no several answers."""
    if first(response, "additional_answer") is not None:
        return Why.SCORING
    if response.get("partial_credit"):
        lost.append(Why.PART_MARKS)
    why = _with_remark(why, first(response, "correcthint"))
    text = _text(response, stem, "textline", "formulaequationinput", "responseparam")
    said = response.get("answer", "").strip()
    if "$" in said:
        return Why.COMPUTED
    between = _CLOSED.fullmatch(said)
    if between:
        low, high = asking.number(between[1]), asking.number(between[2])
        if low is None or high is None or low > high:
            return Why.SCORING
        return asking.numeric(key, text, (low + high) / 2, (high - low) / 2, why)
    value = asking.number(said)
    spread = next(
        (one.get("default", "") for one in every(response, "responseparam") if one.get("type") == "tolerance"),
        USUAL_SPREAD,
    )
    tolerance = asking.number(spread.strip().removesuffix("%"))
    if value is not None and tolerance is not None and spread.strip().endswith("%"):
        tolerance = abs(value) * tolerance / 100
    return asking.numeric(key, text, value, tolerance, why)


_MAKERS: dict[str, Callable[[Element, str, str, str, list[Why]], Made]] = {
    "multiplechoiceresponse": _choices,
    "choiceresponse": _choices,
    "optionresponse": _dropdowns,
    "stringresponse": _written,
    "numericalresponse": _number,
}


def open_response(building: Building, block: Element, source: str, key: str) -> list[dict[str, Any]]:
    """What is asked, and by which criteria: of each the most points that it gives."""
    asked = [plain(inside(one)) for one in every(block, "description")]
    lost = [Why.EXTRAS] if block.get("file_upload_type") or first(block, "assessments") is not None else []
    if block.get("text_response") not in (None, "", "required", "optional"):
        return building.question(source, "openassessment", Why.KIND, [])
    rubric = []
    for one in every(block, "criterion"):
        name = child_text(one, "label") or child_text(one, "name")
        points = [planning.number(option.get("points", ""), 100) or 0 for option in children(one, "option")]
        said = ": ".join(dict.fromkeys(filter(None, [name, child_text(one, "prompt")])))
        if max(points, default=0):
            rubric.append((said, max(points)))
    if not rubric:
        lost.append(Why.RUBRIC)
    made = asking.short(key, "\n".join(filter(None, asked)), rubric)
    return building.question(source, "openassessment", made, lost)
