"""Whether papers of a sitting may be taken to a place without network, and who reads the code that opens them."""

import datetime as dt
import secrets
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.proctored.code import AHEAD
from karmayogi.assessment.engine.venue import start_code
from karmayogi.assessment.models import VenuePaper, VenueSeal
from karmayogi.assessment.policies import can_organise
from karmayogi.assessment.queries.proctored.sittings import SittingRow, access_sitting
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

_OPEN = "select 1 from assessment_proctoredsitting where id = %s and released_at is null and ends_at > %s for update"


@transaction.atomic
def offer_papers(*, actor: Actor, sitting: uuids.UUID, again: bool, at: dt.datetime) -> None:
    """again: another start code, where the first got out; what phones keep is worth nothing then and is fetched anew.
    Offering twice changes nothing. Raises NotFound for whoever plans no sittings there, Refused once it is over."""
    row = access_sitting(actor, sitting, "plan")
    if rows.scalar(_OPEN, [row.id, at]) is None:
        raise Refused(_("This sitting is over."))
    there = VenueSeal.objects.filter(sitting_id=row.id).first()
    if there is not None and not again:
        return
    if there is not None and at >= row.starts_at:
        raise Refused(_("The sitting has begun: the papers on the phones are being written."))
    VenuePaper.objects.filter(seat__sitting_id=row.id, replaced_at=None).update(replaced_at=at)
    VenueSeal.objects.update_or_create(
        sitting_id=row.id, defaults={"secret": secrets.token_bytes(32), "made_by_id": actor.person_id, "made_at": at}
    )
    audit.record(
        "assessment:venue:offer", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
        label=row.label, detail={"again": there is not None},
    )  # fmt: skip


@transaction.atomic
def read_start_code(*, actor: Actor, sitting: uuids.UUID, at: dt.datetime) -> tuple[SittingRow, str]:
    """Who plans the sitting reads it at any time, for the envelope; its proctors from half an hour before the
    beginning. Each reading is in the trail. Raises NotFound where nothing is offered, Refused before that."""
    row = access_sitting(actor, sitting, "see")
    seal = VenueSeal.objects.filter(sitting_id=row.id).first()
    if seal is None:
        raise NotFound
    if not can_organise(actor, row.office_path) and not row.starts_at - AHEAD <= at < row.ends_at:
        raise Refused(_("You find the start code here from half an hour before the beginning until the end."))
    audit.record(
        "assessment:venue:read_code", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
        label=row.label, detail={"minutes before": (row.starts_at - at) // _MINUTE},
    )  # fmt: skip
    return row, start_code(bytes(seal.secret), row.uuid)


_MINUTE = dt.timedelta(minutes=1)
