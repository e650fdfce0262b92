"""QTI 1.2 as Common Cartridge profiles it: an assessment with items of one choice, several, or true and false."""

from typing import Any
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import attribute, children, every, first, local, plain
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.types import Outcome, QuizSpec, Why

_PICTURES = ("matimage", "mataudio", "matvideo", "matapplet", "matapplication")
_HTML_PICTURES = ("<img", "<svg", "<object", "<math", "<video", "<audio", "<iframe")


def assessment(building: Building, root: Element, source: str, title: str) -> None:
    """One file of an assessment becomes a test."""
    head = first(root, "assessment")
    title = (head.get("title", "") if head is not None else "") or title
    questions: list[dict[str, Any]] = []
    for number, item in enumerate(every(root, "item"), start=1):
        name = item.get("title") or item.get("ident") or str(number)
        key = planning.key_of(item.get("ident") or f"item-{number}", building.keys, "item")
        questions += _item(building, item, f"{title}: {name}", key)
    building.quiz(source, "assessment", title, questions, _spec(root, len(questions)) if questions else None)


def _spec(root: Element, pool: int) -> QuizSpec:
    """Attempts and minutes from the fields of the profile."""
    fields: dict[str, str] = {}
    head = first(root, "assessment")
    for one in every(head, "qtimetadatafield") if head is not None else []:
        label, entry = first(one, "fieldlabel"), first(one, "fieldentry")
        if label is not None and entry is not None:
            fields.setdefault((label.text or "").strip(), (entry.text or "").strip())
    minutes = planning.number(fields.get("qmd_timelimit", ""), 600)
    return planning.spec_for(pool, minutes=minutes, attempts=planning.number(fields.get("cc_maxattempts", ""), 99) or 3)


def _item(building: Building, item: Element, source: str, key: str) -> list[dict[str, Any]]:
    profile = next(
        (
            "".join(entry.itertext()).strip()
            for field in every(item, "qtimetadatafield")
            for entry in children(field, "fieldentry")
            if "".join("".join(label.itertext()) for label in children(field, "fieldlabel")).strip() == "cc_profile"
        ),
        "",
    )
    lids = list(every(item, "response_lid"))
    presentation = first(item, "presentation")
    if len(lids) != 1 or presentation is None or "essay" in profile or "fib" in profile or "pattern" in profile:
        building.say(source, profile or "item", Outcome.KEPT, Why.KIND, profile)
        return []
    texts = [one.text or "" for one in every(presentation, "mattext")]
    pictured = any(sign in text.lower() for text in texts for sign in _HTML_PICTURES)
    if pictured or first(presentation, *_PICTURES) is not None:
        building.say(source, profile or "item", Outcome.KEPT, Why.PICTURE)
        return []
    options = [(one.get("ident", ""), _material(one)) for one in every(lids[0], "response_label")]
    stem = "\n".join(filter(None, (_material(one, deep=False) for one in [presentation, *every(presentation, "flow")])))
    multiple = lids[0].get("rcardinality", "Single").lower() == "multiple"
    right, lost = _right(item, multiple)
    if isinstance(right, Why):
        return building.question(source, profile or "item", right, [])
    if not right <= {name for name, _text in options}:
        return building.question(source, profile or "item", Why.NO_RIGHT_ANSWER, [])
    feedback = [one for one in every(item, "itemfeedback") if one.get("ident") != "general_fb"]
    if feedback:
        lost.append(Why.FEEDBACK)
    why = next((_material(one) for one in every(item, "itemfeedback") if one.get("ident") == "general_fb"), "")
    made = planning.choice(key, stem, [(text, name in right) for name, text in options], multiple=multiple, why=why)
    return building.question(source, profile or "item", made, lost)


def _material(element: Element, *, deep: bool = True) -> str:
    """The text of the materials of an element: all below it, or its own."""
    holders = every(element, "material") if deep else iter(children(element, "material"))
    return "\n".join(filter(None, (plain(_told(one)) for holder in holders for one in every(holder, "mattext"))))


def _told(text: Element) -> str:
    """HTML as it is; plain text made safe to be read as such."""
    raw = "".join(text.itertext())
    return raw if text.get("texttype", "text/plain") == "text/html" else raw.replace("&", "&amp;").replace("<", "&lt;")


def _right(item: Element, multiple: bool) -> tuple[set[str] | Why, list[Why]]:
    """The options that give marks. Conditions that add up are part marks, and said so."""
    earning = []
    for condition in every(item, "respcondition"):
        for mark in children(condition, "setvar"):
            try:
                worth = float(mark.text or "")
            except ValueError:
                return Why.BROKEN, []
            if worth > 0:
                earning.append((worth, condition))
    if not earning:
        return Why.NO_RIGHT_ANSWER, []
    best = max(worth for worth, _condition in earning)
    whole = [condition for worth, condition in earning if worth == best or multiple]
    named = [_named(condition) for condition in whole]
    lost = [Why.PART_MARKS] if len(earning) > 1 else []
    if any(attribute(condition, "continue").lower() == "yes" and not multiple for condition in whole) or None in named:
        return Why.SCORING, []
    return set().union(*(one for one in named if one)), lost


def _named(condition: Element) -> set[str] | None:
    """The options that a condition asks for; None where it asks otherwise than by equality, and, or, not."""
    asked: set[str] = set()
    stack = [(one, True) for holder in children(condition, "conditionvar") for one in holder]
    while stack:
        one, wanted = stack.pop()
        name = local(one)
        if name == "varequal":
            if wanted:
                asked.add((one.text or "").strip())
        elif name in ("and", "not"):
            stack += [(child, wanted != (name == "not")) for child in one]
        elif name != "other":
            return None
    return asked
