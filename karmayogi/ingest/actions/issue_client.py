"""Giving a system a credential of the record store, a new secret for it, and ending it."""

import datetime as dt
import secrets
import uuid as uuids
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.ingest.engine.actors import check_agent
from karmayogi.ingest.models import Client
from karmayogi.ingest.policies import can_administer
from karmayogi.ingest.types import Agent as XapiAgent
from karmayogi.ingest.types import Issued, Scope
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.kernel.digests import digest


def issue_client(
    *,
    agent: Agent,
    name: str,
    scopes: Collection[Scope],
    at: dt.datetime,
    organisation: str = "",
    organisation_uuid: uuids.UUID | None = None,
    authority: XapiAgent | None = None,
    rate: int | None = None,
) -> Issued:
    """The secret is answered this once; only its hash is kept.

    authority: the agent that vouches for its statements, where it is not to be made of the key. rate: requests in a
    minute. Raises NotFound for who does not administer the store, Refused for a name or scopes that cannot be, Invalid
    for an authority that is no agent.
    """
    _authorise(agent)
    name = " ".join(name.split())[:100]
    if not name:
        raise Refused(_("Say which system will hold the credential."))
    if not scopes:
        raise Refused(_("Choose at least one thing that the system may do."))
    if authority is not None:
        check_agent(authority, where="authority")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Client.objects.create(
            name=name, key=secrets.token_hex(12), digest=digest(secret), scopes=sorted(scopes),
            organisation=organisation[:200], organisation_uuid=organisation_uuid, authority=authority, rate=rate,
            issued_by=_name(agent), issued_at=at,
        )  # fmt: skip
        _record("issue", agent, row, at, {"scopes": row.scopes, "key": row.key})
    return Issued(row.uuid, row.key, secret)


def rotate_client(*, agent: Agent, client_uuid: uuids.UUID, at: dt.datetime) -> Issued:
    """A new secret; the one before is refused from now on. Raises NotFound, also for one that is ended."""
    _authorise(agent)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = _locked(client_uuid)
        if row.disabled_at is not None:
            raise NotFound
        row.digest, row.rotated_at = digest(secret), at
        row.save(update_fields=["digest", "rotated_at"])
        _record("rotate", agent, row, at)
    return Issued(row.uuid, row.key, secret)


def end_client(*, agent: Agent, client_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Refused from now on. Repeating it changes nothing. Raises NotFound."""
    _authorise(agent)
    with transaction.atomic():
        row = _locked(client_uuid)
        if row.disabled_at is None:
            row.disabled_at = at
            row.save(update_fields=["disabled_at"])
            _record("end", agent, row, at)


def _authorise(agent: Agent) -> None:
    if isinstance(agent, Actor) and not can_administer(agent):
        raise NotFound


def _locked(client_uuid: uuids.UUID) -> Client:
    row = Client.objects.select_for_update().filter(uuid=client_uuid, registration__isnull=True).first()
    if row is None:
        raise NotFound
    return row


def _name(agent: Agent) -> str:
    return agent.name if isinstance(agent, Actor) else agent.label


def _record(deed: str, agent: Agent, row: Client, at: dt.datetime, detail: dict[str, object] | None = None) -> None:
    audit.record(
        f"ingest:client:{deed}", agent=agent, at=at, kind="xapi_client", subject=row.uuid, label=row.name, detail=detail
    )
