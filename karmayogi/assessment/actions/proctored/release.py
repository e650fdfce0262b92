"""Telling the results of a sitting: all of them at once, each with what the proctor saw."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.proctored.settle import WAITED, awaited, settle_rest
from karmayogi.assessment.actions.submit import close_if_over, give_result
from karmayogi.assessment.engine.verdict import waiting
from karmayogi.assessment.models import ProctoredSitting
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.marks import answers_of
from karmayogi.assessment.queries.proctored.sittings import access_sitting
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Agent, Refused, System
from karmayogi.kernel.jobs import BULK, task

AT_ONCE = 20  # results that one request tells; more follow by a job

_ATTEMPTS = (
    "select attempt_id from assessment_seat where sitting_id = %s and attempt_id is not null order by attempt_id"
)
_RUNNING = """
select a.id from assessment_seat s join assessment_attempt a on a.id = s.attempt_id
where s.sitting_id = %s and a.submitted_at is null order by a.id
"""
_UNMARKED = (
    "select count(*)::int from assessment_seat where sitting_id = %s and attempt_id is not null and state <> 'present'"
)
_RELEASED = """
select person.name, t.released_at from assessment_proctoredsitting t join people_person person
on person.id = t.released_by_id where t.id = %s
"""
_LOCK = "select from assessment_attempt where id = %s for no key update"


@transaction.atomic
def release(*, actor: Actor, sitting: uuids.UUID, at: dt.datetime) -> int:
    """How many results are told, of a large sitting within the next minutes; telling twice tells nothing more. Grade
    E3 for whoever is marked present without an incident, E2 for others. Texts that persons mark follow when they are
    marked.

    Raises NotFound for whoever neither plans nor watches it, Refused while a test is running or before its end.
    """
    row = access_sitting(actor, sitting, "see")
    rows.run(f"select {SHARED}")  # before rows: see lock_marking
    found = ProctoredSitting.objects.select_for_update().get(id=row.id)
    if found.released_at is not None:
        return 0
    ids = rows.fetch(int, _ATTEMPTS, [row.id])
    settle_rest(row.id, at, last=False)
    if (missing := awaited(row.id)) and at < row.ends_at + WAITED:
        raise Refused(
            _("Answers that were handed in without network have not arrived yet. Seats: %(seats)s")
            % {"seats": ", ".join(map(str, missing))}
        )
    for id in rows.fetch(int, _RUNNING, [row.id]):
        close_if_over(by_id(id), at)
    if at < row.ends_at and (not ids or at <= row.last_entry):
        raise Refused(_("The sitting is not over yet."))
    if rows.fetch(int, _RUNNING, [row.id]):
        raise Refused(_("Somebody is still taking the test. Results are told when all have handed in."))
    settle_rest(row.id, at, last=True)
    ids = rows.fetch(int, _ATTEMPTS, [row.id])
    found.released_at, found.released_by_id = at, actor.person_id
    found.save(update_fields=["released_at", "released_by"])
    audit.record(
        "assessment:proctored:release", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
        label=f"{row.title_en}, {row.venue}"[:300],
        detail={"attempts": len(ids), "not seen by the proctor": rows.scalar(_UNMARKED, [row.id])},
    )  # fmt: skip
    if len(ids) > AT_ONCE:
        tell_results.enqueue(row.id)
        return len(ids)
    return sum(_tell(actor, id, at) for id in ids)


@task(queue_name=BULK)
def tell_results(sitting_id: int) -> None:
    """Of a large sitting, each in a transaction of its own: who takes another test waits for none of them. Run again,
    it goes on where it was."""
    name, at = rows.first(lambda *row: row, _RELEASED, [sitting_id]) or ("", clock.now())
    for id in rows.fetch(int, _ATTEMPTS, [sitting_id]):
        _tell(System(f"sitting closed by {name}"), id, at)


@transaction.atomic
def _tell(agent: Agent, id: int, at: dt.datetime) -> bool:
    """Whether there was a result to tell: texts that persons mark may be missing."""
    rows.run(f"select {SHARED}")  # before rows: see lock_marking
    rows.run(_LOCK, [id])
    attempt, answers = by_id(id), answers_of([id])[id]
    if not attempt.is_waiting or waiting(answers):
        return False
    give_result(agent=agent, attempt=attempt, answers=answers, at=at)
    return True
