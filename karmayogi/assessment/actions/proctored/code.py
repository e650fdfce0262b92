"""The code that opens a test at its sitting."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.crypto import salted_hmac

from karmayogi.assessment.engine.sitting_code import code_from
from karmayogi.assessment.models import ProctoredSitting
from karmayogi.assessment.queries.proctored.sittings import SittingRow, access_sitting
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor

# A proctor finds it from then on: not before the room is being set up.
AHEAD = dt.timedelta(minutes=30)


def code_of(sitting: uuids.UUID, number: int) -> str:
    return code_from(salted_hmac("assessment.sitting", f"{sitting}:{number}", algorithm="sha256").digest())


def shown_code(row: SittingRow, at: dt.datetime) -> str:
    """For the page of a proctor; "" while it is not given out, and once it opens nothing any more."""
    if row.released_at is not None or not row.starts_at - AHEAD <= at < row.ends_at:
        return ""
    return code_of(row.uuid, row.code_number)


@transaction.atomic
def change_code(*, actor: Actor, sitting: uuids.UUID, at: dt.datetime) -> None:
    """Another one, where the code got out of the room. Who is in goes on."""
    row = access_sitting(actor, sitting, "watch")
    found = ProctoredSitting.objects.select_for_update().get(id=row.id)
    found.code_number += 1
    found.save(update_fields=["code_number"])
    audit.record(
        "assessment:proctored:change_code", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
        label=row.venue,
    )  # fmt: skip
