"""Questions of a Moodle backup (questions.xml), of the versions before and after the question bank of Moodle 4."""

import dataclasses
import re
from typing import Any
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import child_text, children, every, first, plain
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import Outcome, Why

_PICTURE = re.compile(r"<(?:img|svg|object|video|audio|iframe|math)\b|\\\(|\$\$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Bank:
    """by_id: of old backups; by_entry: the newest version under each entry of the question bank."""

    by_id: dict[str, Element]
    by_entry: dict[str, Element]


def bank(files: Files) -> Bank:
    found = Bank({}, {})
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


def questions(building: Building, question: Element, key: str) -> list[dict[str, Any]]:
    """The questions that one of Moodle becomes: several for a table of pairs, none where it is not marked here."""
    kind = child_text(question, "qtype")
    source = child_text(question, "name") or key
    markup = _raw(question, "questiontext")
    text, why = plain(markup), plain(_raw(question, "generalfeedback"))
    if kind not in ("multichoice", "truefalse", "match"):
        building.say(source, kind, Outcome.KEPT, Why.KIND, kind)
        return []
    if any(_PICTURE.search(one.text or "") for one in every(question, "questiontext", "answertext")):
        building.say(source, kind, Outcome.KEPT, Why.PICTURE)
        return []
    if kind == "match":
        return _pairs(building, question, key, source, text, why)
    lost: list[Why] = []
    answers = [
        (one.get("id", ""), plain(_raw(one, "answertext")), _fraction(child_text(one, "fraction")))
        for one in every(question, "answer")
    ]
    if any(plain(_raw(one, "feedback")) for one in every(question, "answer")):
        lost.append(Why.FEEDBACK)
    if kind == "truefalse":
        right = [fraction > 0.99 for _id, _text, fraction in answers]
        if len(answers) != 2 or sum(right) != 1:
            return building.question(source, kind, Why.NO_RIGHT_ANSWER, [])
        options = [(words, flag) for (_id, words, _fraction), flag in zip(answers, right, strict=True)]
        made = planning.choice(key, text, options, why=why)
        if isinstance(made, dict):
            made["kind"] = "truefalse"
        return building.question(source, kind, made, lost)
    single = first(question, "single")
    several = single is not None and (single.text or "").strip() == "0"
    options = [(words, fraction > 0 if several else fraction > 0.99) for _id, words, fraction in answers]
    if several or any(0 < fraction < 0.99 for _id, _text, fraction in answers):
        lost.append(Why.PART_MARKS)
    return building.question(source, kind, planning.choice(key, text, options, multiple=several, why=why), lost)


def _pairs(building: Building, question: Element, key: str, source: str, text: str, why: str) -> list[dict[str, Any]]:
    """A line without a question is a wrong answer that belongs to no line."""
    lines = [(plain(_raw(one, "questiontext")), plain(_raw(one, "answertext"))) for one in every(question, "match")]
    answers = list(dict.fromkeys(answer for _line, answer in lines if answer))
    made: list[dict[str, Any]] = []
    for number, (line, answer) in enumerate(((line, answer) for line, answer in lines if line), start=1):
        options = [(one, one == answer) for one in answers]
        one = planning.choice(f"{key[:56]}-{number}", f"{text}\n{line}".strip(), options, why=why)
        made += building.question(f"{source}: {line}", "match", one, [Why.SPLIT])
    if not made:
        building.say(source, "match", Outcome.KEPT, Why.EMPTY)
    return made


def _raw(element: Element, name: str) -> str:
    found = next(iter(children(element, name)), None)
    return "" if found is None or found.text in (None, "$@NULL@$") else found.text or ""


def _fraction(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
