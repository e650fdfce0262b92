"""Somebody of the office decides on a check, where the officer asks for it or too few colleagues answered."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused
from karmayogi.learning.actions.onthejob.settle_check import prove
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, PeerAsk
from karmayogi.learning.queries.onthejob.checks import access_appeal
from karmayogi.orgs import api as orgs

_S = ApplicationCheck.State


@transaction.atomic
def decide_check(*, actor: Actor, check: uuids.UUID, shown: bool, reason: str, declared: bool, at: dt.datetime) -> None:
    """Once, with a reason that the officer reads. Raises NotFound where it is not the actor's to decide, Refused with a
    conflict of interest."""
    found = access_appeal(actor, check)
    row = ApplicationCheck.objects.select_for_update().get(pk=found.id)
    if row.state != _S.APPEALED:
        raise Refused(_("Somebody has decided on this already."))
    on = clock.day(at)
    if orgs.supervises(row.person_id, actor.person_id, on) or orgs.supervises(actor.person_id, row.person_id, on):
        raise Refused(_("You and this officer are in one reporting line: somebody else has to decide."))
    if PeerAsk.objects.filter(attempt__check_of=row, peer_id=actor.person_id).exists():
        raise Refused(_("You were one of the colleagues who were asked: somebody else has to decide."))
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise Refused(_("Give your reasons: the officer reads them."))
    if not declared:
        raise Refused(_("Confirm that you are neither related to this person nor have an interest of your own."))
    row.state = _S.SHOWN if shown else _S.REFUSED
    row.decided_by_id, row.decided_at, row.decision = actor.person_id, at, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    ApplicationTry.objects.filter(check_of=row, shown=None).update(shown=shown, decided_at=at)  # colleagues did not
    audit.record(
        "learning:check:decide", agent=actor, at=at, kind="application check", subject=row.uuid,
        concerns=row.person_id, why=reason[:300], detail={"shown": shown},
    )  # fmt: skip
    if shown:
        prove(row, agent=actor, observer_id=actor.person_id, context=reason, at=at)
