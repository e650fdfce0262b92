"""What a launch from another platform must say (LTI Core 1.3, 5.3; Deep Linking 2.0, 4.4), beyond the token itself."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from karmayogi.lti.engine.tokens import BadToken
from karmayogi.lti.types import AGS_CLAIM, CLAIM, DEEP_CLAIM, Message, Scope

_AUTHORS = ("#Instructor", "#ContentDeveloper", "#Administrator")
_PREFIX = "/lti/tool/courses/"


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """course: the uuid that the link names, None where it names none. line_item: where a score may be told, or ""."""

    message: str
    deployment: str
    sub: str
    name: str
    link: str
    course: UUID | None
    line_item: str
    deep: dict[str, Any]
    locale: str


def read(claims: Mapping[str, Any], *, target: str, deployments: Sequence[str], asked_deployment: str) -> Said:
    """Raises BadToken with the claim that is wrong."""
    if claims.get(f"{CLAIM}version") != "1.3.0":
        raise BadToken("version", "The message is not of LTI 1.3.0.")
    deployment = claims.get(f"{CLAIM}deployment_id")
    if not isinstance(deployment, str) or deployment not in deployments:
        raise BadToken("deployment_id", "The deployment is not known here.")
    if asked_deployment and asked_deployment != deployment:
        raise BadToken("deployment_id", "The deployment is another than at the beginning of the launch.")
    if claims.get(f"{CLAIM}target_link_uri") != target:
        raise BadToken("target_link_uri", "The link is another than at the beginning of the launch.")
    sub, roles = claims.get("sub"), claims.get(f"{CLAIM}roles")
    if not isinstance(sub, str) or not sub or len(sub) > 255:
        raise BadToken("sub", "The message does not say who comes.")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise BadToken("roles", "The message does not say in which role.")
    message = claims.get(f"{CLAIM}message_type")
    name, locale = claims.get("name"), claims.get("locale")
    name = " ".join(name.replace("\0", "").split())[:150] if isinstance(name, str) else ""
    locale = locale[:10] if isinstance(locale, str) else ""
    if message == Message.RESOURCE:
        link = claims.get(f"{CLAIM}resource_link")
        link_id = link.get("id") if isinstance(link, dict) else None
        if not isinstance(link_id, str) or not link_id or len(link_id) > 255:
            raise BadToken("resource_link", "The message does not name its link.")
        course = _course(target, claims.get(f"{CLAIM}custom"))
        return Said(message, deployment, sub, name, link_id, course, _line(claims.get(AGS_CLAIM)), {}, locale)
    if message == Message.DEEP:
        if not any(role.endswith(_AUTHORS) for role in roles):
            raise BadToken("roles", "Only who makes courses there may choose.")
        return Said(message, deployment, sub, name, "", None, "", _settings(claims), locale)
    raise BadToken("message_type", "This kind of message is not known here.")


def chosen(
    *, client_id: str, issuer: str, deployment: str, data: object, items: list[dict[str, Any]], nonce: str, now: int
) -> dict[str, Any]:
    """LtiDeepLinkingResponse."""
    claims: dict[str, Any] = {
        "iss": client_id,
        "aud": [issuer],
        "iat": now,
        "exp": now + 300,
        "nonce": nonce,
        f"{CLAIM}message_type": str(Message.DEEP_ANSWER),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": deployment,
        f"{DEEP_CLAIM}content_items": items,
    }
    if data is not None:
        claims[f"{DEEP_CLAIM}data"] = data
    return claims


def _course(target: str, custom: Any) -> UUID | None:
    named = urlsplit(target).path.removeprefix(_PREFIX).strip("/")
    if isinstance(custom, dict) and isinstance(custom.get("course"), str) and not target_names_course(target):
        named = custom["course"]
    try:
        return UUID(named)
    except ValueError:
        return None


def target_names_course(target: str) -> bool:
    return urlsplit(target).path.startswith(_PREFIX)


def _line(claim: Any) -> str:
    """Where one score may be told, if it may."""
    if not isinstance(claim, dict) or Scope.SCORES not in _list(claim.get("scope")):
        return ""
    line = claim.get("lineitem")
    return line if isinstance(line, str) and len(line) <= 1000 else ""


def _settings(claims: Mapping[str, Any]) -> dict[str, Any]:
    found = claims.get(f"{DEEP_CLAIM}deep_linking_settings")
    if not isinstance(found, dict) or not isinstance(found.get("deep_link_return_url"), str):
        raise BadToken("deep_linking_settings", "The message does not say where choices go.")
    if "ltiResourceLink" not in _list(found.get("accept_types")):
        raise BadToken("accept_types", "The platform takes no links to tools here.")
    return {
        "return_url": found["deep_link_return_url"][:1000],
        "data": found.get("data"),
        "multiple": str(found.get("accept_multiple", False)).lower() == "true",
        "line_item": str(found.get("accept_lineitem", False)).lower() == "true",
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
