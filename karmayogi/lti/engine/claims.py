"""The claims of the messages that we send as platform (LTI Core 1.3, 5.3 and 5.4; Deep Linking 2.0, 4)."""

import dataclasses
from typing import Any

from karmayogi.lti.types import AGS_CLAIM, CLAIM, DEEP_CLAIM, NRPS_CLAIM, ROLE, Message, Scope

LEARNER = f"{ROLE}Learner"
AUTHOR = f"{ROLE}ContentDeveloper"
_AGS = (Scope.LINE_ITEMS, Scope.LINE_ITEMS_READ, Scope.RESULTS, Scope.SCORES)


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is about, with no more than the tool may know. name, email: "" when it may not."""

    sub: str
    role: str
    name: str
    email: str
    locale: str


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """The context of a message: a course. container, members: addresses of services."""

    uuid: str
    code: str
    title: str
    container: str
    members: str


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """The resource link of a launch. line_item: its address or ""."""

    uuid: str
    title: str
    text: str
    url: str
    line_item: str
    custom: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """What every message has: from whom, to whom, when."""

    issuer: str
    platform: str
    version: str
    client_id: str
    deployment: str
    nonce: str
    now: int
    lasts: int
    scopes: tuple[str, ...]
    opens_in: str
    return_url: str


def _base(frame: Frame, reader: Reader, course: Course, message: Message) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": frame.issuer,
        "aud": frame.client_id,
        "sub": reader.sub,
        "iat": frame.now,
        "exp": frame.now + frame.lasts,
        "nonce": frame.nonce,
        "locale": reader.locale,
        f"{CLAIM}message_type": str(message),
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": frame.deployment,
        f"{CLAIM}roles": [reader.role],
        f"{CLAIM}context": {
            "id": course.uuid, "label": course.code, "title": course.title,
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
        },
        f"{CLAIM}tool_platform": {
            "guid": frame.issuer, "name": frame.platform, "product_family_code": "karmayogi", "version": frame.version,
        },
        f"{CLAIM}launch_presentation": {
            "document_target": frame.opens_in, "locale": reader.locale, "return_url": frame.return_url,
        },
    }  # fmt: skip
    if reader.name:
        claims["name"] = reader.name
        given, _space, family = reader.name.rpartition(" ")
        claims |= {"given_name": given or family, "family_name": family if given else ""}
    if reader.email:
        claims["email"] = reader.email
    return claims


def resource(frame: Frame, reader: Reader, course: Course, placed: Placed) -> dict[str, Any]:
    """LtiResourceLinkRequest."""
    claims = _base(frame, reader, course, Message.RESOURCE)
    claims[f"{CLAIM}target_link_uri"] = placed.url
    claims[f"{CLAIM}resource_link"] = {"id": placed.uuid, "title": placed.title, "description": placed.text}
    if placed.custom:
        claims[f"{CLAIM}custom"] = placed.custom
    scopes = [scope for scope in frame.scopes if scope in _AGS]
    if scopes:
        claims[AGS_CLAIM] = {"scope": scopes, "lineitems": course.container}
        if placed.line_item:
            claims[AGS_CLAIM]["lineitem"] = placed.line_item
    if Scope.MEMBERS in frame.scopes:
        claims[NRPS_CLAIM] = {"context_memberships_url": course.members, "service_versions": ["2.0"]}
    return claims


def deep(frame: Frame, reader: Reader, course: Course, *, target: str, answer_to: str, data: str) -> dict[str, Any]:
    """LtiDeepLinkingRequest: choose links for this course and send them to `answer_to`."""
    claims = _base(frame, reader, course, Message.DEEP)
    claims[f"{CLAIM}target_link_uri"] = target
    claims[f"{DEEP_CLAIM}deep_linking_settings"] = {
        "deep_link_return_url": answer_to,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["window", "iframe"],
        "accept_multiple": True,
        "accept_lineitem": True,
        "auto_create": False,
        "data": data,
    }
    return claims
