"""Platforms that may open our courses: entered by hand or registered by invitation, confirmed, switched off."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import addresses, audit
from karmayogi.kernel.access import Actor, Agent, Refused, System
from karmayogi.lti import conf
from karmayogi.lti.actions import fetch
from karmayogi.lti.actions.invite import give_back, use
from karmayogi.lti.engine import registration
from karmayogi.lti.models import Invitation, Placement, Platform
from karmayogi.lti.policies import check_platforms
from karmayogi.lti.queries.platforms import access_platform


@dataclasses.dataclass(frozen=True, slots=True)
class Entered:
    name: str
    issuer: str
    client_id: str
    deployments: tuple[str, ...]
    login_url: str
    token_url: str
    audience: str
    jwks_url: str


def enter(*, actor: Actor, entered: Entered, at: dt.datetime) -> uuids.UUID:
    """By hand, in force at once. Raises NotFound and, in words, Refused."""
    check_platforms(actor)
    if not entered.deployments:
        raise Refused(_("Enter at least one deployment ID."))
    return _store(actor, entered, Platform.State.ACTIVE, actor.person_id, at).uuid


def register_there(*, secret: str, configuration_url: str, registration_token: str, at: dt.datetime) -> Platform:
    """We register ourselves with the platform that opened our invitation; it waits for confirmation here.

    Raises NotInvited, BadRegistration and Unreachable; the invitation can be used again then (not where this
    process is ended meanwhile).
    """
    with transaction.atomic():
        invitation = use(secret, Invitation.Side.PLATFORM, at)
    # Used before anything is asked: nothing is held while the other side takes its time, and of two only one registers.
    done = False
    try:
        entered = _registered_there(configuration_url, registration_token)
        row = _store(System("dynamic registration"), entered, Platform.State.WAITING, invitation.made_by_id, at)
        done = True
    except Refused as refused:
        raise registration.BadRegistration(str(refused)) from refused
    finally:
        if not done:
            give_back(invitation)
    return row


def _registered_there(configuration_url: str, registration_token: str) -> Entered:
    """Asks the platform who it is and registers us with it. Raises BadRegistration and Unreachable."""
    found = registration.read_platform(fetch.get_json(configuration_url), configuration_url)
    answer = fetch.post_json(
        found["registration_url"], registration.tool_request(conf.issuer(), conf.platform_name()),
        token=registration_token,
    )  # fmt: skip
    if answer.status not in (200, 201):
        raise registration.BadRegistration(f"The platform refused the registration ({answer.status}).")
    client_id, deployment = registration.read_registered(answer.json())
    return Entered(
        found["name"] or found["issuer"], found["issuer"], client_id, (deployment,) if deployment else (),
        found["login_url"], found["token_url"], found["audience"], found["jwks_url"],
    )  # fmt: skip


@transaction.atomic
def confirm(*, actor: Actor, platform: uuids.UUID, deployments: tuple[str, ...], at: dt.datetime) -> None:
    """Comes into force with these deployments; also changes them later. Raises NotFound, Refused."""
    row = _locked(actor, platform)
    kept = [one[:255] for one in dict.fromkeys(deployments) if one]
    if not kept:
        raise Refused(_("Enter at least one deployment ID."))
    row.deployments = kept
    if row.state == Platform.State.WAITING:
        row.state, row.confirmed_at = Platform.State.ACTIVE, at
    row.save()
    _note("confirm", actor, row, at, {"deployments": kept})


@transaction.atomic
def switch(*, actor: Actor, platform: uuids.UUID, on: bool, at: dt.datetime) -> None:
    """Off: nobody comes in from there and no score is sent. Repeating it changes nothing."""
    row = _locked(actor, platform)
    wanted = Platform.State.ACTIVE if on else Platform.State.OFF
    if row.state == wanted:
        return
    if on and row.confirmed_at is None:
        raise Refused(_("Confirm the platform first."))
    row.state, row.off_at = wanted, None if on else at
    row.save()
    _note("on" if on else "off", actor, row, at)


@transaction.atomic
def send_again(*, actor: Actor, platform: uuids.UUID, at: dt.datetime) -> int:
    """Scores that were given up are tried again; how many."""
    row = _locked(actor, platform)
    count = Placement.objects.filter(guest__platform=row).exclude(parked="").update(parked="", failures=0, next_at=at)
    _note("send_again", actor, row, at, {"scores": count})
    return count


def _store(agent: Agent, entered: Entered, state: str, by: int, at: dt.datetime) -> Platform:
    for url in (entered.login_url, entered.token_url, entered.jwks_url):
        if not addresses.acceptable(url, plain_allowed=fetch.private_allowed()):
            raise Refused(
                _("“%(url)s” cannot be used: an address begins with https:// and has no password or # in it.")
                % {"url": url[:100]}
            )
    try:
        with transaction.atomic():
            row = Platform.objects.create(
                name=" ".join(entered.name.split())[:150], issuer=entered.issuer, client_id=entered.client_id,
                deployments=[one[:255] for one in entered.deployments], login_url=entered.login_url,
                token_url=entered.token_url, audience=entered.audience, jwks_url=entered.jwks_url, state=state,
                registered_by_id=by, registered_at=at, confirmed_at=at if state == Platform.State.ACTIVE else None,
            )  # fmt: skip
            _note("register", agent, row, at)
    except IntegrityError as error:
        raise Refused(_("This platform is registered already under that client ID.")) from error
    return row


def _locked(actor: Actor, platform: uuids.UUID) -> Platform:
    return Platform.objects.select_for_update().get(id=access_platform(actor, platform).id)


def _note(deed: str, agent: Agent, row: Platform, at: dt.datetime, detail: dict[str, Any] | None = None) -> None:
    audit.record(
        f"lti:platform:{deed}", agent=agent, at=at, kind="lti_platform", subject=row.uuid, label=row.name,
        detail=detail,
    )  # fmt: skip
