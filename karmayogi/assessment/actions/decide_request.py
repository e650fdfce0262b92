"""Allowing one more attempt or more time, or not."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.queries.requests import access_request
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused

_DECIDE = """
update assessment_attemptrequest set decided_at = %s, decided_by_id = %s, granted = %s, note = %s
where id = %s and decided_at is null
"""


@transaction.atomic
def decide_request(*, actor: Actor, request_uuid: uuid.UUID, granted: bool, note: str, at: dt.datetime) -> None:
    """Decides once; the learner reads the note. Declining needs one.

    Raises NotFound for a request of somebody outside the actor's subtree and Refused when it is decided already.
    """
    row = access_request(actor, request_uuid)
    note = note.strip()[:500]
    if not granted and not note:
        raise Refused(_("Say why you decline: the learner reads it."))
    if not rows.run(_DECIDE, [at, actor.account_id, granted, note, row.id]):
        raise Refused(_("Somebody has decided on this request already."))
    audit.record(
        "assessment:request:grant" if granted else "assessment:request:decline",
        agent=actor,
        at=at,
        kind="attempt request",
        subject=request_uuid,
        concerns=row.person_id,
        why=note,
        detail={"extra_percent": row.extra_percent} if row.extra_percent else None,
    )
