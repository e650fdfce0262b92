"""Powerful roles take two people: one proposes, another one who could have done so approves."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused, Role
from karmayogi.orgs.actions.grant_authority import check_terms
from karmayogi.orgs.models import AuthorityProposal, DelegatedAuthority, Incumbency
from karmayogi.orgs.policies import can_grant, needs_second
from karmayogi.orgs.queries.organisations import organisations

WAITS = dt.timedelta(days=30)


def propose_authority(
    *,
    actor: Actor,
    person_id: int,
    role: Role,
    organisation_id: int,
    valid_from: dt.datetime,
    valid_to: dt.datetime | None,
    while_on_post_id: int | None = None,
    reason: str,
    at: dt.datetime,
) -> uuids.UUID:
    """Asks a second holder to approve the role. Proposing what is proposed already answers the same proposal.

    Raises NotFound when the actor may not grant it there; Refused to oneself, without a reason, without an end, and for
    a role that one person may grant.
    """
    organisation = organisations([organisation_id]).get(organisation_id)
    if organisation is None or not can_grant(actor, organisation.path, role):
        raise NotFound
    if not needs_second(role, organisation.path):
        raise Refused(_("This role needs no second person. Grant it."))
    if not reason.strip():
        raise Refused(_("Say why it is needed: the second person decides by that."))
    if valid_to is None:
        raise Refused(_("A role of this weight has an end."))
    check_terms(actor, person_id, organisation_id, valid_from, valid_to, at)
    try:
        with transaction.atomic():
            row = AuthorityProposal.objects.create(
                person_id=person_id, role=role, organisation_id=organisation_id, path=organisation.path,
                valid_from=valid_from, valid_to=valid_to, while_on_post_id=while_on_post_id, reason=reason.strip(),
                proposed_by_id=actor.person_id, proposed_at=at,
            )  # fmt: skip
            _record("propose", actor, row, at, reason)
    except IntegrityError:
        return AuthorityProposal.objects.get(
            person_id=person_id, role=role, organisation_id=organisation_id, status="open"
        ).uuid
    return row.uuid


def approve_authority(*, actor: Actor, proposal_uuid: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The role is granted. Returns the authority; repeating it answers the same.

    Raises NotFound when the actor could not have granted it; Refused to whoever proposed it or would receive it, when
    it was decided otherwise, when she has left the post to which it is tied, and after thirty days.
    """
    with transaction.atomic():
        row = _proposal(actor, proposal_uuid)
        if row.status == AuthorityProposal.Status.APPROVED and row.authority is not None:
            return row.authority.uuid
        _still_open(row, at)
        if actor.person_id == row.proposed_by_id:
            raise Refused(_("You proposed it. Somebody else who may grant this role has to approve."))
        check_terms(actor, row.person_id, row.organisation_id, row.valid_from, row.valid_to, at)
        if row.while_on_post_id is not None and not _holds(row.person_id, row.while_on_post_id, clock.day(at)):
            raise Refused(_("The post to which this role is tied is no longer held."))
        authority = DelegatedAuthority.objects.create(
            person_id=row.person_id, role=row.role, organisation_id=row.organisation_id, path=row.path,
            valid_from=max(row.valid_from, at), valid_to=row.valid_to, while_on_post_id=row.while_on_post_id,
            reason=row.reason, granted_at=at, granted_by_id=row.proposed_by_id,
        )  # fmt: skip
        row.authority, row.status = authority, AuthorityProposal.Status.APPROVED
        row.decided_by_id, row.decided_at = actor.person_id, at
        row.save(update_fields=["authority", "status", "decided_by", "decided_at"])
        _record("approve", actor, row, at, row.reason)
    return authority.uuid


def decline_authority(*, actor: Actor, proposal_uuid: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """It is not granted; whoever proposed it may take it back the same way. Repeating it changes nothing."""
    with transaction.atomic():
        row = _proposal(actor, proposal_uuid)
        mine = actor.person_id == row.proposed_by_id
        outcome = AuthorityProposal.Status.WITHDRAWN if mine else AuthorityProposal.Status.DECLINED
        if row.status == outcome:
            return
        _still_open(row, None)
        if not mine and not reason.strip():
            raise Refused(_("Enter the reason."))
        row.status, row.decision = outcome, reason.strip()
        row.decided_by_id, row.decided_at = actor.person_id, at
        row.save(update_fields=["status", "decision", "decided_by", "decided_at"])
        _record("withdraw" if mine else "decline", actor, row, at, reason)


def _proposal(actor: Actor, uuid: uuids.UUID) -> AuthorityProposal:
    row = AuthorityProposal.objects.select_for_update(of=("self",)).filter(uuid=uuid).first()
    if row is None or not can_grant(actor, row.path, Role(row.role)):
        raise NotFound
    return row


def _holds(person_id: int, post_id: int, on: dt.date) -> bool:
    held = Incumbency.objects.filter(person_id=person_id, post_id=post_id, valid_from__lte=on)
    return held.exclude(valid_to__lte=on).exists()


def _still_open(row: AuthorityProposal, at: dt.datetime | None) -> None:
    if row.status != AuthorityProposal.Status.OPEN:
        raise Refused(_("This proposal was decided already."))
    if at is not None and at - row.proposed_at > WAITS:
        raise Refused(_("This proposal is older than thirty days. Propose it anew."))


def _record(verb: str, actor: Actor, row: AuthorityProposal, at: dt.datetime, why: str) -> None:
    audit.record(
        f"orgs:authority:{verb}", agent=actor, at=at, kind="authority_proposal", subject=row.uuid, label=row.role,
        concerns=row.person_id, why=why,
    )  # fmt: skip
