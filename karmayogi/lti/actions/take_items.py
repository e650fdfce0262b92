"""What a tool sends back when content was chosen in it (Deep Linking 2.0, 4.5). It waits for the author's yes."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from django.core import signing
from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.lti import conf
from karmayogi.lti.actions.add_parts import hosts_of
from karmayogi.lti.actions.authorize import DATA_SALT
from karmayogi.lti.actions.prove import prove, spend
from karmayogi.lti.engine import items, tokens
from karmayogi.lti.models import Acquaintance, Deployment, Offer, Tool
from karmayogi.lti.queries.tools import is_open, tool_of_client
from karmayogi.lti.types import CLAIM, DEEP_CLAIM, Message

CHOOSING_LASTS = 4 * 3600


def take_items(*, token: str, at: dt.datetime) -> uuids.UUID:
    """Returns the uuid of the offer. Raises BadToken for everything that is not as it was asked for."""
    claimed = tokens.peek(token).get("iss")
    tool = tool_of_client(claimed) if isinstance(claimed, str) else None
    if tool is None:
        raise tokens.BadToken("iss", "No active tool has this client_id.")
    claims = prove(token, jwks_url=tool.jwks_url, jwks=tool.jwks, at=at)
    tokens.check(claims, issuer=tool.client_id, audiences=(conf.issuer(),), now=int(at.timestamp()))
    if claims.get(f"{CLAIM}message_type") != Message.DEEP_ANSWER or claims.get(f"{CLAIM}version") != conf.VERSION:
        raise tokens.BadToken("message_type", "This is not an answer to choosing content.")
    return _keep(tool, claims, at)


@transaction.atomic
def _keep(tool: Tool, claims: dict[str, Any], at: dt.datetime) -> uuids.UUID:
    """What was proved. The proof stands before the transaction: it may ask the tool for its keys, and that it did so
    must be on record whatever becomes of the answer."""
    data, deployment = _asked(tool, claims.get(f"{DEEP_CLAIM}data"), claims.get(f"{CLAIM}deployment_id"))
    until = dt.datetime.fromtimestamp(claims["exp"], dt.UTC)
    if not spend(f"deep:{tool.client_id}", claims["nonce"], until=until) or not spend(
        "deep:data", data["n"] + data["p"], until=at + dt.timedelta(seconds=CHOOSING_LASTS)
    ):
        raise tokens.BadToken("nonce", "This answer was sent before.")
    read, left = items.read(
        claims.get(f"{DEEP_CLAIM}content_items", []), default_url=tool.target_url, hosts=hosts_of(tool),
        most=conf.MOST_ITEMS,
    )  # fmt: skip
    author = Acquaintance.objects.filter(tool=tool, sub=data["u"]).first()
    if author is None:
        raise tokens.BadToken("data", "The answer is for nobody who is here.")
    message = claims.get(f"{DEEP_CLAIM}errormsg") or claims.get(f"{DEEP_CLAIM}msg") or ""
    offer = Offer.objects.create(
        deployment=deployment, person_id=author.person_id, draft_id=_draft_id(data["p"]),
        items=[dataclasses.asdict(one) for one in read],
        message=(str(message).replace("\0", "")[:500] + (f" [{left}]" if left else "")).strip(), received_at=at,
    )  # fmt: skip
    return offer.uuid


def _asked(tool: Tool, data: object, deployment_id: object) -> tuple[dict[str, str], Deployment]:
    """What we gave along when we asked, untouched, and the deployment that it was about."""
    try:
        given = signing.loads(str(data), salt=DATA_SALT, max_age=CHOOSING_LASTS)
    except signing.BadSignature as error:
        raise tokens.BadToken("data", "The answer does not carry what was asked, or comes too late.") from error
    found = Deployment.objects.select_related("tool").filter(tool=tool, uuid=given["d"]).first()
    if found is None or str(deployment_id) != given["d"] or not is_open(found):
        raise tokens.BadToken("deployment_id", "The answer is of another deployment than was asked.")
    return given, found


def _draft_id(draft: str) -> int:
    found = rows.scalar("select id from learning_draft where uuid = %s", [uuids.UUID(draft)])
    if found is None:
        raise tokens.BadToken("data", "The draft is not there any more.")
    return int(found)
