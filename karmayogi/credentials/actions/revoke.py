"""Revoking a certificate: for good, with a reason, in front of everybody who checks it."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials.events import Replaced, Revoked
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.queries.certificates import access_certificate
from karmayogi.credentials.types import Reason
from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, Agent, Refused

OF_ACTS = (Reason.REPLACED, Reason.UNDONE)  # by what is done, and by nobody's word
# PostgreSQL counts bits from the lowest of each byte, the standard from the highest.
FLIP = "update credentials_statuslist set bits = set_bit(bits, (%s::bigint # 7), 1) where id = %s"


def revoke(*, actor: Actor, certificate_uuid: uuid.UUID, reason: str, at: dt.datetime, note: str = "") -> None:
    """Revokes the certificate. reason: a value of Reason. note: the words behind it, for the audit trail.

    Raises NotFound when it is not hers to revoke, Refused when it is revoked already or nothing explains it.
    """
    kind = Reason(reason)
    if kind in OF_ACTS:
        raise ValueError("no reason that somebody gives")
    if kind is Reason.OTHER and not note.strip():
        raise Refused(_("Say why: the reason is kept in the record of this certificate."))
    row = access_certificate(actor, certificate_uuid, to="revoke", on=clock.day(at))
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=row.id)
        if certificate.revoked_at is not None:
            raise Refused(_("This certificate is revoked already."))
        revoke_row(certificate, agent=actor, by=actor.person_id, reason=kind, note=note, at=at)


def revoke_row(
    certificate: Certificate, *, agent: Agent, by: int | None, reason: Reason, note: str, at: dt.datetime
) -> None:
    """Revokes a certificate that the caller has locked, in the caller's transaction."""
    certificate.revoked_at = at
    certificate.revoked_by_id = by
    certificate.revoked_reason = reason.value
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    rows.run(FLIP, [certificate.status_place, certificate.status_list_id])
    audit.record(
        "credentials:certificate:revoke", agent=agent, at=at, kind="certificate", subject=certificate.uuid,
        label=f"{certificate.code} {certificate.title_en}", concerns=certificate.person_id,
        why=note.strip() or reason.value, detail={"reason": reason.value},
    )  # fmt: skip
    if reason is Reason.UNDONE:
        events.announce(Replaced(certificate.uuid, at))
    else:
        events.announce(Revoked(certificate.ref_kind, certificate.ref_uuid, certificate.person_id, at))
