"""What the record checker asks of assessment: a result that did not arrive is told again as it was the first time."""

import datetime as dt
from typing import Any

from karmayogi.assessment.queries.integrity import told
from karmayogi.learning import api as learning
from karmayogi.learning.types import Oddity, RecordRule


def tell_again(one: Oddity, at: dt.datetime) -> bool:
    found: Any = told.result_of(one.id)
    if found is None:
        return False
    person_id, part, passed, score, attempt = found
    learning.record_result(person_id=person_id, part_uuid=part, passed=passed, score=score, attempt_uuid=attempt, at=at)
    return True


# Slot "learning.record_rules". Marks are never changed after the submission: people decide.
RULES = (
    RecordRule("test_not_told", told.top, told.not_told, tell_again, kind="attempt"),
    RecordRule("marks_differ", told.top, told.marks_differ, kind="attempt"),
)
