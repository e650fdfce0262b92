"""Who did it: agents and groups, and the key under which a store finds them."""

from typing import Any

from karmayogi.ingest.engine import values
from karmayogi.ingest.engine.values import inside, record, refuse
from karmayogi.ingest.types import Agent, Invalid

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")

account = record("an account", {"homePage": values.iri, "name": values.filled}, ("homePage", "name"))
_IDENTIFIED = {
    "name": values.text,
    "mbox": values.mailto,
    "mbox_sha1sum": values.sha1,
    "openid": values.uri,
    "account": account,
}


def _identifiers(value: dict[str, Any]) -> int:
    return ("mbox" in value) + ("account" in value) + ("openid" in value) + ("mbox_sha1sum" in value)


def _one_identifier(value: dict[str, Any]) -> None:
    if _identifiers(value) != 1:
        raise refuse(f"an agent has exactly one of {', '.join(IDENTIFIERS)}; here are {_identifiers(value)}")


agent = record("an agent", {"objectType": values.word("Agent"), **_IDENTIFIED}, (), _one_identifier)
members = values.array(agent, "agents")


def _identified_or_members(value: dict[str, Any]) -> None:
    count = _identifiers(value)
    if count > 1:
        raise refuse(f"a group has at most one of {', '.join(IDENTIFIERS)}; here are {count}")
    if count == 0 and not value.get("member"):
        raise refuse('a group without an identifier needs "member" with at least one agent')


group = record(
    "a group",
    {"objectType": values.word("Group"), "member": members, **_IDENTIFIED},
    ("objectType",),
    _identified_or_members,
)


def actor(value: Any) -> None:
    """An agent or a group; without objectType it is an agent."""
    if type(value) is dict and "objectType" in value:
        found = value["objectType"]
        if found == "Group":
            return group(value)
        if found != "Agent":
            raise inside(refuse(f'must be "Agent" or "Group"; {values.shown(found)} is not'), "objectType")
    return agent(value)


def authority(value: Any) -> None:
    """An agent, or (OAuth with three parties) a group of exactly two that has no identifier."""
    actor(value)
    if value.get("objectType") == "Group":
        if _identifiers(value):
            raise refuse("an authority that is a group has no identifier of its own")
        if len(value["member"]) != 2:
            raise refuse("an authority that is a group has exactly two members: the application and the person")


def agent_key(agent: Agent) -> str:
    """The identifier of an agent or a group as one string; equal strings are the same agent.

    The domain of an address counts in lower case. A sum of an address is another identifier than the address: that
    the two mean one person is known only to whoever knows the address.
    """
    if "mbox" in agent:
        name, _, domain = agent["mbox"].rpartition("@")
        return f"mbox:{name}@{domain.lower()}"
    if "account" in agent:
        found = agent["account"]
        return f"account:{found['homePage'].replace('|', '%7C')}|{found['name']}"
    if "mbox_sha1sum" in agent:
        return f"sha1:{agent['mbox_sha1sum'].lower()}"
    if "openid" in agent:
        return f"openid:{agent['openid']}"
    raise Invalid("agent", "a group without an identifier has no key")


def check_agent(value: object, *, where: str = "agent") -> None:
    """What the parameter `agent` of a request must be: an agent or an identified group."""
    try:
        actor(value)
        if isinstance(value, dict) and not _identifiers(value):
            raise refuse("a group without an identifier cannot be looked up")
    except Invalid as refusal:
        raise Invalid(where + refusal.where, refusal.why) from None


def person(agents: list[Agent]) -> dict[str, Any]:
    """The Person of the Agents resource: everything known by the identifiers of these agents, each once."""
    found: dict[str, list[Any]] = {"name": [], **{name: [] for name in IDENTIFIERS}}
    for one in agents:
        for name, known in found.items():
            if name in one and one[name] not in known:
                known.append(one[name])
    return {"objectType": "Person", **{name: known for name, known in found.items() if known}}
