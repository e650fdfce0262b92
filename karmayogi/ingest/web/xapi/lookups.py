"""Activities, agents, and what this store speaks."""

from typing import Any

from karmayogi.ingest.engine import codec
from karmayogi.ingest.engine.actors import person as person_of
from karmayogi.ingest.policies import READ
from karmayogi.ingest.queries.activities import definitions
from karmayogi.ingest.queries.agents import known_as
from karmayogi.ingest.types import Version
from karmayogi.ingest.web.xapi import params
from karmayogi.ingest.web.xapi.asks import JSON, Answer, Ask

_FIRST = ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]


def activity(ask: Ask) -> Answer:
    params.known(ask.query, frozenset({"activityId"}), needed=("activityId",))
    iri = params.iri_of(ask.query, "activityId")
    ask.need(READ)
    assert iri is not None
    made: dict[str, Any] = {"objectType": "Activity", "id": iri}
    if known := definitions([iri]).get(iri):
        made["definition"] = known
    return Answer(200, codec.encode(made), JSON)


def person(ask: Ask) -> Answer:
    params.known(ask.query, frozenset({"agent"}), needed=("agent",))
    agent = params.agent_of(ask.query)
    ask.need(READ)
    assert agent is not None
    return Answer(200, codec.encode(person_of(known_as(agent))), JSON)


def about(version: Version | None) -> Answer:
    """To who speaks 1.0.x only the versions that its rules let an answer name (1.0.3, Communication 2.8)."""
    versions = _FIRST if version is Version.V1 else [*_FIRST, Version.V2.value]
    return Answer(200, codec.encode({"version": versions}), JSON)
