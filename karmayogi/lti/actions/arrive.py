"""A learner comes from another platform: its login is begun, its message proved (LTI Security, 5.1)."""

import datetime as dt
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest
from karmayogi.learning import api as learning
from karmayogi.lti import conf
from karmayogi.lti.actions.prove import prove
from karmayogi.lti.engine import arriving, tokens
from karmayogi.lti.models import Arrival, Login
from karmayogi.lti.queries.platforms import platform_speaking


def begin_login(*, asked: Mapping[str, str], at: dt.datetime) -> tuple[str, str]:
    """(where the browser goes, state to keep in it). Raises BadToken for a platform or a link that is not known."""
    platform = platform_speaking(asked.get("iss", ""), asked.get("client_id", ""))
    if platform is None:
        raise tokens.BadToken("iss", "This platform is not registered here, or is switched off.")
    if not asked.get("login_hint"):
        raise tokens.BadToken("login_hint", "The platform does not say who comes.")
    target = asked.get("target_link_uri", "")
    if not _ours(target):
        raise tokens.BadToken("target_link_uri", "The link does not lead to us.")
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    Login.objects.create(
        platform=platform, state_digest=digest(state), nonce_digest=digest(nonce), target=target,
        deployment_id=asked.get("lti_deployment_id", "")[:255], began_at=at,
    )  # fmt: skip
    query = {
        "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
        "client_id": platform.client_id, "redirect_uri": conf.address("tool/launch/"), "state": state, "nonce": nonce,
        "login_hint": asked["login_hint"],
    }  # fmt: skip
    if asked.get("lti_message_hint"):
        query["lti_message_hint"] = asked["lti_message_hint"]
    return f"{platform.login_url}{'&' if '?' in platform.login_url else '?'}{urlencode(query)}", state


def arrive(*, state: str, kept_state: str, id_token: str, at: dt.datetime) -> str:
    """A key with which the browser goes on. Raises BadToken for whatever is not as it must be.

    kept_state: from the browser's cookie. The state counts as used from the first look on, whatever comes of it.
    """
    if not state or state != kept_state:
        raise tokens.BadToken("state", "This browser did not begin the launch. Open the link again in a new window.")
    login = _use(state, at)
    platform = login.platform
    if platform.state != platform.State.ACTIVE:
        raise tokens.BadToken("iss", "This platform is switched off.")
    claims = prove(id_token, jwks_url=platform.jwks_url, jwks=None, at=at)
    tokens.check(claims, issuer=platform.issuer, audiences=(platform.client_id,), now=int(at.timestamp()))
    if digest(claims["nonce"]) != login.nonce_digest:
        raise tokens.BadToken("nonce", "The message answers another launch.")
    said = arriving.read(
        claims, target=login.target, deployments=platform.deployments, asked_deployment=login.deployment_id
    )
    course = learning.course_by_uuid(said.course) if said.course else None
    if said.message == "LtiResourceLinkRequest" and course is None:
        raise tokens.BadToken("course", "The link names no course that is here.")
    secret = secrets.token_urlsafe(32)
    Arrival.objects.create(
        platform=platform, digest=digest(secret), sub=said.sub, name=said.name, deployment_id=said.deployment,
        message=said.message, course_id=course.id if course else None, link_id=said.link, line_item=said.line_item,
        deep=said.deep, language=said.locale.partition("-")[0][:2] or "en", at=at,
    )  # fmt: skip
    return secret


@transaction.atomic
def _use(state: str, at: dt.datetime) -> Login:
    row = (
        Login.objects.select_for_update(of=("self",))
        .select_related("platform")
        .filter(state_digest=digest(state), began_at__gt=at - conf.ARRIVAL_LASTS)
        .first()
    )
    if row is None:
        raise tokens.BadToken("state", "This launch was not begun here, or too long ago.")
    if row.used_at is not None:
        raise tokens.BadToken("replay", "This message was sent before.")
    row.used_at = at
    row.save(update_fields=["used_at"])
    return row


def forget_arrivals(at: dt.datetime) -> None:
    """Removes logins and arrivals that can be used no more."""
    for table, column in (("lti_login", "began_at"), ("lti_arrival", "at")):
        rows.run(f"delete from {table} where {column} < %s", [at - dt.timedelta(days=1)])
    rows.run("delete from lti_accesstoken where expires_at < %s", [at])


def _ours(target: str) -> bool:
    ours = urlsplit(conf.issuer())
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    known = parts.path == "/lti/tool/launch/" or arriving.target_names_course(target)
    return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc) and known and len(target) <= 500
