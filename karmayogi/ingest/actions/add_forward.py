"""Naming another record store that gets our statements; resuming and ending that."""

import datetime as dt
import uuid as uuids
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.ingest.actions.forward import sealing_keys
from karmayogi.ingest.engine import order, sealed
from karmayogi.ingest.models import Forward
from karmayogi.ingest.policies import can_administer
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused


def add_forward(
    *, actor: Actor, name: str, url: str, key: str, secret: str, from_beginning: bool, at: dt.datetime
) -> uuids.UUID:
    """from_beginning: also what is stored already. Raises NotFound, Refused for an address that cannot be."""
    _authorise(actor)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise Refused(_("The address begins with https:// and has neither a password nor a question mark in it."))
    with transaction.atomic():
        row = Forward.objects.create(
            name=name[:100], url=url[:500], key=key[:200], secret=sealed.sealed(secret, sealing_keys()),
            sent_seq=0 if from_beginning else order.after(at), next_at=at, added_by=actor.name, added_at=at,
        )  # fmt: skip
        _record("add", actor, row, at, {"url": row.url})
    return row.uuid


def resume_forward(*, actor: Actor, forward_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Tries again from where it stopped. Raises NotFound."""
    _authorise(actor)
    with transaction.atomic():
        row = _locked(forward_uuid)
        row.parked, row.failures, row.next_at = "", 0, at
        row.save(update_fields=["parked", "failures", "next_at"])
        _record("resume", actor, row, at)


def end_forward(*, actor: Actor, forward_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Nothing is sent any more and the secret is forgotten. Repeating it changes nothing. Raises NotFound."""
    _authorise(actor)
    with transaction.atomic():
        row = _locked(forward_uuid, also_ended=True)
        if row.ended_at is None:
            row.ended_at, row.secret = at, ""
            row.save(update_fields=["ended_at", "secret"])
            _record("end", actor, row, at)


def _authorise(actor: Actor) -> None:
    if not can_administer(actor):
        raise NotFound


def _locked(forward_uuid: uuids.UUID, *, also_ended: bool = False) -> Forward:
    row = Forward.objects.select_for_update().filter(uuid=forward_uuid).first()
    if row is None or (row.ended_at is not None and not also_ended):
        raise NotFound
    return row


def _record(deed: str, actor: Actor, row: Forward, at: dt.datetime, detail: dict[str, object] | None = None) -> None:
    audit.record(
        f"ingest:forward:{deed}",
        agent=actor,
        at=at,
        kind="xapi_forward",
        subject=row.uuid,
        label=row.name,
        detail=detail,
    )
