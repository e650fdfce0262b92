"""What the SCORM run-time is told before a SCO starts: who, and where she left."""

import dataclasses
import uuid
from typing import Any

from karmayogi.learning.engine import cmi
from karmayogi.learning.queries.packages import ItemRow


@dataclasses.dataclass(frozen=True, slots=True)
class Attempt:
    """Of an activity in a tree. record: what it begins with when nothing of this attempt was kept. choices: where she
    may go from it."""

    number: int
    record: cmi.Record
    threshold: str
    forward: bool
    back: bool
    choices: list[str]


def seed(
    standard: str, item: ItemRow, enrolment_uuid: uuid.UUID, name: str, attempt: Attempt | None = None
) -> dict[str, Any]:
    """cmi values by their names in the standard. The learner's id is the enrolment: packages get no other number."""
    record, begun, seconds = cmi.read(item.record), bool(item.visit), item.seconds
    completion, success, score = item.completion, item.success, item.score
    if attempt is not None:
        # An attempt has what it said itself; what is kept of the person for ever is the best of all.
        if item.attempt != attempt.number:
            record, begun, seconds = attempt.record, False, 0
            item = dataclasses.replace(item, location="", suspend_data="")
        scaled = cmi.number(record.scaled)
        completion, success, score = record.completion, record.success, None if scaled is None else scaled * 100
    entry = cmi.entry(record, begun=begun)
    if standard == "scorm2004":
        told = {
            "cmi.learner_id": str(enrolment_uuid),
            "cmi.learner_name": name,
            "cmi.credit": "credit",
            "cmi.mode": "normal",
            "cmi.entry": entry,
            "cmi.location": item.location,
            "cmi.suspend_data": item.suspend_data,
            "cmi.completion_status": completion or "unknown",
            "cmi.success_status": success or "unknown",
            "cmi.launch_data": item.launch_data,
            "cmi.total_time": f"PT{seconds}S",
            "cmi.completion_threshold": "" if attempt is None else attempt.threshold,
        }
        if item.mastery_score is not None:
            told["cmi.scaled_passing_score"] = f"{item.mastery_score / 100:g}"
        if score is not None:
            told["cmi.score.scaled"] = f"{score / 100:g}"
    else:
        status = success if success in ("passed", "failed") else completion
        hours, rest = divmod(seconds, 3600)
        told = {
            "cmi.core.student_id": str(enrolment_uuid),
            "cmi.core.student_name": name,
            "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": "normal",
            "cmi.core.entry": entry,
            "cmi.core.lesson_location": item.location,
            "cmi.core.lesson_status": status or "not attempted",
            "cmi.core.score.raw": "" if score is None else f"{score:g}",
            "cmi.core.total_time": f"{hours:04d}:{rest // 60:02d}:{rest % 60:02d}",
            "cmi.suspend_data": item.suspend_data,
            "cmi.launch_data": item.launch_data,
        }
        if item.mastery_score is not None:
            told["cmi.student_data.mastery_score"] = f"{item.mastery_score:g}"
    told |= cmi.given_back(record, standard)
    found: dict[str, Any] = {
        "cmi": {name: value for name, value in told.items() if value != ""},
        "seconds": item.seconds,
        "asset": not item.is_sco,
    }
    if attempt is not None:
        found["nav"] = {"continue": attempt.forward, "previous": attempt.back, "choices": attempt.choices}
    return found
