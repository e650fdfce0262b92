"""What a question of the kinds without options says, checked and brought into one form.

match    lines and columns (key and text by language), pairs: the right column of each line
order    lines in their right order
blank    gaps: for each ____ of the text, whatever is accepted in any language
numeric  value, and tolerance to either side
short    rubric: lines (key, text, points) by which a person marks; agreed: answers with known points, to try it on
case     parts: questions of other kinds about the one text
"""

from collections.abc import Mapping
from typing import Any

from karmayogi.assessment.engine import kinds
from karmayogi.kernel import languages

LANGUAGES = tuple(languages.NAMES)
GAP = "____"


class Incomplete(ValueError):
    """The question lacks what its kind needs."""


def texts(raw: Mapping[str, str]) -> dict[str, str]:
    """The languages that have a text."""
    return {language: raw[language].strip() for language in LANGUAGES if raw.get(language, "").strip()}


def read(kind: str, raw: Mapping[str, Any], text: Mapping[str, str]) -> dict[str, Any]:
    """The body of a question in one form, {} for choice kinds. text: of the question. Raises Incomplete."""
    if kind in kinds.CHOICES:
        return {}
    return _READERS[kind](raw, text)


def _lines(raw: Any) -> list[dict[str, Any]]:
    made = [{"key": str(line["key"]), "text": texts(line["text"])} for line in raw]
    keys = [line["key"] for line in made]
    if not 2 <= len(made) <= 20 or len(set(keys)) < len(keys) or not all(0 < len(key) <= 20 for key in keys):
        raise Incomplete("lines")
    if not all("en" in line["text"] for line in made):
        raise Incomplete("English")
    return made


def _match(raw: Mapping[str, Any], _text: Mapping[str, str]) -> dict[str, Any]:
    lines, columns = _lines(raw["lines"]), _lines(raw["columns"])
    pairs = {str(line): str(column) for line, column in raw["pairs"].items()}
    if pairs.keys() != {line["key"] for line in lines} or not set(pairs.values()) <= {one["key"] for one in columns}:
        raise Incomplete("pairs")
    return {"lines": lines, "columns": columns, "pairs": pairs}


def _order(raw: Mapping[str, Any], _text: Mapping[str, str]) -> dict[str, Any]:
    return {"lines": _lines(raw["lines"])}


def _blank(raw: Mapping[str, Any], text: Mapping[str, str]) -> dict[str, Any]:
    gaps = [[str(one).strip() for one in gap] for gap in raw["gaps"]]
    if not all(gap and all(kinds.same_words(one) for one in gap) for gap in gaps):
        raise Incomplete("gaps")
    if not gaps or any(said.count(GAP) != len(gaps) for said in text.values()):
        raise Incomplete("gaps")
    if any(len(one) > kinds.LONGEST["blank"] for gap in gaps for one in gap):
        raise Incomplete("gaps")
    return {"gaps": gaps}


def _numeric(raw: Mapping[str, Any], _text: Mapping[str, str]) -> dict[str, Any]:
    try:
        value, tolerance = kinds.number(str(raw["value"])), kinds.number(str(raw.get("tolerance", 0)))
    except kinds.NotAnAnswer as error:
        raise Incomplete("number") from error
    if tolerance < 0:
        raise Incomplete("number")
    return {"value": str(value), "tolerance": str(tolerance)}


def _short(raw: Mapping[str, Any], _text: Mapping[str, str]) -> dict[str, Any]:
    lines = [{"key": str(one["key"]), "text": texts(one["text"]), "points": one["points"]} for one in raw["rubric"]]
    if not lines or len({line["key"] for line in lines}) < len(lines):
        raise Incomplete("rubric")
    for line in lines:
        if type(line["points"]) is not int or not 1 <= line["points"] <= 100 or "en" not in line["text"]:
            raise Incomplete("rubric")
    body: dict[str, Any] = {"rubric": lines}
    if agreed := [_agreed(one, lines) for one in raw.get("agreed", ())]:
        if len({one["key"] for one in agreed}) < len(agreed) or len(agreed) > 10:
            raise Incomplete("rubric")
        body["agreed"] = agreed
    return body


def _agreed(raw: Mapping[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer whose marks are known: whoever marks others shows on it first that they mark alike."""
    points = dict(raw["points"])
    one = {"key": str(raw["key"]), "text": str(raw["text"]).strip(), "points": points}
    try:
        kinds.award_by_rubric({"rubric": lines}, points)
    except kinds.NotAnAnswer as error:
        raise Incomplete("rubric") from error
    if not one["text"] or not 0 < len(one["key"]) <= 20:
        raise Incomplete("rubric")
    return one


def _case(raw: Mapping[str, Any], _text: Mapping[str, str]) -> dict[str, Any]:
    parts = [_part(one) for one in raw["parts"]]
    if not 1 <= len(parts) <= 10:
        raise Incomplete("parts")
    return {"parts": parts}


def _part(raw: Mapping[str, Any]) -> dict[str, Any]:
    kind, text = raw["kind"], texts(raw["text"])
    if kind not in kinds.IN_A_CASE or "en" not in text:
        raise Incomplete("parts")
    return {
        "kind": kind,
        "text": text,
        "options": options(kind, raw.get("options", [])),
        "body": read(kind, raw.get("body", {}), text),
    }


def options(kind: str, raw: Any) -> list[dict[str, Any]]:
    """Options of a choice kind: key, correct, weight (None but for weighted), text. Raises Incomplete."""
    if kind not in kinds.CHOICES:
        if raw:
            raise Incomplete("options")
        return []
    made: list[dict[str, Any]] = [
        {"key": str(one["key"]), "correct": one.get("correct", False) is True, "weight": None,
         "text": texts(one["text"])} for one in raw
    ]  # fmt: skip
    if kind == "weighted":
        _weigh(made, raw)
    keys = {one["key"] for one in made}
    if len(made) < 2 or len(keys) != len(made) or not all(0 < len(key) <= 20 for key in keys):
        raise Incomplete("options")
    right = sum(one["correct"] for one in made)
    if kind == "multiple":
        if not 0 < right < len(made):
            raise Incomplete("some right")
    elif kind != "weighted" and right != 1:
        raise Incomplete("one right")
    if not all("en" in one["text"] for one in made):
        raise Incomplete("English")
    return made


def _weigh(made: list[dict[str, Any]], raw: Any) -> None:
    """Right is whatever weighs most; an answer is worth its share of that."""
    try:
        weights = [kinds.number(str(one["weight"])) for one in raw]
    except (kinds.NotAnAnswer, KeyError) as error:
        raise Incomplete("weights") from error
    if not weights or max(weights) <= 0 or min(weights) < 0 or max(weights) > 100:
        raise Incomplete("weights")
    if any(weight != round(weight, 2) for weight in weights):
        raise Incomplete("weights")
    for one, weight in zip(made, weights, strict=True):
        one["weight"], one["correct"] = format(weight.quantize(kinds.CENT), "f"), weight == max(weights)


_READERS = {"match": _match, "order": _order, "blank": _blank, "numeric": _numeric, "short": _short, "case": _case}
