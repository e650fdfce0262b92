"""Handing on a role over an organisation and all below it, and taking it back."""

import datetime as dt
import uuid as uuids

from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, NotFound, Role
from karmayogi.orgs.models import DelegatedAuthority
from karmayogi.orgs.policies import can_grant
from karmayogi.orgs.queries.organisations import organisations


def grant_authority(
    *,
    agent: Agent,
    person_id: int,
    role: Role,
    organisation_id: int,
    valid_from: dt.datetime,
    valid_to: dt.datetime | None = None,
    reason: str = "",
    at: dt.datetime,
) -> uuids.UUID:
    """The person holds the role there for that time. Granting what she holds already answers the same authority.

    Raises NotFound when the actor may not hand on this role there.
    """
    organisation = organisations([organisation_id]).get(organisation_id)
    if organisation is None or (isinstance(agent, Actor) and not can_grant(agent, organisation.path, role)):
        raise NotFound
    with transaction.atomic():
        held = DelegatedAuthority.objects.filter(
            person_id=person_id, role=role, organisation_id=organisation_id, valid_to=valid_to
        ).first()
        if held is not None and held.valid_from <= valid_from:
            return held.uuid
        row = DelegatedAuthority.objects.create(
            person_id=person_id, role=role, organisation_id=organisation_id, path=organisation.path,
            valid_from=valid_from, valid_to=valid_to, reason=reason, granted_at=at,
            granted_by_id=agent.person_id if isinstance(agent, Actor) else None,
        )  # fmt: skip
        audit.record(
            "orgs:authority:grant",
            agent=agent,
            at=at,
            kind="authority",
            subject=row.uuid,
            label=f"{role} · {organisation.name_en}",
            concerns=person_id,
            why=reason,
        )
    return row.uuid


def revoke_authority(*, agent: Agent, authority_uuid: uuids.UUID, reason: str = "", at: dt.datetime) -> None:
    """Ends it now. Repeating it changes nothing. Raises NotFound when the actor could not have granted it."""
    with transaction.atomic():
        row = DelegatedAuthority.objects.select_for_update().filter(uuid=authority_uuid).first()
        if row is None or (isinstance(agent, Actor) and not can_grant(agent, row.path, Role(row.role))):
            raise NotFound
        if row.valid_to is not None and row.valid_to <= at:
            return
        row.valid_to = at
        row.save(update_fields=["valid_to"])
        audit.record(
            "orgs:authority:revoke",
            agent=agent,
            at=at,
            kind="authority",
            subject=row.uuid,
            concerns=row.person_id,
            why=reason,
        )
