"""The tool asks who it is (OpenID Connect, implicit with form_post); we answer with a signed message or an error."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.lti import conf
from karmayogi.lti.actions import keys
from karmayogi.lti.actions.launch import choosable, launchable, read_hint
from karmayogi.lti.engine import claims
from karmayogi.lti.models import Acquaintance, Deployment, LineItem, Tool
from karmayogi.lti.queries.tools import acquaintance, agreed, shared, tool_of_client
from karmayogi.people import api as people

DATA_SALT = "lti.deep"


class Unanswerable(Exception):
    """It is not known to whom an answer would go, so nobody gets one. The text says why, for the page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the browser posts to the tool."""

    to: str
    fields: dict[str, str]


class _Wrong(Exception):
    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def authorize(*, actor: Actor | None, asked: Mapping[str, str], return_to: str, at: dt.datetime) -> Answer:
    """Raises Unanswerable. return_to: our origin's page to come back to, completed with the part by the caller."""
    tool = tool_of_client(asked.get("client_id", ""))
    if tool is None:
        raise Unanswerable("client_id")
    to = asked.get("redirect_uri", "")
    if to not in tool.redirect_uris:
        raise Unanswerable("redirect_uri")
    state = asked.get("state", "")
    try:
        token = _token(actor, tool, asked, return_to, at)
    except _Wrong as wrong:
        fields = {"error": wrong.code, "error_description": str(wrong)}
    else:
        fields = {"id_token": token}
    return Answer(to, fields | ({"state": state} if state else {}))


def _token(actor: Actor | None, tool: Tool, asked: Mapping[str, str], return_to: str, at: dt.datetime) -> str:
    if "openid" not in asked.get("scope", "").split():
        raise _Wrong("invalid_scope", "scope must be openid")
    if asked.get("response_type") != "id_token":
        raise _Wrong("unsupported_response_type", "response_type must be id_token")
    if asked.get("response_mode") != "form_post":
        raise _Wrong("invalid_request", "response_mode must be form_post")
    if asked.get("prompt") != "none":
        raise _Wrong("invalid_request", "prompt must be none")
    nonce = asked.get("nonce", "")
    if not nonce or len(nonce) > 500:
        raise _Wrong("invalid_request", "a nonce is needed")
    if actor is None:
        raise _Wrong("login_required", "nobody is signed in here")
    hint = read_hint(asked.get("lti_message_hint", ""), actor, tool)
    if hint is None:
        raise _Wrong("login_required", "the launch was not begun in this session, or too long ago")
    known = acquaintance(actor.person_id, tool)
    if known is None or str(known.sub) != asked.get("login_hint"):
        raise _Wrong("login_required", "login_hint does not fit who is signed in")
    if not agreed(known, tool):
        raise _Wrong("consent_required", "the person has not read what the tool gets to know")
    try:
        with transaction.atomic():
            if hint["k"] == "part":
                return _resource(actor, tool, known, hint, nonce, return_to, at)
            return _choose(actor, tool, known, hint, nonce, return_to, at)
    except (NotFound, Refused) as error:
        raise _Wrong("access_denied", "what was to be opened is not there for this person") from error


def _resource(
    actor: Actor, tool: Tool, known: Acquaintance, hint: dict[str, Any], nonce: str, return_to: str, at: dt.datetime
) -> str:
    found = launchable(actor, uuids.UUID(hint["p"]))
    deployment = found.link.deployment
    if not found.open or deployment.tool_id != tool.id or str(deployment.uuid) != hint["d"]:
        raise NotFound
    column = LineItem.objects.filter(link=found.link).order_by("-coupled", "id")[:2]
    line = column[0] if column and (column[0].coupled or len(column) == 1) else None
    message = claims.resource(
        _frame(tool, deployment, nonce, found.link.opens_in, f"{return_to}/lti/parts/{hint['p']}/", at),
        reader_of(actor.person_id, tool, str(known.sub), claims.LEARNER, actor.language),
        _course(deployment, found.part.course_uuid, found.part.course_code, found.part.course_title),
        claims.Placed(
            str(found.link.uuid), found.link.title, found.link.text, found.link.url,
            line_address(line) if line else "", tool.custom | found.link.custom,
        ),
    )  # fmt: skip
    learning.record_claim(
        person_id=actor.person_id, link=found.link.uuid, done=found.link.completes == "launch", score=None, at=at
    )
    _note(actor, tool, found.part.enrolment_uuid, found.link.title, at)
    return keys.sign(message, at)


def _choose(
    actor: Actor, tool: Tool, known: Acquaintance, hint: dict[str, Any], nonce: str, return_to: str, at: dt.datetime
) -> str:
    draft = learning.writable_draft(actor, uuids.UUID(hint["p"]))
    usable = choosable(actor, draft.path, at)
    deployment = next((one for one in usable if str(one.uuid) == hint["d"] and one.tool_id == tool.id), None)
    if deployment is None:
        raise NotFound
    data = signing.dumps(
        {"p": str(draft.uuid), "d": hint["d"], "u": str(known.sub), "n": nonce}, salt=DATA_SALT, compress=True
    )
    message = claims.deep(
        _frame(tool, deployment, nonce, "window", f"{return_to}/lti/drafts/{draft.uuid}/", at),
        reader_of(actor.person_id, tool, str(known.sub), claims.AUTHOR, actor.language),
        _course(deployment, draft.course_uuid, draft.course_code, draft.title),
        target=tool.deep_link_url, answer_to=conf.address("deep-links/"), data=data,
    )  # fmt: skip
    _note(actor, tool, draft.uuid, draft.title, at)
    return keys.sign(message, at)


def reader_of(person_id: int, tool: Tool, sub: str, role: str, language: str) -> claims.Reader:
    """A person with no more than the tool may know."""
    name = people.person(person_id).name if tool.shares_name else ""
    account = people.account_of(person_id) if tool.shares_email else None
    return claims.Reader(sub, role, name, (account.email or "") if account else "", language)


def line_address(line: LineItem) -> str:
    return conf.address(f"ags/{line.deployment.uuid}/{line.course.uuid}/lineitems/{line.uuid}")


def _frame(tool: Tool, deployment: Deployment, nonce: str, opens_in: str, back: str, at: dt.datetime) -> claims.Frame:
    return claims.Frame(
        conf.issuer(), conf.platform_name(), "1", tool.client_id, str(deployment.uuid), nonce, int(at.timestamp()),
        conf.ID_TOKEN_LASTS, tuple(tool.scopes), "iframe" if opens_in == "frame" else "window", back,
    )  # fmt: skip


def _course(deployment: Deployment, course: uuids.UUID, code: str, title: str) -> claims.Course:
    return claims.Course(
        str(course), code, title, conf.address(f"ags/{deployment.uuid}/{course}/lineitems"),
        conf.address(f"nrps/{deployment.uuid}/{course}/members"),
    )  # fmt: skip


def _note(actor: Actor, tool: Tool, subject: uuids.UUID, label: str, at: dt.datetime) -> None:
    audit.record(
        "lti:tool:launch", agent=actor, at=at, kind="lti_launch", subject=subject, label=f"{tool.name}: {label}",
        concerns=actor.person_id, detail={"tool": str(tool.uuid), "told": shared(tool)},
    )  # fmt: skip
