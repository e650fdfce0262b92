"""Whether two statements are one: what a store may change or add does not count. 1.0.3 Data 2.3.1, IEEE 4.2."""

import re
from typing import Any

from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.facts import AGENTS
from karmayogi.ingest.engine.syntax import moment
from karmayogi.ingest.types import Agent, Statement


def same(a: Statement, b: Statement) -> bool:
    """Whether two checked statements differ in nothing that cannot change.

    Not counted: id, timestamp, stored, authority, version, attachments, the display of verbs, definitions of
    activities, the order of a group's members, a single context activity as an array, objectType where it says what
    holds without it, the case of UUIDs, domains, sums and language tags, what a duration has beyond hundredths of a
    second, and how the timestamp of a SubStatement is written.
    """
    return _part(a) == _part(b)


_FRACTION = re.compile(r"([.,][0-9]{2})[0-9]+S")


def _instant(text: str) -> int:
    at = moment(text)
    return at.toordinal() * 86_400_000 + (at.hour * 3600 + at.minute * 60 + at.second) * 1000 + at.microsecond // 1000


def _part(statement: Statement) -> dict[str, Any]:
    """A statement or a SubStatement in a form that is equal for equal ones."""
    kept = {
        "actor": _actor(statement["actor"]),
        "verb": statement["verb"]["id"],
        "object": _object(statement["object"]),
    }
    if "result" in statement:
        kept["result"] = _exact(statement["result"])
        if "duration" in kept["result"]:
            kept["result"]["duration"] = _FRACTION.sub(r"\1S", kept["result"]["duration"])
    if "context" in statement:
        kept["context"] = _context(statement["context"])
    return kept


def _object(about: dict[str, Any]) -> Any:
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        return (kind, about["id"])
    if kind in AGENTS:
        return (kind, _actor(about))
    if kind == "StatementRef":
        return (kind, about["id"].lower())
    return (kind, _part(about), _instant(about["timestamp"]) if "timestamp" in about else None)


def _actor(actor: Agent) -> dict[str, Any]:
    kept: dict[str, Any] = {"objectType": actor.get("objectType", "Agent")}
    if "name" in actor:
        kept["name"] = actor["name"]
    if "mbox" in actor or "mbox_sha1sum" in actor or "openid" in actor or "account" in actor:
        kept["key"] = agent_key(actor)
    if "member" in actor:
        kept["member"] = sorted((_actor(member) for member in actor["member"]), key=_order)
    return kept


def _order(member: dict[str, Any]) -> tuple[str, ...]:
    return (member.get("key", ""), "name" if "name" in member else "", member.get("name", ""))


def _context(context: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in context.items():
        if name in ("instructor", "team"):
            kept[name] = _actor(value)
        elif name == "contextActivities":
            kept[name] = {
                place: [one["id"] for one in (found if type(found) is list else [found])]
                for place, found in value.items()
            }
        elif name in ("contextAgents", "contextGroups"):
            kept[name] = [
                (_actor(one["agent" if name == "contextAgents" else "group"]), one.get("relevantTypes", []))
                for one in value
            ]
        elif name in ("registration", "language"):
            kept[name] = value.lower()
        elif name == "statement":
            kept[name] = value["id"].lower()
        else:
            kept[name] = _exact(value)
    return kept


def _exact(value: Any) -> Any:
    """JSON in a form in which true is not 1 (in Python it is) and 1 is 1.0 (in JSON it is)."""
    if type(value) is dict:
        return {key: _exact(item) for key, item in value.items()}
    if type(value) is list:
        return [_exact(item) for item in value]
    return ("boolean", value) if value is True or value is False else value
