"""Giving an HR system a token of its own, and taking it back."""

import datetime as dt
import secrets
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.feeds.models import Token
from karmayogi.feeds.policies import can_feed
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.digests import digest
from karmayogi.orgs import api as orgs

LONGEST = 366


def issue_token(
    *, actor: Actor, organisation_uuid: uuids.UUID, label: str, days: int, at: dt.datetime
) -> tuple[uuids.UUID, str]:
    """(uuid of the token, the secret). The secret is answered this once; only its hash is kept.

    Raises NotFound for who does not administer the organisation, Refused for a label or a period that cannot be.
    """
    organisation = orgs.access_organisation(actor, organisation_uuid, to="staff")
    label = " ".join(label.split())
    if not label:
        raise Refused(_("Say which system will hold the token."))
    if not 1 <= days <= LONGEST:
        raise Refused(_("A token lasts from one day to a year."))
    secret = f"kys_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = Token.objects.create(
            label=label[:100], organisation_id=organisation.id, path=organisation.path, digest=digest(secret),
            hint=secret[:8], issued_by_id=actor.person_id, issued_at=at, expires_at=at + dt.timedelta(days=days),
        )  # fmt: skip
        audit.record(
            "feeds:token:issue", agent=actor, at=at, kind="token", subject=row.uuid, label=row.label,
            detail={"organisation": organisation.code, "days": days},
        )  # fmt: skip
    return row.uuid, secret


def revoke_token(*, actor: Actor, token_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Ends it at once. Repeating it changes nothing. Raises NotFound for who does not administer its organisation."""
    with transaction.atomic():
        row = Token.objects.select_for_update().filter(uuid=token_uuid).first()
        if row is None or not can_feed(actor, row.path):
            raise NotFound
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            audit.record("feeds:token:revoke", agent=actor, at=at, kind="token", subject=row.uuid, label=row.label)
