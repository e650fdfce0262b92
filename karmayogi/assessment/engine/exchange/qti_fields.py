"""QTI items of the kinds without options, and weighted ones, both ways: the same rule of marks on either side, or none.

weighted  choiceInteraction, mapping                  numeric  textEntryInteraction (float), equal within a tolerance
match     matchInteraction, mapping                   blank    textEntryInteractions, the sum of their mappings
order     orderInteraction, match_correct             short    extendedTextInteraction, its rubric in a rubricBlock

The rubric is for scorers: a line is a paragraph there, under the identifier of the outcome that holds its points; the
item says that a person marks it (externalScored, which 2.1 does not know). Items of others have their whole rubricBlock
as one line. A case has no item of its own in QTI and is not written; nor are answers with agreed points.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol
from xml.etree.ElementTree import Element

from karmayogi.assessment.engine.question_body import GAP
from karmayogi.kernel.markup import children, every, first, plain

WRITTEN = ("weighted", "match", "order", "numeric", "blank", "short")
_LINE = "MARKS_"  # before the key of a line of a rubric, in the identifier of its outcome
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,20}")
WHOLE = "The answer as a whole"


class Writer(Protocol):
    new: bool

    def add(self, parent: Element, name: str, text: str = "", **given: str) -> Element: ...
    def say(self, into: Element, text: str, last: Element | None = None) -> None: ...


type Name = Callable[[str], str]


def _text(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts["en"]


def _declare(writer: Writer, root: Element, name: str, cardinality: str, base: str) -> Element:
    return writer.add(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)


def _map(writer: Writer, declared: Element, entries: list[tuple[str, str]], **more: str) -> None:
    """Whatever is not named is worth nothing."""
    mapping = writer.add(declared, "mapping", defaultValue="0")
    for key, value in entries:
        writer.add(mapping, "mapEntry", mapKey=key, mappedValue=value, **more)


def declare(writer: Writer, root: Element, question: dict[str, Any], identifier: Name) -> None:
    """The response declarations, which come first in an item."""
    kind, body = question["kind"], question.get("body", {})
    if kind == "weighted":
        declared = _declare(writer, root, "RESPONSE", "single", "identifier")
        _map(writer, declared, [(identifier(one["key"]), str(one["weight"])) for one in question["options"]])
    elif kind == "match":
        pairs = [f"{identifier(line)} {identifier(column)}" for line, column in body["pairs"].items()]
        declared = _declare(writer, root, "RESPONSE", "multiple", "directedPair")
        _map(writer, declared, [(pair, "1") for pair in pairs])
    elif kind == "order":
        declared = _declare(writer, root, "RESPONSE", "ordered", "identifier")
        right = writer.add(declared, "correctResponse")
        for line in body["lines"]:
            writer.add(right, "value", identifier(line["key"]))
    elif kind == "numeric":
        declared = _declare(writer, root, "RESPONSE", "single", "float")
        writer.add(writer.add(declared, "correctResponse"), "value", body["value"])
    elif kind == "blank":
        for number, gap in enumerate(body["gaps"], start=1):
            declared = _declare(writer, root, f"RESPONSE{number}", "single", "string")
            _map(writer, declared, [(one, "1") for one in gap], caseSensitive="false")
    else:
        _declare(writer, root, "RESPONSE", "single", "string")


def outcomes(writer: Writer, root: Element, question: dict[str, Any]) -> None:
    """The points of each line of a rubric, which a person gives."""
    for line in question["body"]["rubric"] if question["kind"] == "short" else ():
        writer.add(
            root, "outcomeDeclaration", identifier=f"{_LINE}{line['key']}", cardinality="single", baseType="float",
            normalMaximum=str(line["points"]),
        )  # fmt: skip


def body(writer: Writer, into: Element, question: dict[str, Any], language: str, identifier: Name) -> None:
    """What is asked, in the item body."""
    kind, said = question["kind"], question.get("body", {})
    text = question["text"][language]
    if kind == "weighted":
        asked = writer.add(into, "choiceInteraction", responseIdentifier="RESPONSE", maxChoices="1", shuffle="true")
        writer.add(asked, "prompt", text)
        for one in question["options"]:
            writer.add(asked, "simpleChoice", _text(one["text"], language), identifier=identifier(one["key"]))
    elif kind == "match":
        most = str(len(said["lines"]))
        asked = writer.add(
            into, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=most
        )
        writer.add(asked, "prompt", text)
        for name, limit in (("lines", "1"), ("columns", most)):
            side = writer.add(asked, "simpleMatchSet")
            for one in said[name]:
                writer.add(
                    side, "simpleAssociableChoice", _text(one["text"], language), identifier=identifier(one["key"]),
                    matchMax=limit,
                )  # fmt: skip
    elif kind == "order":
        asked = writer.add(into, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
        writer.add(asked, "prompt", text)
        for one in said["lines"]:
            writer.add(asked, "simpleChoice", _text(one["text"], language), identifier=identifier(one["key"]))
    elif kind == "blank":
        place = writer.add(into, "p")
        before, *rest = text.split(GAP)
        writer.say(place, before)
        for number, after in enumerate(rest, start=1):
            entry = writer.add(place, "textEntryInteraction", responseIdentifier=f"RESPONSE{number}")
            writer.say(place, after, entry)
    else:
        writer.add(into, "p", text)
        name = "extendedTextInteraction" if kind == "short" else "textEntryInteraction"
        writer.add(into if kind == "short" else writer.add(into, "p"), name, responseIdentifier="RESPONSE")
        if kind == "short":
            scorer = writer.add(into, "rubricBlock", view="scorer", **({"use": "scoring"} if writer.new else {}))
            inner = writer.add(scorer, "contentBody") if writer.new else scorer
            for line in said["rubric"]:
                writer.add(inner, "p", _text(line["text"], language), id=f"{_LINE}{line['key']}")


def process(writer: Writer, root: Element, question: dict[str, Any], template: str) -> None:
    """How the answer is marked. template: address of match_correct in this version."""
    kind = question["kind"]
    if kind == "order":
        writer.add(root, "responseProcessing", template=template)
    elif kind in ("weighted", "match"):
        writer.add(root, "responseProcessing", template=template.replace("match_correct", "map_response"))
    elif kind == "blank":
        rule = writer.add(writer.add(root, "responseProcessing"), "setOutcomeValue", identifier="SCORE")
        total = writer.add(rule, "sum")
        for number in range(1, len(question["body"]["gaps"]) + 1):
            writer.add(total, "mapResponse", identifier=f"RESPONSE{number}")
    elif kind == "numeric":
        condition = writer.add(writer.add(root, "responseProcessing"), "responseCondition")
        found = writer.add(condition, "responseIf")
        spread = question["body"]["tolerance"]
        same = writer.add(found, "equal", toleranceMode="absolute", tolerance=f"{spread} {spread}")
        writer.add(same, "variable", identifier="RESPONSE")
        writer.add(same, "correct", identifier="RESPONSE")
        rule = writer.add(found, "setOutcomeValue", identifier="SCORE")
        writer.add(rule, "baseValue", "1", baseType="float")


def merge(mine: dict[str, Any], other: dict[str, Any], language: str) -> None:
    """Adds the texts of a translation; lines that it lacks stay in English."""
    for name in ("lines", "columns", "rubric"):
        texts = {one["key"]: one["text"]["en"] for one in other.get("body", {}).get(name, ())}
        for one in mine.get("body", {}).get(name, ()):
            if one["key"] in texts:
                one["text"][language] = texts[one["key"]]


def same_marks(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a translation takes the same as right."""

    def marks(question: dict[str, Any]) -> Any:
        body = question.get("body", {})
        lines = {name: [one["key"] for one in body.get(name, ())] for name in ("lines", "columns")}
        weights = [(one["key"], one.get("weight")) for one in question["options"]]
        rubric = [(one["key"], one["points"]) for one in body.get("rubric", ())]
        rest = {key: value for key, value in body.items() if key not in (*lines, "rubric")}
        return question["kind"], sorted(weights), sorted(lines["columns"]), lines["lines"], rubric, rest

    return bool(marks(mine) == marks(other))


def read(
    item: Element, into: Element, interactions: list[Element], key: str, words: Callable[[Element], str], bare: Name
) -> dict[str, Any] | None:
    """The question of an item that is marked here as it is there; None for any other, which the caller looks at."""
    kinds = {str(one.tag) for one in interactions}
    declared = {one.get("identifier", ""): one for one in children(item, "responseDeclaration")}
    answers = [declared.get(one.get("responseIdentifier", "")) for one in interactions]
    if None in answers or len(kinds) != 1:
        return None
    given = [one for one in answers if one is not None]
    makers = {
        ("choiceInteraction", "map"): _weighted, ("matchInteraction", "map"): _match,
        ("orderInteraction", "match"): _order, ("textEntryInteraction", "equal"): _numeric,
        ("textEntryInteraction", "sum"): _blank, ("textEntryInteraction", "map"): _blank,
        ("extendedTextInteraction", "person"): _short,
    }  # fmt: skip
    rule = _rule(item)
    make = makers.get((kinds.pop(), rule))
    if rule in ("map", "sum") and not all(map(_as_ours, given)):
        return None
    made = make(item, into, interactions, given, words, bare) if make else None
    return None if made is None else {"key": key[:60], "difficulty": 2, "why": {}, "options": []} | made


def _rule(item: Element) -> str:
    rules = children(item, "responseProcessing")
    if first(item, "extendedTextInteraction") is not None:
        judging = [*every(item, "mapResponse", "correct", "stringMatch", "patternMatch", "customOperator")]
        return "" if judging or any(one.get("template") for one in rules) else "person"
    if not rules:
        return ""
    template = rules[0].get("template", "").rpartition("/")[2].removesuffix(".xml")
    if template:
        return {"map_response": "map", "match_correct": "match"}.get(template, "")
    names = [str(one.tag) for one in rules[0].iter()][1:]
    gaps = len(names) - 2
    if names == ["setOutcomeValue", "sum", *["mapResponse"] * gaps] and gaps:
        return "sum"
    equal = ["responseCondition", "responseIf", "equal", "variable", "correct", "setOutcomeValue", "baseValue"]
    return "equal" if names == equal else ""


def _as_ours(declared: Element) -> bool:
    """Whether its mapping has no more to it than ours: what is not named is worth nothing, nothing is cut off, and of
    words (QTI tells case apart unless it is told not to) case does not count."""
    for mapping in every(declared, "mapping"):
        try:
            default = float(mapping.get("defaultValue", "0"))
        except ValueError:
            return False
        if default != 0 or "lowerBound" in mapping.attrib or "upperBound" in mapping.attrib:
            return False
    if declared.get("baseType") != "string":
        return True
    return all(one.get("caseSensitive") == "false" for one in every(declared, "mapEntry"))


def _mapped(declared: Element) -> list[tuple[str, str]]:
    return [(one.get("mapKey", ""), one.get("mappedValue", "")) for one in every(declared, "mapEntry")]


def _stem(interaction: Element, into: Element, words: Callable[[Element], str]) -> str:
    prompts = [words(one) for one in children(interaction, "prompt")]
    return "\n".join(filter(None, [words(into), *prompts]))


def _lines(holder: Element, name: str, words: Callable[[Element], str], bare: Name) -> list[dict[str, Any]]:
    return [{"key": bare(one.get("identifier", "")), "text": {"en": words(one)}} for one in children(holder, name)]


def _weighted(
    _item: Element, into: Element, found: list[Element], given: list[Element], words: Any, bare: Name
) -> dict[str, Any] | None:
    """Only where some option is worth a part: all or nothing is single choice."""
    mapped = dict(_mapped(given[0]))
    try:
        marks = {float(value) for value in mapped.values()}
    except ValueError:
        return None
    single = given[0].get("cardinality", "single") == "single"
    right = children(given[0], "correctResponse")
    if not single or len(found) != 1 or len({mark for mark in marks if mark > 0}) < 2 or min(marks) < 0:
        return None
    best = {key for key, value in mapped.items() if float(value) == max(marks)}
    if right and {plain("".join(one.itertext())) for one in children(right[0], "value")} != best:
        return None
    options = [
        {"key": bare(one.get("identifier", "")), "weight": mapped.get(one.get("identifier", ""), "0"),
         "text": {"en": words(one)}} for one in children(found[0], "simpleChoice")
    ]  # fmt: skip
    return {"kind": "weighted", "text": {"en": _stem(found[0], into, words)}, "options": options}


def _match(
    _item: Element, into: Element, found: list[Element], given: list[Element], words: Any, bare: Name
) -> dict[str, Any] | None:
    sets = children(found[0], "simpleMatchSet")
    pairs = [key.partition(" ")[::2] for key, value in _mapped(given[0]) if value in ("1", "1.0")]
    if len(found) != 1 or len(sets) != 2 or len(pairs) != len(_mapped(given[0])):
        return None
    lines, columns = (_lines(one, "simpleAssociableChoice", words, bare) for one in sets)
    if len({line for line, _column in pairs}) != len(pairs) or len(pairs) != len(lines):
        return None
    right = {bare(line): bare(column.strip()) for line, column in pairs}
    body = {"lines": lines, "columns": columns, "pairs": right}
    return {"kind": "match", "text": {"en": _stem(found[0], into, words)}, "body": body}


def _order(
    _item: Element, into: Element, found: list[Element], given: list[Element], words: Any, bare: Name
) -> dict[str, Any] | None:
    lines = {one["key"]: one for one in _lines(found[0], "simpleChoice", words, bare)}
    right = [bare(plain("".join(one.itertext()))) for one in every(given[0], "value")]
    if len(found) != 1 or sorted(lines) != sorted(right):
        return None
    text = _stem(found[0], into, words)
    return {"kind": "order", "text": {"en": text}, "body": {"lines": [lines[key] for key in right]}}


def _numeric(
    item: Element, into: Element, found: list[Element], given: list[Element], words: Any, _bare: Name
) -> dict[str, Any] | None:
    values = [plain("".join(one.itertext())) for one in every(given[0], "value")]
    equal = next(every(item, "equal"))
    spread = equal.get("tolerance", "0").split()
    if len(found) != 1 or len(values) != 1 or equal.get("toleranceMode") not in ("absolute", "exact"):
        return None
    if len(set(spread)) != 1:
        return None
    tolerance = spread[0] if equal.get("toleranceMode") == "absolute" else "0"
    return {"kind": "numeric", "text": {"en": words(into)}, "body": {"value": values[0], "tolerance": tolerance}}


def _blank(
    _item: Element, into: Element, found: list[Element], given: list[Element], words: Any, _bare: Name
) -> dict[str, Any] | None:
    """In the order of the text. Equal worth of the gaps is our rule."""
    if any(one.get("baseType") != "string" for one in given):
        return None
    gaps = [_mapped(one) for one in given]
    values = {value for gap in gaps for _key, value in gap}
    if len(values) != 1 or not all(gaps) or first(into, "prompt") is not None:
        return None
    for one in found:
        one.tag, one.text = "span", GAP
    return {"kind": "blank", "text": {"en": words(into)}, "body": {"gaps": [[key for key, _v in gap] for gap in gaps]}}


def _short(
    item: Element, into: Element, found: list[Element], given: list[Element], words: Any, _bare: Name
) -> dict[str, Any] | None:
    """With the lines of its rubric where each has its points; else the whole rubric for scorers as one."""
    if len(found) != 1 or given[0].get("baseType") != "string" or given[0].get("cardinality") != "single":
        return None
    points = {one.get("identifier", ""): _points(one) for one in children(item, "outcomeDeclaration")}
    blocks = [one for one in every(item, "rubricBlock") if "scorer" in one.get("view", "").split()]
    rubric: list[dict[str, Any]] = []
    for one in (p for block in blocks for p in every(block, "p")):
        name = one.get("id", "")
        if name.startswith(_LINE) and name in points and _KEY.fullmatch(name.removeprefix(_LINE)):
            rubric.append({"key": name.removeprefix(_LINE), "text": {"en": words(one)}, "points": points[name]})
    if not rubric:
        said = "\n".join(filter(None, (plain("".join(block.itertext())) for block in blocks)))
        rubric = [{"key": "r1", "text": {"en": said or WHOLE}, "points": points.get("SCORE", 1)}]
    return {"kind": "short", "text": {"en": _stem(found[0], into, words)}, "body": {"rubric": rubric}}


def _points(declared: Element) -> int:
    """A whole number from 1 to 100, as a line of a rubric has; 1 where nothing like it is said."""
    try:
        most = float(declared.get("normalMaximum", "1"))
    except ValueError:
        return 1
    return round(most) if 1 <= most <= 100 else 1
