"""Handing on a role over an organisation and all below it, renewing it, and taking it back."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused, Role
from karmayogi.orgs.models import DelegatedAuthority
from karmayogi.orgs.policies import can_grant, needs_second
from karmayogi.orgs.queries.organisations import is_open, organisations

LONGEST = dt.timedelta(days=3 * 366)


def grant_authority(
    *,
    agent: Agent,
    person_id: int,
    role: Role,
    organisation_id: int,
    valid_from: dt.datetime,
    valid_to: dt.datetime | None = None,
    while_on_post_id: int | None = None,
    reason: str = "",
    at: dt.datetime,
) -> uuids.UUID:
    """The person holds the role there for that time. Granting what she holds already answers the same authority.

    Raises NotFound when the actor may not hand on this role there; Refused to oneself, for a time that is over, and for
    a role that two people must agree on (see propose_authority): only a command grants those alone.
    """
    organisation = organisations([organisation_id]).get(organisation_id)
    if organisation is None or (isinstance(agent, Actor) and not can_grant(agent, organisation.path, role)):
        raise NotFound
    check_terms(agent, person_id, organisation_id, valid_from, valid_to, at)
    if isinstance(agent, Actor) and needs_second(role, organisation.path):
        raise Refused(_("Two people must agree on this role. Propose it; somebody else approves."))
    with transaction.atomic():
        held = DelegatedAuthority.objects.filter(
            person_id=person_id, role=role, organisation_id=organisation_id, valid_to=valid_to,
            while_on_post_id=while_on_post_id,
        ).first()  # fmt: skip
        if held is not None and held.valid_from <= valid_from:
            return held.uuid
        row = DelegatedAuthority.objects.create(
            person_id=person_id, role=role, organisation_id=organisation_id, path=organisation.path,
            valid_from=valid_from, valid_to=valid_to, reason=reason, granted_at=at, while_on_post_id=while_on_post_id,
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
            detail={"until": valid_to},
        )
    return row.uuid


def renew_authority(*, agent: Agent, authority_uuid: uuids.UUID, valid_to: dt.datetime, at: dt.datetime) -> None:
    """It ends at `valid_to` instead. Repeating it changes nothing.

    Raises NotFound when the actor could not have granted it; Refused when it has ended, for one's own, and for a role
    that two people must agree on.
    """
    with transaction.atomic():
        row = DelegatedAuthority.objects.select_for_update().filter(uuid=authority_uuid).first()
        if row is None or (isinstance(agent, Actor) and not can_grant(agent, row.path, Role(row.role))):
            raise NotFound
        if row.valid_to == valid_to:
            return
        if row.valid_to is not None and row.valid_to <= at:
            raise Refused(_("It has ended. Grant it anew."))
        if row.valid_to is None:
            raise Refused(_("It has no end that could be moved."))
        check_terms(agent, row.person_id, row.organisation_id, row.valid_from, valid_to, at)
        if isinstance(agent, Actor) and needs_second(Role(row.role), row.path):
            raise Refused(_("Two people must agree on this role. Propose it; somebody else approves."))
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        audit.record(
            "orgs:authority:renew", agent=agent, at=at, kind="authority", subject=row.uuid, concerns=row.person_id,
            detail={"until": valid_to},
        )  # fmt: skip


def revoke_authority(*, agent: Agent, authority_uuid: uuids.UUID, reason: str = "", at: dt.datetime) -> None:
    """Ends it now. Repeating it changes nothing.

    Raises NotFound when the actor could not have granted it; whoever holds it may lay it down herself.
    """
    with transaction.atomic():
        row = DelegatedAuthority.objects.select_for_update().filter(uuid=authority_uuid).first()
        if row is None or (
            isinstance(agent, Actor)
            and agent.person_id != row.person_id
            and not can_grant(agent, row.path, Role(row.role))
        ):
            raise NotFound
        if row.valid_to is not None and row.valid_to <= at:
            return
        row.valid_to = max(at, row.valid_from)
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


def check_terms(
    agent: Agent,
    person_id: int,
    organisation_id: int,
    valid_from: dt.datetime,
    valid_to: dt.datetime | None,
    at: dt.datetime,
) -> None:
    """Raises Refused for what nobody may grant. Commands are only held to the order of the days."""
    if valid_to is not None and valid_to <= max(valid_from, at):
        raise Refused(_("The end must lie ahead, and after the beginning."))
    if not isinstance(agent, Actor):
        return
    if agent.person_id == person_id:
        raise Refused(_("Nobody grants a role to themselves."))
    if valid_to is not None and valid_to - at > LONGEST:
        raise Refused(_("A role is granted for three years at most; it can be renewed."))
    if not is_open(organisation_id):
        raise Refused(_("This unit was abolished."))
