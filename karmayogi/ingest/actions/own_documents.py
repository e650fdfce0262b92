"""Documents that the product itself writes for a course that it launches."""

import datetime as dt
import uuid
from typing import Any

import msgspec

from karmayogi.ingest.actions.write_document import Believed, put
from karmayogi.ingest.engine import keys
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.queries.documents import Place, document
from karmayogi.ingest.types import Agent

_JSON = "application/json"


def keep_state(
    *, activity: str, agent: Agent, registration: uuid.UUID, name: str, content: dict[str, Any], at: dt.datetime
) -> None:
    """Replaces what is there."""
    place = Place(
        kind="state", activity=keys.key(keys.ACTIVITY, activity), agent=keys.key(keys.AGENT, agent_key(agent)),
        registration=registration, name=name,
    )  # fmt: skip
    put(place, msgspec.json.encode(content), _JSON, believed=Believed(), at=at)


def preferences(*, agent: Agent, name: str) -> dict[str, Any]:
    """An agent profile that is a JSON object; {} where there is none, or something else."""
    kept = document(_profile(agent, name))
    try:
        found = msgspec.json.decode(kept.content) if kept else {}
    except msgspec.MsgspecError:
        return {}
    return found if isinstance(found, dict) else {}


def keep_preferences(*, agent: Agent, name: str, content: dict[str, Any], at: dt.datetime) -> None:
    """Replaces an agent profile."""
    put(_profile(agent, name), msgspec.json.encode(content), _JSON, believed=Believed(), at=at)


def _profile(agent: Agent, name: str) -> Place:
    return Place(kind="agent", activity=0, agent=keys.key(keys.AGENT, agent_key(agent)), name=name)
