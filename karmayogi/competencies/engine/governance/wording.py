"""What a version may say of a competency, and what differs between two wordings. Pure."""

import dataclasses
from collections.abc import Mapping
from typing import Any

AREAS = ("behavioural", "functional", "domain")
NAME, THEME, GLOSS, DESCRIPTOR = 160, 120, 2000, 1000  # characters


@dataclasses.dataclass(frozen=True, slots=True)
class Wording:
    """descriptors: level 1 to 5 -> what it looks like at work (en, hi, ur); levels may be missing."""

    area: str = "domain"
    group: str = ""
    theme_number: int = 1
    theme_en: str = ""
    theme_hi: str = ""
    theme_ur: str = ""
    name_en: str = ""
    name_hi: str = ""
    name_ur: str = ""
    gloss_en: str = ""
    gloss_hi: str = ""
    guna: str = ""
    descriptors: Mapping[int, tuple[str, str, str]] = dataclasses.field(default_factory=dict)


TEXTS = ("theme_en", "theme_hi", "theme_ur", "name_en", "name_hi", "name_ur", "gloss_en", "gloss_hi")
FIELDS = ("area", "group", "theme_number", *TEXTS, "guna")


def as_json(wording: Wording) -> dict[str, Any]:
    """For storing beside a proposal or in a plan."""
    return {name: getattr(wording, name) for name in FIELDS} | {
        "descriptors": {str(level): list(texts) for level, texts in sorted(wording.descriptors.items())}
    }


def from_json(stored: Mapping[str, Any]) -> Wording:
    """What as_json stored; names that are missing keep their defaults."""
    descriptors = {int(level): tuple(texts) for level, texts in stored.get("descriptors", {}).items()}
    return Wording(**{name: stored[name] for name in FIELDS if name in stored}, descriptors=descriptors)


def faults(wording: Wording) -> list[tuple[str, str]]:
    """(field, what: "missing" | "long" | "choice" | "level") of what cannot be stored."""
    found = [(name, "missing") for name in ("name_en", "theme_en") if not getattr(wording, name).strip()]
    for name in TEXTS:
        longest = {"theme": THEME, "name": NAME, "gloss": GLOSS}[name.partition("_")[0]]
        if len(getattr(wording, name)) > longest:
            found.append((name, "long"))
    if wording.area not in AREAS:
        found.append(("area", "choice"))
    if len(wording.group) > 12:
        found.append(("group", "long"))
    if len(wording.guna) > 30:
        found.append(("guna", "long"))
    if not 0 <= wording.theme_number <= 9999:
        found.append(("theme_number", "choice"))
    for level, texts in wording.descriptors.items():
        if not 1 <= level <= 5 or not texts[0].strip():
            found.append(("descriptors", "level"))
        elif any(len(text) > DESCRIPTOR for text in texts):
            found.append(("descriptors", "long"))
    return found


def difference(was: Wording, becomes: Wording) -> dict[str, tuple[Any, Any]]:
    """Field -> (before, after) of what changed; descriptors as level_1_en, level_1_hi, ..."""
    changed: dict[str, tuple[Any, Any]] = {
        name: (getattr(was, name), getattr(becomes, name))
        for name in FIELDS
        if getattr(was, name) != getattr(becomes, name)
    }
    for level in sorted(set(was.descriptors) | set(becomes.descriptors)):
        before, after = (one.descriptors.get(level, ("", "", "")) for one in (was, becomes))
        for language, old, new in zip(("en", "hi", "ur"), before, after, strict=True):
            if old != new:
                changed[f"level_{level}_{language}"] = (old, new)
    return changed
