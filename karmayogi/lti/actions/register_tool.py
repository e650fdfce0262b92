"""Tools: registered by hand or by themselves, confirmed, changed, deployed, switched off."""

import dataclasses
import datetime as dt
import json
import secrets
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import addresses, audit
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.lti.actions import fetch
from karmayogi.lti.engine import tokens
from karmayogi.lti.engine.items import custom_of
from karmayogi.lti.models import AccessToken, Deployment, Invitation, Tool
from karmayogi.lti.policies import can_look_after
from karmayogi.lti.queries.tools import access_tool
from karmayogi.lti.types import Scope
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

MOST_REDIRECTS = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What is registered of a tool. jwks: text of a key set, where the tool has no address for its keys."""

    name: str
    description: str
    initiation_url: str
    target_url: str
    deep_link_url: str
    redirect_uris: tuple[str, ...]
    jwks_url: str
    jwks: str
    policy_url: str
    custom: dict[str, str]
    scopes: tuple[str, ...]
    shares_name: bool
    shares_email: bool


def access_organisation(actor: Actor, organisation: uuids.UUID) -> OrganisationRow:
    """One whose tools the actor looks after. Raises NotFound."""
    row = orgs.organisation(organisation)
    if row is None or not can_look_after(actor, row.path):
        raise NotFound
    return row


@transaction.atomic
def register(*, actor: Actor, organisation: uuids.UUID, given: Given, at: dt.datetime) -> uuids.UUID:
    """By hand: in force at once, deployed for its organisation. Raises NotFound and, in words, Refused."""
    office = access_organisation(actor, organisation)
    row = Tool(
        client_id=_client_id(), organisation_id=office.id, state=Tool.State.ACTIVE, origin=Tool.Origin.HAND,
        registered_by_id=actor.person_id, registered_at=at, confirmed_at=at, **_checked(given),
    )  # fmt: skip
    row.save()
    Deployment.objects.create(tool=row, label=office.name_en[:100], organisation_id=office.id, made_at=at)
    _note("register", actor, row, at, {"scopes": list(row.scopes)})
    return row.uuid


@transaction.atomic
def register_itself(*, agent: Agent, invitation: Invitation, given: Given, at: dt.datetime) -> tuple[Tool, Deployment]:
    """By dynamic registration: it waits for an administrator. What it asks for is kept; nothing is granted yet."""
    assert invitation.organisation_id is not None
    row = Tool(
        client_id=_client_id(), organisation_id=invitation.organisation_id, state=Tool.State.WAITING,
        origin=Tool.Origin.DYNAMIC, registered_by_id=invitation.made_by_id, registered_at=at, **_checked(given),
    )  # fmt: skip
    row.save()
    deployment = Deployment.objects.create(
        tool=row, label=row.name[:100], organisation_id=invitation.organisation_id, made_at=at
    )
    _note("register", agent, row, at, {"scopes": list(row.scopes)})
    return row, deployment


@transaction.atomic
def change(*, actor: Actor, tool: uuids.UUID, given: Given, at: dt.datetime) -> None:
    """All of the form at once. More that the tool may know asks every learner anew (queries.tools.agreed)."""
    row = _locked(actor, tool)
    for name, value in _checked(given).items():
        setattr(row, name, value)
    row.save()
    # Tokens that were issued may say more than the tool is granted now.
    AccessToken.objects.filter(tool=row).delete()
    _note("change", actor, row, at, {"scopes": list(row.scopes), "name": row.shares_name, "email": row.shares_email})


@transaction.atomic
def confirm(*, actor: Actor, tool: uuids.UUID, scopes: Sequence[str], name: bool, email: bool, at: dt.datetime) -> None:
    """A tool that registered itself comes into force, with what is granted of what it asked for."""
    row = _locked(actor, tool)
    if row.state != Tool.State.WAITING:
        return
    row.scopes = [scope for scope in row.scopes if scope in scopes]
    row.shares_name, row.shares_email = row.shares_name and name, row.shares_email and email
    row.state, row.confirmed_at = Tool.State.ACTIVE, at
    row.save()
    _note("confirm", actor, row, at, {"scopes": row.scopes, "name": row.shares_name, "email": row.shares_email})


@transaction.atomic
def switch(*, actor: Actor, tool: uuids.UUID, on: bool, at: dt.datetime) -> None:
    """Off: from now on it is neither launched nor answered, and its tokens are void. Repeating it changes nothing."""
    row = _locked(actor, tool)
    wanted = Tool.State.ACTIVE if on else Tool.State.OFF
    if row.state == wanted:
        return
    if on and row.confirmed_at is None:
        raise Refused(_("This tool registered itself. Look at what it asks for and confirm it first."))
    row.state, row.off_at = wanted, None if on else at
    row.save()
    AccessToken.objects.filter(tool=row).delete()
    _note("on" if on else "off", actor, row, at)


@transaction.atomic
def deploy(*, actor: Actor, tool: uuids.UUID, organisation: uuids.UUID, label: str, at: dt.datetime) -> uuids.UUID:
    """For one more organisation at or below one that the actor administers. Raises NotFound, Refused."""
    row = _locked(actor, tool)
    office = access_organisation(actor, organisation)
    label = " ".join(label.split())[:100] or office.name_en[:100]
    if Deployment.objects.filter(tool=row, organisation_id=office.id, ended_at__isnull=True).exists():
        raise Refused(_("The tool is there for this organisation already."))
    made = Deployment.objects.create(tool=row, label=label, organisation_id=office.id, made_at=at)
    _note("deploy", actor, row, at, {"organisation": office.code})
    return made.uuid


@transaction.atomic
def end_deployment(*, actor: Actor, tool: uuids.UUID, deployment: uuids.UUID, at: dt.datetime) -> None:
    """Repeating it changes nothing. Raises NotFound."""
    row = _locked(actor, tool)
    found = Deployment.objects.select_for_update().filter(tool=row, uuid=deployment).first()
    if found is None:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        _note("end_deployment", actor, row, at, {"label": found.label})


def _locked(actor: Actor, tool: uuids.UUID) -> Tool:
    row = access_tool(actor, tool)
    return Tool.objects.select_for_update().get(id=row.id)


def _client_id() -> str:
    return "tool-" + secrets.token_hex(12)


def _checked(given: Given) -> dict[str, Any]:
    name = " ".join(given.name.replace("\0", "").split())[:150]
    if not name:
        raise Refused(_("Give the tool a name."))
    for url in (given.initiation_url, given.target_url, *given.redirect_uris):
        _acceptable(url)
    for url in (given.deep_link_url, given.jwks_url, given.policy_url):
        if url:
            _acceptable(url)
    if not given.redirect_uris or len(given.redirect_uris) > MOST_REDIRECTS:
        raise Refused(_("A tool has one to twenty addresses to which answers may go."))
    keys = None
    if given.jwks.strip():
        try:
            keys = tokens.check_keys(json.loads(given.jwks))
        except (ValueError, RecursionError, tokens.BadToken) as error:
            raise Refused(_("The keys cannot be read. Paste the whole key set (JWKS) of the tool.")) from error
    if keys is None and not given.jwks_url:
        raise Refused(_("Give the address of the tool's keys, or paste its key set."))
    return {
        "name": name,
        "description": given.description.replace("\0", "").strip()[:2000],
        "initiation_url": given.initiation_url,
        "target_url": given.target_url,
        "deep_link_url": given.deep_link_url,
        "redirect_uris": list(dict.fromkeys(given.redirect_uris)),
        "jwks_url": given.jwks_url,
        "jwks": keys,
        "policy_url": given.policy_url,
        "custom": custom_of(given.custom),
        "scopes": [str(scope) for scope in Scope if scope in given.scopes],
        "shares_name": given.shares_name,
        "shares_email": given.shares_email,
    }


def _acceptable(url: str) -> None:
    if not addresses.acceptable(url, plain_allowed=fetch.private_allowed()):
        raise Refused(
            _("“%(url)s” cannot be used: an address begins with https:// and has no password or # in it.")
            % {"url": url[:100]}
        )


def _note(deed: str, agent: Agent, row: Tool, at: dt.datetime, detail: dict[str, Any] | None = None) -> None:
    audit.record(
        f"lti:tool:{deed}", agent=agent, at=at, kind="lti_tool", subject=row.uuid, label=row.name, detail=detail
    )
