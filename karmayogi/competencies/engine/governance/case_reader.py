"""A CFPackage of IMS CASE 1.0, ours or a stranger's, as competencies. Pure.

Competencies are the items of type "Competency"; where a package has none, those without children. The nearest item
above is the theme, the one below the document the area. Translations and rubrics are folded in.
"""

import dataclasses
import re
import uuid as uuids
from typing import Any

from karmayogi.competencies.engine.governance.case_writer import AREAS, COMPETENCY
from karmayogi.competencies.engine.governance.wording import GLOSS, NAME, THEME, Wording
from karmayogi.kernel.markup import writable

_NUMBER = re.compile(r"[0-9]{1,9}")


class Unreadable(ValueError):
    """The JSON is no CFPackage; the text says what is missing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """identifier: of the item. code: its humanCodingScheme, "" where it has none. ended: out of use at its source."""

    identifier: uuids.UUID
    code: str
    uri: str
    wording: Wording
    ended: bool


def read_package(package: Any) -> tuple[str, list[Read]]:
    """(title of the document, its competencies in their order). Raises Unreadable."""
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise Unreadable("CFDocument")
    items = {str(one.get("identifier")): one for one in _list(package, "CFItems")}
    parents, translations, places = _structure(_list(package, "CFAssociations"), items)
    kinds = {str(one.get("CFItemType")) for one in items.values()}
    originals = [one for one in items if one not in translations]
    inner = set(parents.values())
    chosen = [
        one
        for one in originals
        if (items[one].get("CFItemType") == COMPETENCY if COMPETENCY in kinds else one not in inner)
    ]
    by_language: dict[str, dict[str, dict[str, Any]]] = {}
    for own, original in translations.items():
        by_language.setdefault(original, {})[_said(items[own], "language")] = items[own]
    concepts = {
        _said(one, "title"): one.get("hierarchyCode") for one in _list(package.get("CFDefinitions") or {}, "CFConcepts")
    }
    descriptors = _descriptors(_list(package, "CFRubrics"))
    document = _said(package["CFDocument"], "title")
    themes: dict[tuple[str, str], int] = {}
    found: list[Read] = []
    for one in sorted(chosen, key=lambda key: places.get(key, 0)):
        item = items[one]
        line = _line(one, parents)
        theme = items.get(line[0]) if line else None
        area = _area(items[line[-1]]) if len(line) > 1 else "domain"
        title = _name(theme) if theme else document
        number = themes.setdefault((area, title), len(themes) + 1)
        if theme is not None and _NUMBER.fullmatch(_said(theme, "humanCodingScheme")):
            number = int(_said(theme, "humanCodingScheme")) % 10_000
        found.append(
            Read(
                _uuid(one), _said(item, "humanCodingScheme"), _said(item, "uri")[:500],
                _wording(item, theme, title, area, number, by_language, concepts, descriptors.get(one, {})),
                bool(item.get("statusEndDate")),
            )
        )  # fmt: skip
    return document, found


def _wording(
    item: dict[str, Any],
    theme: dict[str, Any] | None,
    title: str,
    area: str,
    number: int,
    by_language: dict[str, dict[str, dict[str, Any]]],
    concepts: dict[Any, Any],
    descriptors: dict[int, tuple[str, str, str]],
) -> Wording:
    others = by_language.get(str(item.get("identifier")), {})
    above = by_language.get(str(theme.get("identifier")), {}) if theme else {}
    named = item.get("conceptKeywords")
    words = [word for word in named if isinstance(word, str)] if isinstance(named, list) else []

    def word(kind: str, longest: int) -> str:
        return next((one for one in words if concepts.get(one) == kind and len(one) <= longest), "")

    return Wording(
        area=area, group=word("group", 12), theme_number=number, theme_en=_cut(title, THEME),
        theme_hi=_cut(_name(above.get("hi")), THEME), theme_ur=_cut(_name(above.get("ur")), THEME),
        name_en=_cut(_name(item), NAME), name_hi=_cut(_name(others.get("hi")), NAME),
        name_ur=_cut(_name(others.get("ur")), NAME), gloss_en=_gloss(item), gloss_hi=_gloss(others.get("hi")),
        guna=word("guna", 30), descriptors=descriptors,
    )  # fmt: skip


def _structure(
    associations: list[dict[str, Any]], items: dict[str, dict[str, Any]]
) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    parents: dict[str, str] = {}
    translations: dict[str, str] = {}
    places: dict[str, int] = {}
    for one in associations:
        origin, target = _end(one, "originNodeURI"), _end(one, "destinationNodeURI")
        if origin not in items:
            continue
        if one.get("associationType") == "isTranslationOf" and target in items:
            translations[origin] = target
        elif one.get("associationType") == "isChildOf":
            if target in items:
                parents.setdefault(origin, target)
            number = one.get("sequenceNumber")
            places.setdefault(origin, number if isinstance(number, int) else 0)
    return parents, translations, places


def _line(key: str, parents: dict[str, str]) -> list[str]:
    """The items above, nearest first; a cycle ends where it would begin again."""
    line: list[str] = []
    while key in parents and parents[key] not in line and len(line) < 50:
        key = parents[key]
        line.append(key)
    return line


def _area(item: dict[str, Any]) -> str:
    named = {_said(item, "humanCodingScheme").casefold(), _name(item).casefold()}
    return next((area for area, names in AREAS.items() if area in named or names[0].casefold() in named), "domain")


def _descriptors(rubrics: list[dict[str, Any]]) -> dict[str, dict[int, tuple[str, str, str]]]:
    found: dict[str, dict[int, dict[str, str]]] = {}
    for rubric in rubrics:
        for criterion in _list(rubric, "CFRubricCriteria"):
            item = _end(criterion, "CFItemURI")
            for level in _list(criterion, "CFRubricCriterionLevels"):
                number = level.get("score") if isinstance(level.get("score"), int | float) else level.get("position")
                text = _said(level, "description").strip()
                if not isinstance(number, int | float) or not 1 <= number < 6 or not text:
                    continue
                quality = _said(level, "quality")
                language = next((one for one in ("hi", "ur") if quality.endswith(f"({one})")), "en")
                found.setdefault(item, {}).setdefault(int(number), {})[language] = text[:1000]
    return {
        item: {
            number: (texts["en"], texts.get("hi", ""), texts.get("ur", ""))
            for number, texts in levels.items()
            if "en" in texts
        }
        for item, levels in found.items()
    }


def _name(item: dict[str, Any] | None) -> str:
    if not item:
        return ""
    return " ".join((_said(item, "abbreviatedStatement") or _said(item, "fullStatement")).split())


def _gloss(item: dict[str, Any] | None) -> str:
    """The full statement, where it says more than the name."""
    full = _said(item or {}, "fullStatement").strip()
    return _cut(full, GLOSS) if full != _name(item) else ""


def _said(item: dict[str, Any], name: str) -> str:
    """A text of it as it can be kept; "" where it has none."""
    return writable(str(item.get(name) or ""))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _end(association: dict[str, Any], name: str) -> str:
    end = association.get(name)
    return str(end.get("identifier") or "") if isinstance(end, dict) else ""


def _list(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _uuid(text: str) -> uuids.UUID:
    try:
        return uuids.UUID(text)
    except ValueError:
        raise Unreadable(f"identifier {text[:60]}") from None
