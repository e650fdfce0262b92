"""What an H5P exercise says of a learner, brought into a statement of ours.

Everything in it is a browser's claim, so only what is understood is taken over: the verb, the result, what was asked.
Who, where and in which course is ours to say.
"""

import dataclasses
import math
import re
import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

from karmayogi.kernel.markup import writable

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,300}")
_SUB = re.compile(r"[A-Za-z0-9-]{1,60}")
_DURATION = re.compile(r"PT\d{1,9}(?:\.\d{1,4})?S")
_LIBRARY = re.compile(r"http://h5p\.org/libraries/[A-Za-z0-9.-]{1,140}")
_LISTS = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "true-false": (),
    "fill-in": (),
    "long-fill-in": (),
    "numeric": (),
    "other": (),
}
# Of the exercise itself, these verbs with a result say that it was gone through.
_ENDS = frozenset({"completed", "answered", "passed", "failed", "mastered"})


@dataclasses.dataclass(frozen=True, slots=True)
class Where:
    """Whose statement it is and where. part, course: activity ids; learner: an agent."""

    learner: dict[str, Any]
    registration: uuid.UUID
    part: str
    course: str


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """The whole exercise was gone through. score: per cent, None where it gives none."""

    score: float | None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, most: int) -> str:
    return writable(value)[:most] if isinstance(value, str) else ""


def _said(value: Any, most: int) -> dict[str, str]:
    """A language map; H5P calls every language en-US, whatever it is."""
    first = next((text for text in _dict(value).values() if isinstance(text, str) and text.strip()), "")
    return {"und": _text(first, most)} if first else {}


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) < 1e9 else None


def sub_content(told: dict[str, Any]) -> str:
    """Which exercise inside the exercise it is about; "" for the whole."""
    raw = _dict(told.get("object")).get("id")
    try:
        found = parse_qs(urlsplit(raw).query).get("subContentId", [""])[0] if isinstance(raw, str) else ""
    except ValueError:
        return "-"
    return found if not found or _SUB.fullmatch(found) else "-"


def ended(told: dict[str, Any]) -> Ended | None:
    """Whether the statement says that the whole exercise was gone through."""
    verb, result = _dict(told.get("verb")).get("id"), _dict(told.get("result"))
    if sub_content(told) or not isinstance(verb, str) or verb.rpartition("/")[2] not in _ENDS:
        return None
    score = _score(result)
    if result.get("completion") is not True and not score:
        return None
    return Ended(score["scaled"] * 100 if score.get("max") else None)


def statement(told: dict[str, Any], where: Where, key: uuid.UUID) -> dict[str, Any] | None:
    """The statement to be stored, or None for one whose verb is none. key: its id."""
    verb = _dict(told.get("verb"))
    if not isinstance(verb.get("id"), str) or not _IRI.fullmatch(verb["id"]):
        return None
    inner = sub_content(told)
    parents = [{"id": where.part}] if inner else []
    found = {
        "id": str(key),
        "actor": where.learner,
        "verb": {"id": verb["id"], "display": {"en": _text(verb["id"].rpartition("/")[2], 60) or "did"}},
        "object": {
            "objectType": "Activity",
            "id": f"{where.part}?subContentId={inner}" if inner else where.part,
            "definition": _definition(_dict(_dict(told.get("object")).get("definition"))),
        },
        "context": {
            "registration": str(where.registration),
            "contextActivities": {
                "grouping": [{"id": where.course}],
                **({"parent": parents} if parents else {}),
                **_category(told),
            },
        },
    }
    result = _result(_dict(told.get("result")))
    return {**found, "result": result} if result else found


def _category(told: dict[str, Any]) -> dict[str, Any]:
    named = _dict(_dict(told.get("context")).get("contextActivities")).get("category")
    for one in named if isinstance(named, list) else []:
        library = _dict(one).get("id")
        if isinstance(library, str) and _LIBRARY.fullmatch(library):
            return {"category": [{"id": library}]}
    return {}


def _score(result: dict[str, Any]) -> dict[str, float]:
    told = _dict(result.get("score"))
    raw, most = _number(told.get("raw")), _number(told.get("max"))
    least = _number(told.get("min")) or 0.0
    if raw is None or most is None or not least < most:
        return {}
    raw = max(least, min(raw, most))
    return {"min": least, "max": most, "raw": raw, "scaled": round((raw - least) / (most - least), 4)}


def _result(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if score := _score(told):
        found["score"] = score
    for name in ("success", "completion"):
        if isinstance(told.get(name), bool):
            found[name] = told[name]
    if response := _text(told.get("response"), 5000):
        found["response"] = response
    if isinstance(told.get("duration"), str) and _DURATION.fullmatch(told["duration"]):
        found["duration"] = told["duration"]
    return found


def _definition(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, most in (("name", 250), ("description", 2000)):
        if said := _said(told.get(name), most):
            found[name] = said
    if isinstance(told.get("type"), str) and _IRI.fullmatch(told["type"]):
        found["type"] = told["type"]
    kind = told.get("interactionType")
    if not isinstance(kind, str) or kind not in _LISTS:
        return found
    found |= {"type": "http://adlnet.gov/expapi/activities/cmi.interaction", "interactionType": kind}
    pattern = told.get("correctResponsesPattern")
    if isinstance(pattern, list) and pattern and all(isinstance(one, str) for one in pattern):
        found["correctResponsesPattern"] = [_text(one, 2000) for one in pattern[:50]]
    for name in _LISTS[kind]:
        if listed := _components(told.get(name)):
            found[name] = listed
    return found


def _components(value: Any) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in value[:100] if isinstance(value, list) else []:
        key = _dict(one).get("id")
        if isinstance(key, str | int) and not isinstance(key, bool) and str(key).strip():
            name = _text(str(key), 100)
            said = _said(_dict(one).get("description"), 1000)
            found[name] = {"id": name, **({"description": said} if said else {})}
    return list(found.values())
