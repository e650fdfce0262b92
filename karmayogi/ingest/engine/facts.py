"""What a store finds a statement by, read out of a statement that was checked and prepared."""

import uuid
from collections.abc import Iterator
from typing import Any

from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.syntax import moment
from karmayogi.ingest.types import Agent, Facts, Statement

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_IDENTIFIERS = frozenset({"mbox", "mbox_sha1sum", "openid", "account"})
AGENTS = ("Agent", "Group")


def facts(statement: Statement) -> Facts:
    """See `types.Facts`. Keys come once each, in the order in which they stand in the statement."""
    about = statement["object"]
    kind = about.get("objectType", "Activity")
    verb = statement["verb"]["id"]
    context = statement.get("context")
    registration = context.get("registration") if context else None
    refers_to = _uuid(about["id"]) if kind == "StatementRef" else None

    agents: dict[str, None] = {}
    add_agents(agents, statement["actor"])
    if kind in AGENTS:
        add_agents(agents, about)
    related = dict(agents)
    activities: dict[str, None] = {}
    hashes = {one["sha2"].lower(): None for one in statement.get("attachments", ())}
    if kind == "Activity":
        activities[about["id"]] = None
    elif kind == "SubStatement":
        add_agents(related, about["actor"])
        inner = about["object"]
        inner_kind = inner.get("objectType", "Activity")
        if inner_kind == "Activity":
            activities[inner["id"]] = None
        elif inner_kind in AGENTS:
            add_agents(related, inner)
        if "context" in about:
            from_context(about["context"], related, activities)
        hashes.update((one["sha2"].lower(), None) for one in about.get("attachments", ()))
    if context:
        from_context(context, related, activities)
    if "authority" in statement:
        add_agents(related, statement["authority"])

    return Facts(
        id=_uuid(statement["id"]),
        verb=verb,
        kind=kind,
        activity=about["id"] if kind == "Activity" else None,
        registration=_uuid(registration) if registration else None,
        timestamp=moment(statement["timestamp"]),
        stored=moment(statement["stored"]),
        voids=refers_to if verb == VOIDED else None,
        refers_to=refers_to,
        agents=tuple(agents),
        related_agents=tuple(related),
        related_activities=tuple(activities),
        attachments=tuple(hashes),
    )


def _uuid(text: str) -> uuid.UUID:
    """Of a text that has the right form; half the time of UUID(text), which tries other forms as well."""
    return uuid.UUID(int=int(text.replace("-", ""), 16))


def add_agents(found: dict[str, None], actor: Agent) -> None:
    """The keys of an agent, or of a group and its members (1.0.3 Communication 2.1.3: a group matches its members)."""
    if "objectType" in actor and actor["objectType"] == "Group":
        if not _IDENTIFIERS.isdisjoint(actor):
            found[agent_key(actor)] = None
        for member in actor.get("member", ()):
            found[agent_key(member)] = None
    else:
        found[agent_key(actor)] = None


def from_context(context: dict[str, Any], agents: dict[str, None], activities: dict[str, None]) -> None:
    if "contextActivities" in context:
        for place in context["contextActivities"].values():
            for one in place if type(place) is list else (place,):
                activities[one["id"]] = None
    if "instructor" in context:
        add_agents(agents, context["instructor"])
    if "team" in context:
        add_agents(agents, context["team"])
    for one in context.get("contextAgents", ()):
        add_agents(agents, one["agent"])
    for one in context.get("contextGroups", ()):
        add_agents(agents, one["group"])


def activities_in(statement: Statement) -> Iterator[dict[str, Any]]:
    """Every activity that the statement names, wherever it stands, with its definition if it brings one."""
    for part in _parts(statement):
        if part["object"].get("objectType", "Activity") == "Activity":
            yield part["object"]
        for place in part.get("context", {}).get("contextActivities", {}).values():
            yield from place if type(place) is list else (place,)


def agents_in(statement: Statement) -> Iterator[Agent]:
    """Every agent and identified group that the statement names, wherever it stands, as it is written there."""
    for part in _parts(statement):
        context = part.get("context", {})
        named = [part["actor"], part.get("authority"), context.get("instructor"), context.get("team")]
        if part["object"].get("objectType") in AGENTS:
            named.append(part["object"])
        named += [one["agent"] for one in context.get("contextAgents", ())]
        named += [one["group"] for one in context.get("contextGroups", ())]
        for one in named:
            if one is not None:
                if not _IDENTIFIERS.isdisjoint(one):
                    yield one
                yield from one.get("member", ())


def _parts(statement: Statement) -> list[Statement]:
    about = statement["object"]
    return [statement, about] if about.get("objectType") == "SubStatement" else [statement]
