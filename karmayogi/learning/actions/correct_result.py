"""The best score of a test that is not passed, after a result was worked out again by assessment."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import rows

_CORRECT = """
update learning_partprogress g set score = %(score)s, attempt_uuid = %(attempt)s,
  seen_at = greatest(g.seen_at, %(at)s::timestamptz)
from learning_part part
where part.uuid = %(part)s and part.kind = 'quiz' and g.part_id = part.id and g.person_id = %(person)s
  and g.state <> 'done'
"""


@transaction.atomic
def correct_result(
    *, person_id: int, part_uuid: uuid.UUID, score: int, attempt_uuid: uuid.UUID, at: dt.datetime
) -> None:
    """Puts this score (0 to 100) in place of the best one, lower or not. What is passed stays as it is."""
    rows.run(_CORRECT, {"score": score, "attempt": attempt_uuid, "at": at, "part": part_uuid, "person": person_id})
