"""What the SCORM run-time is told before a SCO starts: who, and where she left."""

import uuid
from typing import Any

from karmayogi.learning.queries.packages import ItemRow


def seed(standard: str, item: ItemRow, enrolment_uuid: uuid.UUID, name: str) -> dict[str, Any]:
    """cmi values by their names in the standard. The learner's id is the enrolment: packages get no other number."""
    begun = bool(item.visit)
    entry = "resume" if begun else "ab-initio"
    score = "" if item.score is None else f"{item.score:g}"
    if standard == "scorm2004":
        cmi = {
            "cmi.learner_id": str(enrolment_uuid),
            "cmi.learner_name": name,
            "cmi.credit": "credit",
            "cmi.mode": "normal",
            "cmi.entry": entry,
            "cmi.location": item.location,
            "cmi.suspend_data": item.suspend_data,
            "cmi.completion_status": item.completion or "unknown",
            "cmi.success_status": item.success or "unknown",
            "cmi.launch_data": item.launch_data,
            "cmi.total_time": f"PT{item.seconds}S",
        }
        if item.mastery_score is not None:
            cmi["cmi.scaled_passing_score"] = f"{item.mastery_score / 100:g}"
        if item.score is not None:
            cmi["cmi.score.scaled"] = f"{item.score / 100:g}"
    else:
        status = item.success if item.success in ("passed", "failed") else item.completion
        hours, rest = divmod(item.seconds, 3600)
        cmi = {
            "cmi.core.student_id": str(enrolment_uuid),
            "cmi.core.student_name": name,
            "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": "normal",
            "cmi.core.entry": entry,
            "cmi.core.lesson_location": item.location,
            "cmi.core.lesson_status": status or "not attempted",
            "cmi.core.score.raw": score,
            "cmi.core.total_time": f"{hours:04d}:{rest // 60:02d}:{rest % 60:02d}",
            "cmi.suspend_data": item.suspend_data,
            "cmi.launch_data": item.launch_data,
        }
        if item.mastery_score is not None:
            cmi["cmi.student_data.mastery_score"] = f"{item.mastery_score:g}"
    return {
        "cmi": {name: value for name, value in cmi.items() if value != ""},
        "seconds": item.seconds,
        "asset": not item.is_sco,
    }
