"""QTI 1.2 as Common Cartridge profiles it: one choice, several, true and false, a gap, a pattern, an essay."""

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import attribute, children, every, first, local, plain
from karmayogi.learning.engine.exchange import asking, planning
from karmayogi.learning.engine.exchange.asking import Made
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.types import QuizSpec, Why

_PICTURES = ("matimage", "mataudio", "matvideo", "matapplet", "matapplication")
_HTML_PICTURES = ("<svg", "<object", "<math", "<video", "<audio", "<iframe")


def assessment(building: Building, root: Element, source: str, title: str, where: planning.Where | None = None) -> None:
    """One file of an assessment becomes a test. where: finds the pictures of its questions."""
    head = first(root, "assessment")
    title = (head.get("title", "") if head is not None else "") or title
    questions: list[dict[str, Any]] = []
    for number, item in enumerate(every(root, "item"), start=1):
        name = item.get("title") or item.get("ident") or str(number)
        key = planning.key_of(item.get("ident") or f"item-{number}", building.keys, "item")
        questions += _item(building, item, f"{title}: {name}", key, where)
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


def _item(
    building: Building, item: Element, source: str, key: str, where: planning.Where | None
) -> list[dict[str, Any]]:
    profile = next(
        (
            "".join(entry.itertext()).strip()
            for field in every(item, "qtimetadatafield")
            for entry in children(field, "fieldentry")
            if "".join("".join(label.itertext()) for label in children(field, "fieldlabel")).strip() == "cc_profile"
        ),
        "",
    )
    kind = profile or "item"
    presentation = first(item, "presentation")
    if presentation is None:
        return building.question(source, kind, Why.KIND, [], profile)
    pictures = planning.Pictures(building.files, where)
    if first(presentation, *_PICTURES) is not None or not _marked(presentation, pictures):
        return building.question(source, kind, Why.PICTURE, [])
    building.describe(source, pictures)
    lost: list[Why] = []
    lids, written = list(every(item, "response_lid")), list(every(item, "response_str"))
    if len(lids) == 1 and not written:
        made = _choice(item, presentation, lids[0], key, lost)
    elif len(written) == 1 and not lids:
        made = _written(item, presentation, written[0], profile, key, lost)
    else:
        made = Why.KIND
    return building.question(source, kind, made, lost, profile if made is Why.KIND else "")


def _marked(presentation: Element, pictures: planning.Pictures) -> bool:
    """Puts marks in the place of the pictures of the stem and of the answers; False for what cannot be shown."""
    for text in every(presentation, "mattext"):
        raw = text.text or ""
        if any(sign in raw.lower() for sign in _HTML_PICTURES):
            return False
        if "<img" in raw.lower() and text.get("texttype") == "text/html":
            told = planning.worded(raw, pictures)
            if told is None:
                return False
            text.text = escape(told, quote=False).replace("\n", "<br>")
    return True


def _stem(presentation: Element) -> str:
    own = (_material(one, deep=False) for one in [presentation, *every(presentation, "flow")])
    return "\n".join(filter(None, own))


def _why(item: Element, lost: list[Why], *also: str) -> str:
    """What is said whatever was answered. Remarks on single answers have no place here. also: identifiers of others."""
    general = ("general_fb", *also)
    remarks = list(every(item, "itemfeedback"))
    if any(one.get("ident") not in general for one in remarks):
        lost.append(Why.FEEDBACK)
    return next((_material(one) for one in remarks if one.get("ident") in general), "")


def _choice(item: Element, presentation: Element, lid: Element, key: str, lost: list[Why]) -> Made:
    options = [(one.get("ident", ""), _material(one)) for one in every(lid, "response_label")]
    multiple = lid.get("rcardinality", "Single").lower() == "multiple"
    why = _why(item, lost)
    worths = None if multiple else _worths(item)
    if worths and len(worths) > 1 and worths.keys() <= {name for name, _text in options}:
        each = [(text, worths.get(name, Decimal(0))) for name, text in options]
        return asking.weighted(key, _stem(presentation), each, why)
    right, parts = _right(item, multiple)
    if isinstance(right, Why):
        return right
    lost += parts
    if not right <= {name for name, _text in options}:
        return Why.NO_RIGHT_ANSWER
    return planning.choice(
        key, _stem(presentation), [(text, name in right) for name, text in options], multiple=multiple, why=why
    )


def _worths(item: Element) -> dict[str, Decimal] | None:
    """What each option is worth, where every condition that gives marks asks for one option and sets its marks; None
    for any other rule."""
    worths: dict[str, Decimal] = {}
    for condition, worth in _earning(item):
        named = _named(condition)
        sets = all(mark.get("action", "Set").lower() == "set" for mark in children(condition, "setvar"))
        if worth is None or named is None or len(named) != 1 or not sets or named & worths.keys():
            return None
        worths[named.pop()] = worth
    return worths


def _earning(item: Element) -> Iterator[tuple[Element, Decimal | None]]:
    """Conditions that give marks; None for marks that are no number."""
    for condition in every(item, "respcondition"):
        for mark in children(condition, "setvar"):
            worth = asking.number(mark.text or "")
            if worth is None or worth > 0:
                yield condition, worth


def _written(item: Element, presentation: Element, response: Element, profile: str, key: str, lost: list[Why]) -> Made:
    """A gap where the file lists what is accepted; else a text that a person marks."""
    stem = _stem(presentation)
    why = _why(item, lost, "solution")
    earning = list(_earning(item))
    if "essay" in profile or not earning:
        by = " ".join(next((_material(one) for one in every(item, "solution")), "").split())
        if not by:
            lost.append(Why.RUBRIC)
        return asking.short(key, stem, [(by or asking.WHOLE, 1)], why)
    best = max((worth or Decimal(0) for _condition, worth in earning))
    if any(worth is None for _condition, worth in earning):
        return Why.BROKEN
    if any(worth != best for _condition, worth in earning):
        lost.append(Why.PART_MARKS)
    whole = [condition for condition, worth in earning if worth == best]
    asked = [one for condition in whole for one in every(condition, "varequal", "varsubstring")]
    if any(first(condition, "not", "vargte", "varlte", "vargt", "varlt") is not None for condition in whole):
        return Why.SCORING
    # A condition that asks for several at once asks for all of them.
    if any(len(list(every(each, "varequal", "varsubstring"))) > 1 for c in whole for each in every(c, "and")):
        return Why.SCORING
    accepted = [" ".join((one.text or "").split()) for one in asked]
    if any(local(one) == "varsubstring" for one in asked):
        lost.append(Why.BY_PERSON)
        rubric = [("The answer holds: " + " / ".join(dict.fromkeys(filter(None, accepted))), 1)]
        return asking.short(key, stem, rubric, why)
    if any(one.get("case", "No").lower() == "yes" for one in asked):
        lost.append(Why.CASE)
    return asking.blank(key, asking.with_gap(stem) if stem else "", [accepted], why)


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
