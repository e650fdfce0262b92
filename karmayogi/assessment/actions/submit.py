"""Closing an attempt: marked, stored and told to learning in one transaction. Closing twice closes once."""

import datetime as dt
import json
from fractions import Fraction

from django.db import transaction

from karmayogi.assessment.actions.integrity.note_device import note_device
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import kinds, marking
from karmayogi.assessment.engine.timing import Phase, phase
from karmayogi.assessment.events import AttemptSubmitted
from karmayogi.assessment.types import AttemptRow, Closing
from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, System
from karmayogi.learning import api as learning

TIME_LIMIT = System("time limit of the test")

# Waits for an answer that is being saved, and makes the next one wait (see save_answer).
_LOCK = """
select negative_percent, cut_offs::text from assessment_attempt where id = %s and submitted_at is null
for no key update
"""

_ANSWERS = """
select i.position, i.section, i.chosen, q.kind, q.body::text,
  coalesce((select json_agg(json_build_object('key', o.key, 'correct', o.correct, 'weight', o.weight::text))
            from assessment_option o where o.item_id = i.item_id), '[]')::text
from assessment_attemptitem i join assessment_item q on q.id = i.item_id
where i.attempt_id = %s
order by i.position
"""

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
    terms = rows.first(lambda *row: row, _LOCK, [attempt.id])
    if terms is None:
        return False
    negative, cut_offs = terms
    answers = rows.fetch(lambda *row: row, _ANSWERS, [attempt.id])
    worth = {
        position: kinds.award(kinds.asked(kind, json.loads(options), json.loads(body)), chosen)
        for position, _section, chosen, kind, body, options in answers
    }
    right = sum(one == 1 for one in worth.values())
    sections: dict[int, tuple[Fraction, int]] = {}
    for position, section, chosen, *_rest in answers:
        one = marking.gained(worth[position], answered=bool(chosen), negative_percent=negative)
        before, asked = sections.get(section, (Fraction(0), 0))
        sections[section] = before + one, asked + 1
    score = marking.per_cent(sum((gained for gained, _asked in sections.values()), Fraction(0)), attempt.questions)
    needed = {int(section): percent for section, percent in json.loads(cut_offs).items()}
    passed = marking.passes(score, attempt.pass_percent) and marking.meets_cut_offs(sections, needed)
    closing = Closing.TIME if phase(attempt.due_at, GRACE, at) is Phase.OVER else Closing.PERSON
    rows.run(_MARKS, [list(worth), [marking.kept(one) for one in worth.values()], attempt.id])
    rows.run(_CLOSE, [at, closing.value, right, score, passed, attempt.id])
    if isinstance(agent, Actor):
        note_device(actor=agent, attempt=attempt, at=at)
    counted = _tell_learning(attempt, passed, score, at)
    audit.record(
        "assessment:attempt:submit",
        agent=agent,
        at=at,
        kind="attempt",
        subject=attempt.uuid,
        concerns=attempt.person_id,
        detail={
            "number": attempt.number,
            "score": score,
            "passed": passed,
            "closing": closing.value,
            "counted": counted,
        },
    )
    events.announce(AttemptSubmitted(attempt.person_id, attempt.part_uuid, attempt.uuid, passed, score, at))
    return True


def _tell_learning(attempt: AttemptRow, passed: bool, score: int, at: dt.datetime) -> bool:
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
