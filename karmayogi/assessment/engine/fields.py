"""Questions without options as fields of a form: what a page shows, what it sends back, and what was right.

A page knows keys of nobody: lines and columns are named by their places, as `shown` has mixed them for this attempt.
`shown` holds the keys of columns (match) or lines (order) in the order of the page; of a case those of all its parts,
each behind the number of its part.
"""

import dataclasses
import json
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from karmayogi.assessment.engine import kinds

CONTROLS = {"match": "select", "order": "select", "blank": "text", "numeric": "number", "short": "area"}
type Post = Callable[[str], Sequence[str]]  # the values of a field that were sent


@dataclasses.dataclass(frozen=True, slots=True)
class Pick:
    """Something to choose in a field. value: what is sent back."""

    value: str
    text: str
    language: str
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """control: select, text, number, area, radio or checkbox. text: its label, "" for a gap: `place` names that."""

    name: str
    control: str
    text: str
    language: str
    value: str
    place: int
    picks: tuple[Pick, ...] = ()
    longest: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A field after marking. given: what was answered, "" for nothing."""

    text: str
    language: str
    place: int
    given: str
    right: str
    correct: bool


def _said(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    return (texts[language], language) if language in texts else (texts["en"], "en")


def mixed(kind: str, body: Mapping[str, Any], seed: uuid.UUID, item_id: int) -> list[str]:
    """`shown` of a new attempt: everything in another order, the same for the same seed."""
    dice = random.Random(seed.int ^ item_id)  # noqa: S311 (a repeatable draw, not a secret)
    if kind == "case":
        return [
            f"{number}:{key}"
            for number, part in enumerate(body["parts"])
            for key in _mixed_part(part, dice)
        ]  # fmt: skip
    return _mixed(kind, body, dice)


def _mixed(kind: str, body: Mapping[str, Any], dice: random.Random) -> list[str]:
    keys = [one["key"] for one in body["columns" if kind == "match" else "lines"]] if kind in ("match", "order") else []
    dice.shuffle(keys)
    return keys


def _mixed_part(part: Mapping[str, Any], dice: random.Random) -> list[str]:
    if part["kind"] not in kinds.CHOICES:
        return _mixed(part["kind"], part["body"], dice)
    keys = [option["key"] for option in part["options"]]
    if part["kind"] != "truefalse":
        dice.shuffle(keys)
    return keys


def _of_part(number: int, shown: Sequence[str]) -> list[str]:
    return [key.partition(":")[2] for key in shown if key.startswith(f"{number}:")]


def ask(
    kind: str, body: Mapping[str, Any], shown: Sequence[str], answer: Sequence[str], language: str, before: str = "f"
) -> list[Field]:
    """The fields in the order of the page, each with what is answered so far. Holds nothing of what is right."""
    if kind == "match":
        return _ask_match(body, shown, answer, language, before)
    if kind == "order":
        return _ask_order(body, shown, answer, language, before)
    if kind == "case":
        fields: list[Field] = []
        for number, part in enumerate(body["parts"]):
            own = kinds.unpacked(answer[number]) if answer else []
            fields += _ask_part(part, _of_part(number, shown), own, language, f"{before}{number + 1}-", number)
        return fields
    count = len(body["gaps"]) if kind == "blank" else 1
    return [
        Field(f"{before}{place}", CONTROLS[kind], "", "", answer[place - 1] if answer else "", place,
              longest=kinds.LONGEST[kind]) for place in range(1, count + 1)
    ]  # fmt: skip


def _ask_match(
    body: Mapping[str, Any], shown: Sequence[str], answer: Sequence[str], language: str, before: str
) -> list[Field]:
    columns = {column["key"]: column["text"] for column in body["columns"]}
    return [
        Field(
            f"{before}{place}", "select", *_said(line["text"], language), "", place,
            tuple(
                Pick(str(value), *_said(columns[key], language), bool(answer) and answer[place - 1] == key)
                for value, key in enumerate(shown, start=1)
            ),
        )
        for place, line in enumerate(body["lines"], start=1)
    ]  # fmt: skip


def _ask_order(
    body: Mapping[str, Any], shown: Sequence[str], answer: Sequence[str], language: str, before: str
) -> list[Field]:
    places = {line["key"]: index for index, line in enumerate(body["lines"])}
    numbers = [str(number) for number in range(1, len(shown) + 1)]
    fields = []
    for place, key in enumerate(shown, start=1):
        own = answer[places[key]] if answer else ""
        picks = tuple(Pick(number, number, "", own == number) for number in numbers)
        text = body["lines"][places[key]]["text"]
        fields.append(Field(f"{before}{place}", "select", *_said(text, language), "", place, picks))
    return fields


def _ask_part(
    part: Mapping[str, Any], shown: Sequence[str], own: Sequence[str], language: str, before: str, number: int
) -> list[Field]:
    text, spoken = _said(part["text"], language)
    if part["kind"] in kinds.CHOICES:
        options = {option["key"]: option["text"] for option in part["options"]}
        control = "checkbox" if part["kind"] == "multiple" else "radio"
        picks = tuple(
            Pick(str(value), *_said(options[key], language), key in own) for value, key in enumerate(shown, start=1)
        )
        return [Field(f"{before}1", control, text, spoken, "", number + 1, picks)]
    head = Field(f"{before}0", "head", text, spoken, "", number + 1)
    fields = ask(part["kind"], part["body"], shown, own, language, before)
    if part["kind"] == "numeric":
        return [dataclasses.replace(fields[0], text=text, language=spoken)]
    return [head, *fields]


def read(kind: str, body: Mapping[str, Any], shown: Sequence[str], post: Post, before: str = "f") -> list[str]:
    """The answer that a page sent, of all kinds but a case. Empty where nothing was.

    Raises NotAnAnswer for what the page did not offer.
    """
    if kind == "match":
        lines = [_place(post(f"{before}{place}"), shown) for place in range(1, len(body["lines"]) + 1)]
    elif kind == "order":
        numbers = [str(number) for number in range(1, len(shown) + 1)]
        given = {key: _place(post(f"{before}{place}"), numbers) for place, key in enumerate(shown, start=1)}
        lines = [given[line["key"]] for line in body["lines"]]
    else:
        count = len(body["gaps"]) if kind == "blank" else 1
        sent = (post(f"{before}{place}") for place in range(1, count + 1))
        lines = [one[0].replace("\x00", "").strip() if one else "" for one in sent]
    return lines if any(lines) else []


def keep(kind: str, body: Mapping[str, Any], shown: Sequence[str], post: Post) -> tuple[list[str], bool]:
    """What can be kept of what a page sent, and whether that is all of it.

    One bad field of a case leaves its own part empty and no other. Raises NotAnAnswer where nothing is left to keep.
    """
    if kind != "case":
        lines = read(kind, body, shown, post)
        kinds.check(kinds.Asked(kind, (), body), lines)
        return lines, True
    lines, whole = [], True
    for number, (part, asked) in enumerate(zip(body["parts"], kinds.parts_of(body), strict=True)):
        try:
            own = _read_part(part, _of_part(number, shown), post, f"f{number + 1}-")
            kinds.check(asked, own)
        except kinds.NotAnAnswer:
            own, whole = [], False
        lines.append(json.dumps(own, ensure_ascii=False) if own else "")
    if not any(lines) and not whole:
        raise kinds.NotAnAnswer("no part of it")
    return lines if any(lines) else [], whole


def filled(asked: Sequence[Field], post: Post) -> list[Field]:
    """The same fields with what a page sent, right or not, in place of what is kept."""
    made = []
    for field in asked:
        sent = [one.replace("\x00", "") for one in post(field.name)]
        picks = tuple(dataclasses.replace(pick, chosen=pick.value in sent) for pick in field.picks)
        value = sent[0] if sent and not picks else ""
        made.append(dataclasses.replace(field, value=value, picks=picks))
    return made


def _read_part(part: Mapping[str, Any], shown: Sequence[str], post: Post, before: str) -> list[str]:
    if part["kind"] in kinds.CHOICES:
        return [key for one in post(f"{before}1") if (key := _place([one], shown))]
    return read(part["kind"], part["body"], shown, post, before)


def _place(sent: Sequence[str], keys: Sequence[str]) -> str:
    """The key at the place that was sent, "" for none."""
    value = sent[0] if sent else ""
    if not value:
        return ""
    if not (value.isascii() and value.isdigit() and len(value) < 3 and 1 <= int(value) <= len(keys)):
        raise kinds.NotAnAnswer("a place that there is not")
    return keys[int(value) - 1]


def tell(question: kinds.Asked, answer: Sequence[str], language: str) -> list[Told]:
    """Every field with what was given and what is right: for a closed attempt alone."""
    kind, body = question.kind, question.body
    if kind == "match":
        columns = {column["key"]: _said(column["text"], language)[0] for column in body["columns"]}
        return [
            Told(*_said(line["text"], language), place, columns.get(given, ""), columns[body["pairs"][line["key"]]],
                 body["pairs"][line["key"]] == given)
            for place, (line, given) in enumerate(zip(body["lines"], answer or [""] * 20, strict=False), start=1)
        ]  # fmt: skip
    if kind == "order":
        return [
            Told(*_said(line["text"], language), place, given, str(place), given == str(place))
            for place, (line, given) in enumerate(zip(body["lines"], answer or [""] * 20, strict=False), start=1)
        ]
    if kind == "blank":
        given = answer or [""] * len(body["gaps"])
        return [
            Told("", "", place, text, " / ".join(right),
                 kinds.same_words(text) in set(map(kinds.same_words, right)))
            for place, (text, right) in enumerate(zip(given, body["gaps"], strict=True), start=1)
        ]  # fmt: skip
    if kind == "case":
        return _tell_case(body, answer, language)
    text = answer[0] if answer else ""
    if kind == "short":
        return [Told("", "", 1, text, "", False)]
    spread = body.get("tolerance", "0")
    right = body["value"] if not float(spread) else f"{body['value']} ± {spread}"
    return [Told("", "", 1, text, right, kinds.award(question, answer) == 1)]


def _tell_case(body: Mapping[str, Any], answer: Sequence[str], language: str) -> list[Told]:
    told: list[Told] = []
    for number, (part, asked) in enumerate(zip(body["parts"], kinds.parts_of(body), strict=True)):
        own = kinds.unpacked(answer[number]) if answer else []
        text, spoken = _said(part["text"], language)
        if part["kind"] in kinds.CHOICES:
            words = {option["key"]: _said(option["text"], language)[0] for option in part["options"]}
            right = " / ".join(words[option.key] for option in asked.options if option.correct)
            given = " / ".join(words[key] for key in own)
            told.append(Told(text, spoken, number + 1, given, right, kinds.award(asked, own) == 1))
        else:
            for line in tell(asked, own, language):
                label = f"{text} – {line.text}" if line.text else text
                told.append(dataclasses.replace(line, text=label, language=spoken, place=number + 1))
    return told
