"""Beginning a launch: the first step of OpenID Connect's third-party login, bound to who is signed in here."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.learning.types import OutsidePart
from karmayogi.lti import conf
from karmayogi.lti.actions.acquaint import sub_of
from karmayogi.lti.models import Deployment, Link, Tool
from karmayogi.lti.policies import reaches
from karmayogi.lti.queries.tools import acquaintance, agreed, is_open, link_of, office_of, usable_deployments

SALT = "lti.hint"


@dataclasses.dataclass(frozen=True, slots=True)
class Launchable:
    """A part with what it opens. open: False once the tool is off or does not reach the learner's office."""

    part: OutsidePart
    link: Link
    tool: Tool
    open: bool
    agreed: bool


def launchable(actor: Actor, part: uuids.UUID) -> Launchable:
    """Raises NotFound unless the actor is enrolled in the version of that part."""
    found = learning.outside_part(actor, part)
    link = link_of(found.link)
    if link is None:
        raise NotFound
    tool = link.deployment.tool
    usable = is_open(link.deployment) and reaches(link.deployment.organisation.path, found.organisation_path)
    return Launchable(found, link, tool, usable, agreed(acquaintance(actor.person_id, tool), tool))


def begin(*, actor: Actor, part: uuids.UUID, at: dt.datetime) -> str:
    """Where the learner's browser goes: the tool's login address. Raises NotFound and, in words, Refused."""
    found = launchable(actor, part)
    if not found.open:
        raise Refused(_("This tool is switched off or not meant for your office. Ask your training administrator."))
    if not found.agreed:
        raise Refused(_("First read what the tool gets to know about you."))
    hint = {"k": "part", "p": str(part)}
    return _login(actor, found.link.deployment, found.link.url, hint)


def choosable(actor: Actor, path: str | None, at: dt.datetime) -> list[Deployment]:
    """Deployments from which an author may choose for a provider at that path."""
    return usable_deployments([path, office_of(actor, clock.day(at))])


def begin_choosing(*, actor: Actor, draft: uuids.UUID, deployment: uuids.UUID, at: dt.datetime) -> str:
    """The same for choosing content for a draft (deep linking). Raises NotFound."""
    row = learning.writable_draft(actor, draft)
    chosen = next((one for one in choosable(actor, row.path, at) if one.uuid == deployment), None)
    if chosen is None:
        raise NotFound
    if not chosen.tool.deep_link_url:
        raise Refused(_("This tool offers no choosing. Enter the address of its content by hand."))
    if not agreed(acquaintance(actor.person_id, chosen.tool), chosen.tool):
        raise Refused(_("First read what the tool gets to know about you."))
    return _login(actor, chosen, chosen.tool.deep_link_url, {"k": "draft", "p": str(draft)})


def _login(actor: Actor, deployment: Deployment, target: str, hint: dict[str, str]) -> str:
    tool = deployment.tool
    bound = hint | {"d": str(deployment.uuid), "s": _mark(actor, tool)}
    query = urlencode(
        {
            "iss": conf.issuer(),
            "login_hint": str(sub_of(actor.person_id, tool.id)),
            "target_link_uri": target,
            "lti_message_hint": signing.dumps(bound, salt=SALT, compress=True),
            "client_id": tool.client_id,
            "lti_deployment_id": str(deployment.uuid),
        }
    )
    return f"{tool.initiation_url}{'&' if '?' in tool.initiation_url else '?'}{query}"


def _mark(actor: Actor, tool: Tool) -> str:
    """Tells this session, to us alone: the tool reads the hint, and two tools must not find one person by it."""
    return salted_hmac(SALT, f"{actor.account_id}|{actor.session_key}|{tool.client_id}", algorithm="sha256").hexdigest()


def read_hint(text: str, actor: Actor, tool: Tool) -> dict[str, Any] | None:
    """What was begun in this very session for that tool at most five minutes ago; None for anything else."""
    try:
        hint = signing.loads(text, salt=SALT, max_age=conf.HINT_LASTS)
    except signing.BadSignature:
        return None
    return dict(hint) if constant_time_compare(str(hint.get("s")), _mark(actor, tool)) else None
