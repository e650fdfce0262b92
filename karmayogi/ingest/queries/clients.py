"""Credentials: who shows one, and the page of them."""

import dataclasses
import datetime as dt
import hmac
import uuid

from django.conf import settings

from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.policies import Bounds, Caller
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Agent
from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest

_SHOWN = """
select id, uuid, name, digest, scopes, authority, rate, registration, actor, activity, used_on from ingest_client
where key = %s and disabled_at is null and (expires_at is null or expires_at > %s::timestamptz)
"""
_LIST = """
select uuid, name, key, scopes, organisation, authority is not null, issued_by, issued_at, rotated_at, expires_at,
  disabled_at, used_on, rate from ingest_client where registration is null order by id desc
"""
_NOTE = "update ingest_client set used_on = %s::date where id = %s and used_on is distinct from %s::date"


@dataclasses.dataclass(frozen=True, slots=True)
class ClientRow:
    uuid: uuid.UUID
    name: str
    key: str
    scopes: list[str]
    organisation: str
    own_authority: bool
    issued_by: str
    issued_at: dt.datetime
    rotated_at: dt.datetime | None
    expires_at: dt.datetime | None
    disabled_at: dt.datetime | None
    used_on: dt.date | None
    rate: int | None


def authority_of(key: str, name: str) -> Agent:
    """The agent that vouches for what a credential sends, unless it names one of its own."""
    return {
        "objectType": "Agent",
        "name": name,
        "account": {"homePage": f"{settings.PUBLIC_ORIGIN}/xapi/", "name": key},
    }


def launch_authority(name: str) -> Agent:
    """One agent for all courses that are launched, called like the one that speaks: what they say is their claim."""
    return authority_of("launch", name)


def caller(key: str, secret: str, at: dt.datetime) -> tuple[Caller, dt.date | None] | None:
    """Who shows this key and secret, and the last day on which they did; None for nobody."""
    found = hot.first_of_request(_SHOWN, [key, at])
    if not found:
        return None
    id, client_uuid, name, kept, scopes, authority, rate, registration, actor, activity, used_on = found[0]
    if not hmac.compare_digest(kept, digest(secret)):
        return None
    bounds = Bounds(registration, agent_key(actor), activity) if registration is not None else None
    return Caller(id, client_uuid, name, frozenset(scopes), authority or authority_of(key, name), rate, bounds), used_on


def note_use(client_id: int, day: dt.date) -> None:
    """Once a day, so that a forgotten credential can be told from one in use."""
    hot.fetch(_NOTE, [day, client_id, day])


def clients() -> list[ClientRow]:
    """All but the short ones, newest first."""
    return rows.fetch(ClientRow, _LIST)
