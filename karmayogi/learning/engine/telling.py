"""The xAPI profile of our own lessons: what a learner did, as a statement. Described in docs/xapi-profile.md."""

import dataclasses
import datetime as dt
import re
import uuid
from typing import Any
from urllib.parse import quote

from karmayogi.learning.engine import naming
from karmayogi.learning.types import Act, ActKind

_NAMESPACE = uuid.UUID("60470333-f66e-43fe-bd27-94fe57c8b777")
_VERBS = "http://adlnet.gov/expapi/verbs/"
_TYPES = "http://adlnet.gov/expapi/activities/"
_PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
# The words of SCORM 2004 and 1.2; what they call neutral or unanticipated is neither.
_RESULTS = {"correct": True, "incorrect": False, "wrong": False}
_INTERACTIONS = frozenset(
    (
        "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric",
        "other",
    )
)  # fmt: skip
_ISO = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?", re.ASCII)
_HOURS = re.compile(r"(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)", re.ASCII)
_TYPE = {
    "page": "lesson", "video": "media", "audio": "media", "slides": "media", "pdf": "file", "quiz": "assessment",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """An answer as a package reports it, in the words of SCORM."""

    id: str
    type: str
    response: str
    result: str
    latency: str
    correct: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PackageAct(Act):
    """What was saved or answered in a package. progress: how much of the item is done, 0 to 1."""

    progress: float | None = None
    answer: Answered | None = None


def statement(
    act: Act,
    *,
    origin: str,
    platform: str,
    person: uuid.UUID,
    enrolment: uuid.UUID,
    language: str,
    course: uuid.UUID,
    version: int,
    course_titles: dict[str, str],
    part: uuid.UUID | None = None,
    part_kind: str = "",
    part_titles: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The same act always makes the same statement, its id included: whoever tells it twice changes nothing."""
    answer = act.answer if isinstance(act, PackageAct) else None
    whole = _activity(naming.course(origin, course), "course", course_titles)
    parents = []
    about = whole
    if part is not None:
        about = _activity(naming.part(origin, part), _TYPE.get(part_kind, "lesson"), part_titles or {})
        parents = [whole]
        if act.item:
            parents = [about]
            about = _activity(f"{about['id']}/items/{quote(act.item, safe='')}", "module", {})
            if answer is not None:
                parents, about = [about], _interaction(about["id"], answer)
    places: dict[str, Any] = {"category": [{"id": f"{origin}/learning/xapi-profile/1", "definition": _PROFILE}]}
    if parents:
        places["parent"] = parents
    if act.item:
        places["grouping"] = [whole]
    if answer is not None and part is not None:
        places["grouping"] = [_activity(naming.part(origin, part), "lesson", part_titles or {}), whole]
    verb = _verb(act)
    made: dict[str, Any] = {
        "id": str(uuid.uuid5(_NAMESPACE, f"{act.kind} {enrolment} {part or ''} {act.key}")),
        "actor": naming.learner(origin, person),
        "verb": {"id": _VERBS + verb, "display": {"en": verb}},
        "object": about,
        "context": {
            "registration": str(enrolment),
            "contextActivities": places,
            "revision": str(version),
            "platform": platform,
            "language": language,
        },
        "timestamp": _text(act.at),
    }
    if result := _result(act):
        made["result"] = result
    return made


_PROFILE = {"type": _TYPES + "profile"}


def _verb(act: Act) -> str:
    match act.kind:
        case ActKind.ENROLLED:
            return "registered"
        case ActKind.OPENED:
            return "initialized"
        case ActKind.ANSWERED:
            return "answered"
        case ActKind.TESTED:
            return "passed" if act.passed else "failed"
        case ActKind.SAVED if act.passed is not None:
            return "passed" if act.passed else "failed"
        case ActKind.SAVED if not act.done:
            return "progressed"
    return "completed"


def _result(act: Act) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if act.score is not None:
        score = round(act.score, 2)
        found["score"] = {"scaled": round(score / 100, 4), "raw": score, "min": 0, "max": 100}
    if act.passed is not None:
        found["success"] = act.passed
    if act.done:
        found["completion"] = True
    if act.seconds is not None:
        found["duration"] = f"PT{act.seconds}S"
    if not isinstance(act, PackageAct):
        return found
    if act.progress is not None:
        found["extensions"] = {_PROGRESS: round(act.progress * 100)}
    if act.answer is not None:
        if act.answer.response:
            found["response"] = act.answer.response
        if act.answer.result in _RESULTS:
            found["success"] = _RESULTS[act.answer.result]
        if spent := _duration(act.answer.latency):
            found["duration"] = spent
    return found


def _interaction(item: str, answer: Answered) -> dict[str, Any]:
    """A kind that xAPI does not know stays untold, as then neither its patterns would mean anything."""
    made = _activity(f"{item}/interactions/{quote(answer.id, safe='')}", "cmi.interaction", {})
    if answer.type in _INTERACTIONS:
        made["definition"]["interactionType"] = answer.type
        if answer.correct:
            made["definition"]["correctResponsesPattern"] = list(answer.correct)
    return made


def _duration(latency: str) -> str:
    """ISO 8601 as SCORM 2004 writes it, or of the hours, minutes and seconds of SCORM 1.2."""
    if _ISO.fullmatch(latency):
        return latency
    if found := _HOURS.fullmatch(latency):
        hours, minutes, seconds = found.groups()
        return f"PT{int(hours)}H{int(minutes)}M{seconds}S"
    return ""


def _activity(iri: str, kind: str, titles: dict[str, str]) -> dict[str, Any]:
    definition: dict[str, Any] = {"type": _TYPES + kind}
    if titles:
        definition["name"] = dict(sorted(titles.items()))
    return {"objectType": "Activity", "id": iri, "definition": definition}


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
