"""The kinds of questions: how an answer to each is written down, when it is an answer at all, and what it is worth.

A question is its kind, its options (choice kinds) and its body (the other kinds); an answer is a list of texts, empty
where nothing was answered:

single, multiple, truefalse, weighted   keys of the chosen options
match                                   for each line the key of its column, "" where none was chosen
order                                   for each line the place it was given, "" where none was
blank                                   for each gap what was written there, "" where nothing was
numeric, short                          the one text
case                                    for each part its own answer as JSON

This is the reference, one answer at a time; scoring.py does the choice kinds in bulk and is proven equal.
"""

import dataclasses
import decimal
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

CHOICES = ("single", "multiple", "truefalse", "weighted")
FIELDS = ("match", "order", "blank", "numeric", "short", "case")
KINDS = (*CHOICES, *FIELDS)
# A part of a case is answered and marked by itself; a case in a case would need a page of its own.
IN_A_CASE = tuple(kind for kind in KINDS if kind not in ("short", "case"))
CENT = Decimal("0.01")  # of a weight, as the column keeps it
LONGEST = {"blank": 200, "numeric": 40, "short": 4000}


class NotAnAnswer(ValueError):
    """An answer that this question cannot have: of another question, doubled, or no number."""


class NeedsAPerson(ValueError):
    """Its marks are given by a person."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """weight: of a weighted option; a right answer of the other kinds is `correct`."""

    key: str
    correct: bool
    weight: Decimal | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """All that marking needs of a question."""

    kind: str
    options: tuple[Choice, ...] = ()
    body: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def number(text: str) -> Decimal:
    """A number as people write it: 1,00,000 or 12.5, in Latin or Indian digits. Raises NotAnAnswer."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip())
    plain = plain.replace("\N{MINUS SIGN}", "-").replace(",", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except decimal.InvalidOperation as error:
        raise NotAnAnswer("no number") from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise NotAnAnswer("no number")
    return value


def same_words(one: str) -> str:
    """How a gap is compared: case, width, kinds of space and doubled spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", one).casefold().split())


def parts_of(body: Mapping[str, Any]) -> list[Asked]:
    """The questions of a case."""
    return [asked(part["kind"], part.get("options", ()), part.get("body", {})) for part in body["parts"]]


def asked(kind: str, options: Sequence[Mapping[str, Any]], body: Mapping[str, Any]) -> Asked:
    """From plain data."""
    return Asked(
        kind,
        tuple(
            Choice(one["key"], bool(one["correct"]), None if one.get("weight") is None else Decimal(one["weight"]))
            for one in options
        ),
        body,
    )


def check(question: Asked, answer: Sequence[str]) -> None:
    """Raises NotAnAnswer for what this question cannot be answered with. An empty answer is one."""
    if answer:
        _CHECKS[question.kind](question, answer)


def award(question: Asked, answer: Sequence[str]) -> Fraction:
    """Its worth, from 0 to 1. Nothing answered is 0. Raises NotAnAnswer, and NeedsAPerson for a short text."""
    check(question, answer)
    if question.kind == "short":
        raise NeedsAPerson
    return _AWARDS[question.kind](question, answer) if answer else Fraction(0)


def award_by_rubric(body: Mapping[str, Any], given: Mapping[str, int]) -> Fraction:
    """Of a short text: the points that a person gave for each line of the rubric. Raises NotAnAnswer."""
    lines = {line["key"]: line["points"] for line in body["rubric"]}
    if given.keys() != lines.keys():
        raise NotAnAnswer("not the lines of the rubric")
    if any(type(points) is not int or not 0 <= points <= lines[key] for key, points in given.items()):
        raise NotAnAnswer("more or less than the line gives")
    return Fraction(sum(given.values()), sum(lines.values()))


def _check_choice(question: Asked, answer: Sequence[str]) -> None:
    keys = {option.key for option in question.options}
    if not set(answer) <= keys or len(set(answer)) != len(answer):
        raise NotAnAnswer("foreign or doubled options")
    if len(answer) > 1 and question.kind != "multiple":
        raise NotAnAnswer("one option only")


def _check_match(question: Asked, answer: Sequence[str]) -> None:
    columns = {column["key"] for column in question.body["columns"]}
    given = [key for key in answer if key]
    if len(answer) != len(question.body["lines"]) or not set(given) <= columns:
        raise NotAnAnswer("foreign columns")


def _check_order(question: Asked, answer: Sequence[str]) -> None:
    count = len(question.body["lines"])
    given = [place for place in answer if place]
    if len(answer) != count or not set(given) <= {str(place) for place in range(1, count + 1)}:
        raise NotAnAnswer("foreign places")
    if len(set(given)) != len(given):
        raise NotAnAnswer("one place twice")


def _check_blank(question: Asked, answer: Sequence[str]) -> None:
    if len(answer) != len(question.body["gaps"]) or any(len(text) > LONGEST["blank"] for text in answer):
        raise NotAnAnswer("other gaps")


def _check_numeric(question: Asked, answer: Sequence[str]) -> None:
    if len(answer) != 1 or len(answer[0]) > LONGEST["numeric"]:
        raise NotAnAnswer("one number only")
    number(answer[0])


def _check_short(question: Asked, answer: Sequence[str]) -> None:
    if len(answer) != 1 or len(answer[0]) > LONGEST["short"]:
        raise NotAnAnswer("one text only")


def _check_case(question: Asked, answer: Sequence[str]) -> None:
    for part, own in _by_part(question, answer):
        check(part, own)


def _by_part(question: Asked, answer: Sequence[str]) -> list[tuple[Asked, list[str]]]:
    parts = parts_of(question.body)
    if len(answer) != len(parts):
        raise NotAnAnswer("other parts")
    return list(zip(parts, map(unpacked, answer), strict=True))


def unpacked(text: str) -> list[str]:
    """The answer to one part of a case, as it is kept. Raises NotAnAnswer."""
    try:
        own = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise NotAnAnswer("not written by us") from error
    if not isinstance(own, list) or not all(isinstance(one, str) for one in own):
        raise NotAnAnswer("not written by us")
    return own


def _award_choice(question: Asked, answer: Sequence[str]) -> Fraction:
    """All the right options and no other one: see marking.py."""
    return Fraction(set(answer) == {option.key for option in question.options if option.correct})


def _award_weighted(question: Asked, answer: Sequence[str]) -> Fraction:
    weights = {option.key: Fraction(option.weight or 0) for option in question.options}
    return weights[answer[0]] / max(weights.values())


def _award_match(question: Asked, answer: Sequence[str]) -> Fraction:
    """Each line by itself."""
    pairs, lines = question.body["pairs"], question.body["lines"]
    hits = sum(pairs[line["key"]] == given for line, given in zip(lines, answer, strict=True))
    return Fraction(hits, len(lines))


def _award_order(question: Asked, answer: Sequence[str]) -> Fraction:
    """The whole order or nothing: lines moved by one would otherwise lose everything or nothing by accident."""
    return Fraction(list(answer) == [str(place) for place in range(1, len(answer) + 1)])


def _award_blank(question: Asked, answer: Sequence[str]) -> Fraction:
    """Each gap by itself."""
    gaps = question.body["gaps"]
    hits = sum(same_words(text) in set(map(same_words, right)) for right, text in zip(gaps, answer, strict=True))
    return Fraction(hits, len(gaps))


def _award_numeric(question: Asked, answer: Sequence[str]) -> Fraction:
    value, tolerance = Decimal(question.body["value"]), Decimal(question.body.get("tolerance", "0"))
    return Fraction(abs(number(answer[0]) - value) <= tolerance)


def _award_case(question: Asked, answer: Sequence[str]) -> Fraction:
    """Each part the same."""
    parts = _by_part(question, answer)
    return sum((award(part, own) for part, own in parts), Fraction(0)) / len(parts)


_CHECKS: dict[str, Callable[[Asked, Sequence[str]], None]] = {
    **dict.fromkeys(CHOICES, _check_choice),
    "match": _check_match,
    "order": _check_order,
    "blank": _check_blank,
    "numeric": _check_numeric,
    "short": _check_short,
    "case": _check_case,
}
_AWARDS: dict[str, Callable[[Asked, Sequence[str]], Fraction]] = {
    "single": _award_choice,
    "multiple": _award_choice,
    "truefalse": _award_choice,
    "weighted": _award_weighted,
    "match": _award_match,
    "order": _award_order,
    "blank": _award_blank,
    "numeric": _award_numeric,
    "case": _award_case,
}
