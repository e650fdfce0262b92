"""Closing an attempt: marked, stored and told to learning in one transaction. Closing twice closes once."""

import datetime as dt

from django.db import transaction

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import marking
from karmayogi.assessment.engine.timing import Phase, phase
from karmayogi.assessment.engine.verdict import reckon
from karmayogi.assessment.events import AttemptSubmitted
from karmayogi.assessment.queries.marks import answers_of, terms_of
from karmayogi.assessment.types import AttemptRow, Closing
from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Agent, NotFound, System
from karmayogi.learning import api as learning

TIME_LIMIT = System("time limit of the test")

# Waits for an answer that is being saved, and makes the next one wait (see save_answer); a withdrawal of a question
# waits too, or is known to what follows.
_LOCK = f"""
with mine as (
  select negative_percent, cut_offs::text from assessment_attempt where id = %s and submitted_at is null
  for no key update
)
select mine.*, {SHARED} from mine
"""  # noqa: S608 (a constant)

# The marks first: once the attempt is closed, a trigger refuses them.
_MARKS = """
update assessment_attemptitem i set correct = m.worth = 1, worth = m.worth
from unnest(%s::smallint[], %s::numeric[]) m(position, worth)
where i.attempt_id = %s and i.position = m.position
"""

_CLOSE = """
update assessment_attempt set submitted_at = %s, closing = %s, "right" = %s, score = %s, passed = %s where id = %s
"""


@transaction.atomic
def submit(*, agent: Agent, attempt: AttemptRow, at: dt.datetime) -> bool:
    """Marks and closes the attempt; False, and nothing changed, when it is closed already.

    The caller has fetched the attempt with the right to it, or is the job that closes what is overdue. Answers saved in
    time count, whoever closes and whenever.
    """
    found = rows.first(lambda *row: row, _LOCK, [attempt.id])
    if found is None:
        return False
    terms = terms_of(attempt.questions, attempt.pass_percent, *found[:2])
    verdict = reckon(answers_of([attempt.id])[attempt.id], terms)
    closing = Closing.TIME if phase(attempt.due_at, GRACE, at) is Phase.OVER else Closing.PERSON
    rows.run(
        _MARKS, [list(verdict.worth), [marking.kept(one) for one in verdict.worth.values()], attempt.id]
    )
    rows.run(_CLOSE, [at, closing.value, verdict.right, verdict.score, verdict.passed, attempt.id])
    counted = tell_learning(attempt, verdict.passed, verdict.score, at)
    audit.record(
        "assessment:attempt:submit",
        agent=agent,
        at=at,
        kind="attempt",
        subject=attempt.uuid,
        concerns=attempt.person_id,
        detail={
            "number": attempt.number,
            "score": verdict.score,
            "passed": verdict.passed,
            "closing": closing.value,
            "counted": counted,
        },
    )
    events.announce(
        AttemptSubmitted(attempt.person_id, attempt.part_uuid, attempt.uuid, verdict.passed, verdict.score, at)
    )
    return True


def tell_learning(attempt: AttemptRow, passed: bool, score: int, at: dt.datetime) -> bool:
    """False when she has left the course meanwhile: the attempt closes all the same, or it would be open for ever."""
    try:
        learning.record_result(
            person_id=attempt.person_id,
            part_uuid=attempt.part_uuid,
            passed=passed,
            score=score,
            attempt_uuid=attempt.uuid,
            at=at,
        )
    except NotFound:
        return False
    return True


def close_if_over(attempt: AttemptRow, at: dt.datetime) -> bool:
    """Closes an open attempt whose time and grace are over. Whether it did so, or found it so."""
    if not attempt.is_open or phase(attempt.due_at, GRACE, at) is not Phase.OVER:
        return False
    submit(agent=TIME_LIMIT, attempt=attempt, at=at)
    return True
