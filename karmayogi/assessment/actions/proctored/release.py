"""Telling the results of a sitting: all of them at once, each with what the proctor saw."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.submit import close_if_over, give_result
from karmayogi.assessment.engine.verdict import waiting
from karmayogi.assessment.models import ProctoredSitting
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.marks import answers_of
from karmayogi.assessment.queries.proctored.sittings import access_sitting
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused

_ATTEMPTS = (
    "select attempt_id from assessment_seat where sitting_id = %s and attempt_id is not null order by attempt_id"
)
_UNMARKED = (
    "select count(*)::int from assessment_seat where sitting_id = %s and attempt_id is not null and state <> 'present'"
)
_LOCK = "select from assessment_attempt where id = %s for no key update"


@transaction.atomic
def release(*, actor: Actor, sitting: uuids.UUID, at: dt.datetime) -> int:
    """How many results were told; telling twice tells nothing more. Grade E3 for whoever is marked present without an
    incident, E2 for others. Texts that persons mark follow when they are marked.

    Raises NotFound for whoever neither plans nor watches it, Refused while a test is running or before its end.
    """
    row = access_sitting(actor, sitting, "see")
    rows.run(f"select {SHARED}")  # before rows: see lock_marking
    found = ProctoredSitting.objects.select_for_update().get(id=row.id)
    if found.released_at is not None:
        return 0
    ids = rows.fetch(int, _ATTEMPTS, [row.id])
    for id in ids:
        close_if_over(by_id(id), at)
    if at < row.ends_at and (not ids or at <= row.last_entry):
        raise Refused(_("The sitting is not over yet."))
    if any(by_id(id).is_open for id in ids):
        raise Refused(_("Somebody is still taking the test. Results are told when all have handed in."))
    found.released_at, found.released_by_id = at, actor.person_id
    found.save(update_fields=["released_at", "released_by"])
    told = 0
    for id in ids:
        rows.run(_LOCK, [id])
        attempt, answers = by_id(id), answers_of([id])[id]
        if attempt.is_waiting and not waiting(answers):
            give_result(agent=actor, attempt=attempt, answers=answers, at=at)
            told += 1
    audit.record(
        "assessment:proctored:release", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
        label=f"{row.title_en}, {row.venue}"[:300],
        detail={"told": told, "not seen by the proctor": rows.scalar(_UNMARKED, [row.id])},
    )  # fmt: skip
    return told
