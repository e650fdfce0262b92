"""What a SCO keeps beyond place and result: its answers, objectives, comments, preferences, and how it was left.

Values stay the texts that the content wrote, so that it gets back exactly those; bounded in number and in all.
"""

import math
from typing import Annotated, Any

import msgspec

MAX_BYTES = 256 * 1024
_Short = Annotated[str, msgspec.Meta(max_length=250)]
_Text = Annotated[str, msgspec.Meta(max_length=4_000)]
_SUSPENDED = ("suspend", "logout")


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An interaction. objectives: identifiers; correct: patterns."""

    id: _Text = ""
    type: _Short = ""
    timestamp: _Short = ""
    weighting: _Short = ""
    response: Annotated[str, msgspec.Meta(max_length=64_000)] = ""
    result: _Short = ""
    latency: _Short = ""
    description: _Text = ""
    objectives: Annotated[tuple[_Text, ...], msgspec.Meta(max_length=20)] = ()
    correct: Annotated[tuple[_Text, ...], msgspec.Meta(max_length=20)] = ()


class Goal(msgspec.Struct, frozen=True, omit_defaults=True):
    """An objective as the content reports it."""

    id: _Text = ""
    success: _Short = ""
    completion: _Short = ""
    progress: _Short = ""
    scaled: _Short = ""
    raw: _Short = ""
    min: _Short = ""
    max: _Short = ""
    description: _Text = ""


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    text: _Text = ""
    location: _Short = ""
    timestamp: _Short = ""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """completion to max: as they were said last; what is kept of them for ever is elsewhere. ended: the content said
    goodbye, with `exit`; a window that was closed says nothing."""

    completion: _Short = ""
    success: _Short = ""
    scaled: _Short = ""
    raw: _Short = ""
    min: _Short = ""
    max: _Short = ""
    progress: _Short = ""
    exit: _Short = ""
    ended: bool = False
    interactions: Annotated[tuple[Answer, ...], msgspec.Meta(max_length=500)] = ()
    objectives: Annotated[tuple[Goal, ...], msgspec.Meta(max_length=200)] = ()
    comments: Annotated[tuple[Comment, ...], msgspec.Meta(max_length=250)] = ()
    preferences: Annotated[dict[_Short, _Short], msgspec.Meta(max_length=8)] = {}

    @property
    def suspended(self) -> bool:
        return self.exit in _SUSPENDED


NOTHING = Record()
_decode = msgspec.json.Decoder(Record).decode
_encode = msgspec.json.Encoder().encode


def read(text: str) -> Record:
    """What `written` wrote; "" is an empty one."""
    return _decode(text) if text else NOTHING


def written(record: Record) -> str:
    """A NUL is nothing that a database keeps."""
    text = _encode(record).decode()
    return text if "\\u0000" not in text else _encode(_clean(msgspec.to_builtins(record))).decode()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def entry(record: Record, *, begun: bool) -> str:
    """How the content is entered, by how it was left. A window that was closed is no leaving: it goes on."""
    if not begun:
        return "ab-initio"
    return "resume" if record.suspended or not record.ended else ""


def given_back(record: Record, standard: str) -> dict[str, str]:
    """cmi names and values of what was kept, for the run-time to be loaded with."""
    newer = standard == "scorm2004"
    found: dict[str, str] = {}
    for n, goal in enumerate(record.objectives):
        stem = f"cmi.objectives.{n}"
        found |= {f"{stem}.id": goal.id, f"{stem}.score.raw": goal.raw}
        found |= {f"{stem}.score.min": goal.min, f"{stem}.score.max": goal.max}
        if newer:
            found |= {
                f"{stem}.success_status": goal.success,
                f"{stem}.completion_status": goal.completion,
                f"{stem}.progress_measure": goal.progress,
                f"{stem}.score.scaled": goal.scaled,
                f"{stem}.description": goal.description,
            }
        else:
            found[f"{stem}.status"] = goal.completion
    for n, one in enumerate(record.interactions):
        stem = f"cmi.interactions.{n}"
        response, moment = ("learner_response", "timestamp") if newer else ("student_response", "time")
        found |= {f"{stem}.id": one.id, f"{stem}.type": one.type}
        found |= {f"{stem}.objectives.{m}.id": text for m, text in enumerate(one.objectives)}
        found |= {f"{stem}.correct_responses.{m}.pattern": text for m, text in enumerate(one.correct)}
        found |= {
            f"{stem}.{moment}": one.timestamp,
            f"{stem}.weighting": one.weighting,
            f"{stem}.{response}": one.response,
            f"{stem}.result": one.result,
            f"{stem}.latency": one.latency,
        }
        if newer:
            found[f"{stem}.description"] = one.description
    if newer:
        for n, comment in enumerate(record.comments):
            stem = f"cmi.comments_from_learner.{n}"
            found |= {
                f"{stem}.comment": comment.text,
                f"{stem}.location": comment.location,
                f"{stem}.timestamp": comment.timestamp,
            }
        found["cmi.progress_measure"] = record.progress
        found |= {f"cmi.score.{name}": getattr(record, name) for name in ("raw", "min", "max")}
    elif record.comments:
        found["cmi.comments"] = record.comments[0].text
    stem = "cmi.learner_preference" if newer else "cmi.student_preference"
    found |= {f"{stem}.{name}": value for name, value in record.preferences.items() if name.replace("_", "").isalpha()}
    return found
