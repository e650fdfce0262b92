"""Marking an answer by its rubric; with its last mark the attempt gets its result, as if it had been marked at once."""

import datetime as dt
import json
import uuid as uuids
from collections.abc import Mapping
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.submit import give_result
from karmayogi.assessment.engine import kinds, marking
from karmayogi.assessment.engine.rubric import are_close, settled
from karmayogi.assessment.engine.verdict import waiting
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.marking import Task, access_agreed, access_task, next_free
from karmayogi.assessment.queries.marks import answers_of
from karmayogi.assessment.queries.proctored.seats import is_held
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused, System
from karmayogi.kernel.ids import uuid7

# Who marked is not told to whoever wrote: neither side knows the other.
MARKERS = System("marks of the test")

_TAKE = "update assessment_marking set marker_id = %s, taken_at = %s where id = %s returning uuid"
# All marks of one attempt come one after the other, so that the last of them knows that it is the last.
_LOCK = "select from assessment_attempt where id = %s for no key update"
_MARK = """
update assessment_marking set points = %s::jsonb, worth = %s, remark = %s, done_at = %s
where id = %s and marker_id = %s and done_at is null
"""
_MARKS = """
select worth, asked from assessment_marking where attempt_id = %s and position = %s and done_at is not null
order by number
"""
_ONE_MORE = """
insert into assessment_marking (uuid, attempt_id, position, item_id, number, asked, peer, organisation_path, asked_at,
  remark)
select %s, attempt_id, position, item_id, number + 1, asked, false, organisation_path, %s, '' from assessment_marking
where attempt_id = %s and position = %s order by number desc limit 1
on conflict (attempt_id, position, number) do nothing
"""
_OPEN = "select count(*)::int from assessment_marking where attempt_id = %s and position = %s and done_at is null"
_WORTH = """
update assessment_attemptitem set worth = %s, correct = %s where attempt_id = %s and position = %s and worth is null
"""
_TRIED = """
insert into assessment_agreedmark (item_id, key, marker_id, points, close, at) values (%s, %s, %s, %s, %s, %s)
on conflict (marker_id, item_id, key) do update set points = excluded.points, close = excluded.close, at = excluded.at
"""


@transaction.atomic
def take_next(*, actor: Actor, at: dt.datetime) -> uuids.UUID | None:
    """Takes the answer that waits longest among those that the actor may mark; None when there is none. One that was
    taken before and is not marked comes first."""
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assessment.take {actor.person_id}"])
    id = next_free(actor, at)
    return None if id is None else rows.scalar(_TAKE, [actor.person_id, at, id])


@transaction.atomic
def mark_answer(*, actor: Actor, uuid: uuids.UUID, points: Mapping[str, int], remark: str, at: dt.datetime) -> bool:
    """Once: repeating it changes nothing, and is answered False. Raises NotFound for an answer that the actor has not
    taken, and Refused for points that the rubric does not give."""
    task = access_task(actor, uuid)
    worth = _worth(task.body, points)
    rows.run(f"select {SHARED}")  # before the row: see lock_marking
    rows.run(_LOCK, [task.attempt_id])
    given = json.dumps(dict(points), sort_keys=True)
    kept = marking.kept(worth)
    if not rows.run(_MARK, [given, kept, remark.strip()[:500], at, task.id, actor.person_id]):
        access_task(actor, uuid)  # somebody else may have taken it meanwhile
        return False
    audit.record(
        "assessment:answer:mark", agent=actor, at=at, kind="marking", subject=uuid,
        detail={"worth": str(kept), "peer": task.peer},
    )  # fmt: skip
    found = rows.fetch(lambda worth, asked: (Fraction(worth), asked), _MARKS, [task.attempt_id, task.position])
    value = settled([one for one, _asked in found], found[0][1])
    if value is not None:
        rows.run(_WORTH, [marking.kept(value), value == 1, task.attempt_id, task.position])
        _conclude(task, at)
    elif not rows.scalar(_OPEN, [task.attempt_id, task.position]):
        rows.run(_ONE_MORE, [uuid7(), at, task.attempt_id, task.position])
    return True


def _conclude(task: Task, at: dt.datetime) -> None:
    """The result, when this was the last answer of the attempt that waited."""
    attempt = by_id(task.attempt_id)
    answers = answers_of([attempt.id])[attempt.id]
    if waiting(answers) or not attempt.is_waiting or is_held(attempt.id):
        return
    give_result(agent=MARKERS, attempt=attempt, answers=answers, at=at)


def try_agreed(*, actor: Actor, item_uuid: uuids.UUID, key: str, points: Mapping[str, int], at: dt.datetime) -> bool:
    """Marks an answer whose marks were agreed on before; whether the actor came close to them. Raises NotFound and
    Refused as mark_answer."""
    agreed = access_agreed(actor, item_uuid, key)
    worth = _worth(agreed.body, points)
    close = are_close([worth, kinds.award_by_rubric(agreed.body, agreed.points)])
    given = json.dumps(dict(points), sort_keys=True)
    with transaction.atomic():
        rows.run(_TRIED, [agreed.item_id, key, actor.person_id, given, close, at])
        audit.record(
            "assessment:answer:try", agent=actor, at=at, kind="question", subject=item_uuid, label=key,
            detail={"close": close},
        )  # fmt: skip
    return close


def _worth(body: Mapping[str, object], points: Mapping[str, int]) -> Fraction:
    try:
        return kinds.award_by_rubric(body, points)
    except kinds.NotAnAnswer as error:
        raise Refused(_("Give each line of the rubric points, from 0 to what it gives at most.")) from error
