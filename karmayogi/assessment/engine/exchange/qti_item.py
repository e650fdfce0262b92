"""One QTI item into the questions that are marked here, or the reason why not.

What cannot be marked here is never bent until it fits: it stays in the file as it came, and the report says so. Marks
for a part of an answer become all or nothing, which is the rule here (engine/marking.py), and are reported.
"""

import copy
import dataclasses
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, tostring

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti_fields, qti_names
from karmayogi.kernel.markup import children, every, first, picture_mark, plain
from karmayogi.learning.types import Why

BLANK = "____"
_PICTURES = ("object", "math", "svg", "audio", "video", "picture", "iframe", "include")
_HIDDEN = ("rubricBlock", "feedbackBlock", "feedbackInline", "templateBlock", "templateInline", "stylesheet", "prompt")
_SHAPED = ("table", "pre", "ul", "ol", "dl")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{1,20}")
# Written out, the standard templates use no other elements than these.
_MATCHING = frozenset(
    {
        "responseProcessing", "responseCondition", "responseIf", "responseElse", "match", "variable", "correct",
        "setOutcomeValue", "baseValue",
    }
)  # fmt: skip
_MAPPING = frozenset(
    {
        "responseProcessing", "responseCondition", "responseIf", "responseElse", "isNull", "variable", "mapResponse",
        "setOutcomeValue", "baseValue",
    }
)  # fmt: skip


def bare(identifier: str) -> str:
    """Without the line that a writer puts before a digit, which no identifier may begin with."""
    return identifier[1:] if identifier[:1] == "_" and identifier[1:2].isdigit() else identifier


class NotHere(Exception):
    """Why an item is not usable here. detail: what was met."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail[:120]


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a response declaration says. values: of the right answer; mapped: marks by value."""

    cardinality: str
    values: tuple[str, ...]
    mapped: dict[str, float]


# (address in the item, description) -> the name of a picture of the package, None where there is none.
type Find = Callable[[str, str], str | None]


def _mark_pictures(body: Element, find: Find) -> None:
    """Puts marks in the place of the pictures of the stem and of answers to be ticked. Raises NotHere for one that is
    not there, or that stands where only text may: what is chosen from a list, or dragged."""
    listed = [
        *(line for one in every(body, "orderInteraction") for line in every(one, "simpleChoice")),
        *every(body, "inlineChoice", "simpleAssociableChoice", "gapImg", "gapText"),
    ]
    if any(first(one, "img") is not None for one in listed):
        raise NotHere(Why.PICTURE, "img")
    for one in list(every(body, "img")):
        alt = " ".join(one.get("alt", "").split())
        name = find(one.get("src", ""), alt)
        if name is None:
            raise NotHere(Why.PICTURE, "img")
        one.tag, one.text = "span", f" {picture_mark(name, alt)} "


def questions_of(
    item: Element, key: str, find: Find = lambda _src, _alt: None
) -> tuple[list[dict[str, Any]], list[Why]]:
    """The questions of a normalised item in one language ("en" stands for whichever it is), and what was lost.

    Its pictures become marks in its texts. Raises NotHere.
    """
    body = first(item, "itemBody")
    if body is None:
        raise NotHere(Why.BROKEN, "itemBody")
    if item.get("adaptive", "false") == "true" or children(item, "templateDeclaration"):
        raise NotHere(Why.SCORING, "adaptive" if item.get("adaptive") == "true" else "templateDeclaration")
    interactions = list(every(body, *qti_names.INTERACTIONS))
    if not interactions:
        raise NotHere(Why.KIND, "–")
    picture = first(body, *_PICTURES)
    if picture is not None:
        raise NotHere(Why.PICTURE, str(picture.tag))
    _mark_pictures(body, find)
    kinds = {str(one.tag) for one in interactions}
    answers = {one.get("identifier", ""): _answer(one) for one in children(item, "responseDeclaration")}
    lost = [Why.FORMATTING] if first(body, *_SHAPED) is not None else []
    whole = qti_fields.read(item, body, interactions, key, _words, bare)
    if whole is not None and _can_be_asked(whole):
        made = [whole]
    elif kinds == {"choiceInteraction"} and len(interactions) == 1:
        made = [_choice(item, body, interactions[0], answers, key, lost)]
    elif kinds == {"inlineChoiceInteraction"}:
        made = _blanks(item, body, interactions, answers, key, lost)
    elif kinds == {"matchInteraction"} and len(interactions) == 1:
        made = _pairs(item, body, interactions[0], answers, key, lost)
    else:
        raise NotHere(Why.KIND, ", ".join(sorted(kinds)))
    _explain(item, made, lost)
    return made, list(dict.fromkeys(lost))


def _can_be_asked(question: dict[str, Any]) -> bool:
    try:
        question_file.read([question])
    except question_file.Fault:
        return False
    return True


def _answer(declared: Element) -> Answer:
    right = children(declared, "correctResponse")
    values = [plain("".join(value.itertext())) for one in right for value in children(one, "value")]
    mapped: dict[str, float] = {}
    for entry in every(declared, "mapEntry"):
        try:
            mapped[entry.get("mapKey", "")] = float(entry.get("mappedValue", ""))
        except ValueError as error:
            raise NotHere(Why.BROKEN, "mapEntry") from error
    return Answer(declared.get("cardinality", "single"), tuple(values), mapped)


def _rule(item: Element, identifier: str) -> str:
    """ "match", "map" or "" (nothing said) for that response. Raises NotHere for any other rule."""
    rules = children(item, "responseProcessing")
    if not rules:
        return ""
    template = rules[0].get("template", "").rpartition("/")[2].removesuffix(".xml")
    if template in ("match_correct", "map_response"):
        return "match" if template == "match_correct" else "map"
    names = {str(one.tag) for one in rules[0].iter()}
    asked = {one.get("identifier", "") for one in every(rules[0], "correct", "mapResponse")}
    if template or identifier not in asked:
        raise NotHere(Why.SCORING, template or "responseProcessing")
    if names <= _MATCHING and "match" in names:
        return "match"
    if names <= _MAPPING and "mapResponse" in names:
        return "map"
    raise NotHere(Why.SCORING, "responseProcessing")


def _right(item: Element, interaction: Element, answers: dict[str, Answer], lost: list[Why]) -> tuple[Answer, set[str]]:
    """The declaration of an interaction and the values that are right. Raises NotHere."""
    identifier = interaction.get("responseIdentifier", "")
    answer = answers.get(identifier)
    if answer is None:
        raise NotHere(Why.NO_RIGHT_ANSWER, identifier)
    rule = _rule(item, identifier)
    named = set(answer.values)
    if rule == "map" and answer.mapped:
        most = max(answer.mapped.values())
        single = answer.cardinality == "single"
        best = {key for key, mark in answer.mapped.items() if mark > 0 and (mark == most or not single)}
        if named and named != best:
            raise NotHere(Why.SCORING, "correctResponse, mapping")
        if not best:
            raise NotHere(Why.NO_RIGHT_ANSWER)
        if (not single and len(best) > 1) or any(0 < mark < most for mark in answer.mapped.values()):
            lost.append(Why.PART_MARKS)
        return answer, best
    if not named:
        raise NotHere(Why.NO_RIGHT_ANSWER)
    if not rule:
        lost.append(Why.UNMARKED)
    return answer, named


def _text(element: Element, blanks: Element | None = None) -> str:
    """The words around the interactions. blanks: the interaction whose place is shown."""
    shown = copy.deepcopy(element)
    shown.tail = None
    place = list(element.iter()).index(blanks) if blanks is not None else -1
    mine = list(shown.iter())[place] if place >= 0 else None
    parents = {child: parent for parent in shown.iter() for child in parent}
    for one in list(shown.iter()):
        if one.tag in qti_names.INTERACTIONS or one.tag in _HIDDEN:
            parent = parents.get(one)
            if parent is None:
                continue
            tail = (f" {BLANK} " if one is mine else " … " if one.tag == "inlineChoiceInteraction" else "") + (
                one.tail or ""
            )
            before = parent[list(parent).index(one) - 1] if list(parent).index(one) else None
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
            parent.remove(one)
    return plain(tostring(shown, encoding="unicode"))


def _stem(body: Element, interaction: Element) -> str:
    prompts = [_words(prompt) for prompt in children(interaction, "prompt")]
    return "\n".join(filter(None, [_text(body), *prompts]))


def _words(element: Element) -> str:
    return _text(element)


def _question(
    key: str, text: str, options: list[tuple[str, str]], right: set[str], *, multiple: bool
) -> dict[str, Any]:
    """options: (identifier, text). Raises NotHere."""
    names = [name for name, _text in options]
    if not text or not all(words for _name, words in options):
        raise NotHere(Why.EMPTY)
    if len(options) < 2:
        raise NotHere(Why.FEW_OPTIONS)
    if len(set(names)) < len(names) or len({words.casefold() for _name, words in options}) < len(options):
        raise NotHere(Why.TWICE)
    if len(options) > 26:
        raise NotHere(Why.KIND, str(len(options)))
    if not right <= set(names):
        raise NotHere(Why.NO_RIGHT_ANSWER, ", ".join(sorted(right - set(names))))
    if not multiple and len(right) != 1:
        raise NotHere(Why.SCORING, ", ".join(sorted(right)))
    if multiple and len(right) == len(options):
        raise NotHere(Why.NO_WRONG_ANSWER)
    # Identifiers of others are kept where our column holds them: the same file again gives the same keys.
    names = [bare(name) for name in names]
    right = {bare(name) for name in right}
    keys = names if all(_IDENTIFIER.fullmatch(name) for name in names) else [chr(97 + n) for n in range(len(names))]
    truth = {words.casefold().strip(".") for _name, words in options} == {"true", "false"}
    return {
        "key": key[:60],
        "kind": "multiple" if multiple else "truefalse" if truth else "single",
        "difficulty": 2,
        "text": {"en": text},
        "why": {},
        "options": [
            {"key": mine, "correct": name in right, "text": {"en": words}}
            for mine, name, (_name, words) in zip(keys, names, options, strict=True)
        ],
    }


def _choice(
    item: Element, body: Element, interaction: Element, answers: dict[str, Answer], key: str, lost: list[Why]
) -> dict[str, Any]:
    answer, right = _right(item, interaction, answers, lost)
    options = [(one.get("identifier", ""), _words(one)) for one in children(interaction, "simpleChoice")]
    made = _question(key, _stem(body, interaction), options, right, multiple=answer.cardinality == "multiple")
    if made["kind"] == "single" and len(options) == 2 and interaction.get("shuffle") == "false":
        made["kind"] = "truefalse"  # two answers in the order in which they are written, whatever their words
    return made


def _blanks(
    item: Element, body: Element, interactions: list[Element], answers: dict[str, Answer], key: str, lost: list[Why]
) -> list[dict[str, Any]]:
    """One question for each place in the text."""
    made = []
    for number, one in enumerate(interactions, start=1):
        _answer, right = _right(item, one, answers, lost)
        options = [(choice.get("identifier", ""), _words(choice)) for choice in children(one, "inlineChoice")]
        own = key if len(interactions) == 1 else f"{key[:56]}-{number}"
        made.append(_question(own, _text(body, one), options, right, multiple=False))
    if len(made) > 1:
        lost.append(Why.SPLIT)
    return made


def _pairs(
    item: Element, body: Element, interaction: Element, answers: dict[str, Answer], key: str, lost: list[Why]
) -> list[dict[str, Any]]:
    """One question for each line of a table in which every line goes with exactly one column."""
    _declared, right = _right(item, interaction, answers, lost)
    sets = children(interaction, "simpleMatchSet")
    if len(sets) != 2:
        raise NotHere(Why.BROKEN, "simpleMatchSet")
    lines, columns = (
        [(one.get("identifier", ""), _words(one)) for one in children(each, "simpleAssociableChoice")] for each in sets
    )
    pairs: dict[str, set[str]] = {}
    for pair in right:
        line, _space, column = pair.partition(" ")
        pairs.setdefault(line, set()).add(column.strip())
    if set(pairs) != {name for name, _text in lines} or any(len(mine) != 1 for mine in pairs.values()):
        raise NotHere(Why.SCORING, "matchInteraction")
    stem = _stem(body, interaction)
    lost.append(Why.SPLIT)
    return [
        _question(f"{key[:56]}-{number}", f"{stem}\n{text}".strip(), columns, pairs[name], multiple=False)
        for number, (name, text) in enumerate(lines, start=1)
    ]


def _explain(item: Element, made: list[dict[str, Any]], lost: list[Why]) -> None:
    """A single remark is the reason of the answer; remarks on single answers have no room here."""
    remarks = [*children(item, "modalFeedback"), *every(item, "feedbackInline", "feedbackBlock")]
    if len(remarks) == 1 and remarks[0].tag == "modalFeedback":
        why = _words(remarks[0])
        for one in made:
            one["why"] = {"en": why} if why else {}
    elif remarks:
        lost.append(Why.FEEDBACK)
