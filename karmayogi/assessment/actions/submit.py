"""Closing an attempt: marked, stored and told to learning in one transaction. Closing twice closes once.

One with texts that persons mark is closed too, but has no result before the last of them is marked (see mark_answer);
one of a sitting has none before its results are told (see proctored/release).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.ask_markers import ask_markers
from karmayogi.assessment.actions.integrity.note_device import note_device
from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.write_to import write_to
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import marking
from karmayogi.assessment.engine.timing import Phase, phase
from karmayogi.assessment.engine.verdict import Answer, Verdict, reckon, waiting, worth
from karmayogi.assessment.events import AttemptSubmitted
from karmayogi.assessment.queries.marks import answers_of, terms_of
from karmayogi.assessment.queries.proctored.seats import was_witnessed
from karmayogi.assessment.types import AttemptRow, Closing
from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, System
from karmayogi.learning import api as learning

TIME_LIMIT = System("time limit of the test")

# Waits for an answer that is being saved, and makes the next one wait (see save_answer); a withdrawal of a question
# waits too, or is known to what follows.
_LOCK = f"""
with mine as (
  select negative_percent, cut_offs::text from assessment_attempt where id = %s and submitted_at is null
  for no key update
)
select mine.*, exists (
    select from assessment_seat s join assessment_proctoredsitting t on t.id = s.sitting_id
    where s.attempt_id = %s and t.released_at is null), {SHARED} from mine
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
_HAND_IN = "update assessment_attempt set submitted_at = %s, closing = %s where id = %s"
_TERMS = "select negative_percent, cut_offs::text from assessment_attempt where id = %s"
_RESULT = """
update assessment_attempt set "right" = %s, score = %s, passed = %s, marked_at = %s where id = %s
"""


@transaction.atomic
def submit(*, agent: Agent, attempt: AttemptRow, at: dt.datetime) -> bool:
    """Marks and closes the attempt; False, and nothing changed, when it is closed already.

    The caller has fetched the attempt with the right to it, or is the job that closes what is overdue. Answers saved in
    time count, whoever closes and whenever.
    """
    found = rows.first(lambda *row: row, _LOCK, [attempt.id, attempt.id])
    if found is None:
        return False
    answers = answers_of([attempt.id])[attempt.id]
    closing = Closing.TIME if phase(attempt.due_at, GRACE, at) is Phase.OVER else Closing.PERSON
    if isinstance(agent, Actor):
        note_device(actor=agent, attempt=attempt, at=at)
    texts = waiting(answers)
    if texts or found[2]:  # or made at a sitting whose results are not told yet
        _hand_in(agent, attempt, answers, texts, closing, at)
        return True
    verdict = reckon(answers, terms_of(attempt.questions, attempt.pass_percent, *found[:2]))
    _mark(attempt, verdict.worth)
    rows.run(_CLOSE, [at, closing.value, verdict.right, verdict.score, verdict.passed, attempt.id])
    _say(agent, attempt, "submit", verdict, at, closing=closing.value)
    return True


def give_result(*, agent: Agent, attempt: AttemptRow, answers: Sequence[Answer], at: dt.datetime) -> None:
    """The result of an attempt that waits for no text any more, by a last mark, a withdrawal or the release of its
    sitting, and a mail of it: its author sits at no page of it then. The caller has locked the attempt and asked
    whether it is held."""
    terms = rows.first(lambda *row: row, _TERMS, [attempt.id]) or (0, "{}")
    verdict = reckon(answers, terms_of(attempt.questions, attempt.pass_percent, *terms))
    _mark(attempt, verdict.worth)
    rows.run(_RESULT, [verdict.right, verdict.score, verdict.passed, at, attempt.id])
    _say(agent, attempt, "mark", verdict, at, witnessed=was_witnessed(attempt.id))
    if attempt.person_id is not None:
        write_to([attempt.person_id], lambda _person: [_marked(verdict.score)])


def _marked(score: int) -> tuple[str, str]:
    text = _("All answers of your test are marked. Your result is %(score)s%%; it stands on the page of the test.")
    return _("Your test is marked"), text % {"score": score}


def _hand_in(
    agent: Agent,
    attempt: AttemptRow,
    answers: Sequence[Answer],
    texts: Sequence[int],
    closing: Closing,
    at: dt.datetime,
) -> None:
    """What needs no person is marked; the texts are asked for."""
    _mark(attempt, {one.position: worth(one) for one in answers if one.position not in texts})
    rows.run(_HAND_IN, [at, closing.value, attempt.id])
    if texts:
        ask_markers(attempt=attempt, positions=texts, at=at)
    audit.record(
        "assessment:attempt:submit", agent=agent, at=at, kind="attempt", subject=attempt.uuid,
        concerns=attempt.person_id,
        detail={"number": attempt.number, "closing": closing.value, "waiting": len(texts)},
    )  # fmt: skip


def _mark(attempt: AttemptRow, found: Mapping[int, Fraction]) -> None:
    rows.run(_MARKS, [list(found), [marking.kept(one) for one in found.values()], attempt.id])


def _say(
    agent: Agent, attempt: AttemptRow, verb: str, verdict: Verdict, at: dt.datetime, *, witnessed: bool = False,
    **more: Any,
) -> None:  # fmt: skip
    """To learning, the trail and whoever listens. Of whoever has no account nobody else knows: the trail alone."""
    counted = tell_learning(attempt, verdict.passed, verdict.score, at, witnessed=witnessed)
    audit.record(
        f"assessment:attempt:{verb}",
        agent=agent,
        at=at,
        kind="attempt",
        subject=attempt.uuid,
        concerns=attempt.person_id,
        detail={
            "number": attempt.number,
            "score": verdict.score,
            "passed": verdict.passed,
            "counted": counted,
            **more,
        },
    )
    if attempt.person_id is None:
        return
    events.announce(
        AttemptSubmitted(attempt.person_id, attempt.part_uuid, attempt.uuid, verdict.passed, verdict.score, at)
    )


def tell_learning(attempt: AttemptRow, passed: bool, score: int, at: dt.datetime, *, witnessed: bool) -> bool:
    """False when she has left the course meanwhile: the attempt closes all the same, or it would be open for ever."""
    if attempt.person_id is None:
        return False
    try:
        learning.record_result(
            person_id=attempt.person_id,
            part_uuid=attempt.part_uuid,
            passed=passed,
            score=score,
            attempt_uuid=attempt.uuid,
            witnessed=witnessed,
            fresh=True,
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
