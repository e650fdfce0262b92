"""An address by which the other side registers itself, once: made by an administrator, used within a week."""

import datetime as dt
import secrets
import uuid as uuids
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import addresses, audit, ids
from karmayogi.kernel.access import Actor, Refused, System
from karmayogi.kernel.digests import digest
from karmayogi.lti import conf
from karmayogi.lti.actions import fetch
from karmayogi.lti.actions.register_tool import Given, access_organisation, register_itself
from karmayogi.lti.engine.registration import BadRegistration, read_tool
from karmayogi.lti.models import Deployment, Invitation, Tool
from karmayogi.lti.policies import check_platforms


class NotInvited(Exception):
    """No invitation, an old one, or one that was used."""


def invite_tool(*, actor: Actor, organisation: uuids.UUID, url: str, at: dt.datetime) -> str:
    """Where the administrator goes on: the tool's own registration page, with what it needs to register here.

    url: that page. Raises NotFound, and Refused for an address that cannot be.
    """
    office = access_organisation(actor, organisation)
    if not addresses.acceptable(url, plain_allowed=fetch.private_allowed()):
        raise Refused(_("Give the address of the tool's registration page; it begins with https://."))
    secret = _invite(actor, Invitation.Side.TOOL, office.id, at)
    query = urlencode({"openid_configuration": conf.address("openid-configuration/"), "registration_token": secret})
    return f"{url}{'&' if '?' in url else '?'}{query}"


def invite_platform(*, actor: Actor, at: dt.datetime) -> str:
    """The address that an administrator of another system enters there to register us as its tool. Raises NotFound."""
    check_platforms(actor)
    return conf.address(f"tool/register/{_invite(actor, Invitation.Side.PLATFORM, None, at)}/")


@transaction.atomic
def register_invited(*, secret: str, sent: object, at: dt.datetime) -> tuple[Tool, Deployment]:
    """A tool registers itself; it waits for confirmation. Raises NotInvited and BadRegistration."""
    invitation = use(secret, Invitation.Side.TOOL, at)
    fields = read_tool(sent)
    try:
        return register_itself(
            agent=System("dynamic registration"), invitation=invitation, given=Given(**fields), at=at
        )
    except Refused as refused:
        raise BadRegistration(str(refused)) from refused


def use(secret: str, side: str, at: dt.datetime) -> Invitation:
    """The invitation, used now, in the caller's transaction: one that is undone with it can be used again."""
    row = (
        Invitation.objects.select_for_update()
        .filter(digest=digest(secret), side=side, used_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if row is None:
        raise NotInvited
    row.used_at = at
    row.save(update_fields=["used_at"])
    return row


def give_back(invitation: Invitation) -> None:
    """What it was used for came to nothing: it can be used again until it expires."""
    Invitation.objects.filter(id=invitation.id).update(used_at=None)


@transaction.atomic
def _invite(actor: Actor, side: str, organisation_id: int | None, at: dt.datetime) -> str:
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        side=side, digest=digest(secret), organisation_id=organisation_id, made_by_id=actor.person_id, made_at=at,
        expires_at=at + conf.INVITATION_LASTS,
    )  # fmt: skip
    audit.record(f"lti:{side}:invite", agent=actor, at=at, kind="lti_invitation", subject=ids.uuid7())
    return secret
