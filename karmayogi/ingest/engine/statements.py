"""Whether a statement follows the rules, and how it is stored.

The rules are tables: for each kind of object, its properties and the checker of each. Both versions share them; what
differs comes from `versions.RULES`.
"""

import uuid
from typing import Any

from karmayogi.ingest.engine import values
from karmayogi.ingest.engine.activities import activity
from karmayogi.ingest.engine.actors import actor, agent, agent_key, authority, check_agent, group
from karmayogi.ingest.engine.facts import VOIDED, facts
from karmayogi.ingest.engine.syntax import in_utc
from karmayogi.ingest.engine.values import Check, array, inside, record, refuse
from karmayogi.ingest.engine.versions import RULES, Rules, version_of
from karmayogi.ingest.types import Agent, Facts, Invalid, Statement, Version

__all__ = [
    "SIGNATURE",
    "VOIDED",
    "Facts",
    "Invalid",
    "Version",
    "agent_key",
    "check",
    "check_agent",
    "facts",
    "prepare",
    "version_of",
]

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
PLACES = ("parent", "grouping", "category", "other")

verb = record("a verb", {"id": values.iri, "display": values.language_map}, ("id",))
reference = record(
    "a reference to a statement", {"objectType": values.word("StatementRef"), "id": values.uuid}, ("objectType", "id")
)


def _score_in_order(score: dict[str, Any]) -> None:
    raw, least, most = score.get("raw"), score.get("min"), score.get("max")
    if "scaled" in score and not -1 <= score["scaled"] <= 1:
        raise refuse("must be between -1 and 1", "scaled")
    if least is not None and most is not None and not least < most:
        raise refuse('must be less than "max"', "min")
    if raw is not None and ((least is not None and raw < least) or (most is not None and raw > most)):
        raise refuse('must be between "min" and "max"', "raw")


score = record("a score", dict.fromkeys(("scaled", "raw", "min", "max"), values.number), (), _score_in_order)
result = record(
    "a result",
    {
        "score": score,
        "success": values.boolean,
        "completion": values.boolean,
        "response": values.text,
        "duration": values.duration,
        "extensions": values.extensions,
    },
)


def _signature_is_octets(attachment: dict[str, Any]) -> None:
    if attachment["usageType"] == SIGNATURE and attachment["contentType"] != "application/octet-stream":
        raise refuse('of a signature must be "application/octet-stream"', "contentType")


attachment = record(
    "an attachment",
    {
        "usageType": values.iri,
        "display": values.language_map,
        "description": values.language_map,
        "contentType": values.media_type,
        "length": values.size,
        "sha2": values.sha2,
        "fileUrl": values.iri,
    },
    ("usageType", "display", "contentType", "length", "sha2"),
    _signature_is_octets,
)
attachments = array(attachment, "attachments")
_activities = array(activity, "activities")


def _one_or_many(value: Any) -> None:
    """1.0.3 Data 2.4.6.2: an array of activities; a single one is taken too and comes back as an array."""
    return activity(value) if type(value) is dict else _activities(value)


context_activities = record("contextActivities", dict.fromkeys(PLACES, _one_or_many))


def _in_context(name: str, member: str, check: Check) -> Check:
    """2.0: an agent or a group in the context, with the kinds of part that it played."""
    return record(
        f"a {name}",
        {
            "objectType": values.word(name),
            member: check,
            "relevantTypes": array(values.iri, "IRIs", least=1),
        },
        ("objectType", member),
    )


_MORE_CONTEXT = {
    "contextAgents": array(_in_context("contextAgent", "agent", agent), "contextAgents"),
    "contextGroups": array(_in_context("contextGroup", "group", group), "contextGroups"),
}
_CONTEXT = {
    "registration": values.uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": context_activities,
    "revision": values.text,
    "platform": values.text,
    "language": values.language,
    "statement": reference,
    "extensions": values.extensions,
}


def _only_about_activities(statement: dict[str, Any]) -> None:
    """1.0.3 Data 2.4.6: revision and platform say something about an activity."""
    context = statement.get("context")
    if not context or not ("revision" in context or "platform" in context):
        return
    if statement["object"].get("objectType", "Activity") != "Activity":
        name = "revision" if "revision" in context else "platform"
        raise inside(refuse("may stand only where the object is an activity", name), "context")


def _voids_a_statement(statement: dict[str, Any]) -> None:
    if statement["verb"]["id"] == VOIDED and statement["object"].get("objectType") != "StatementRef":
        raise refuse('of a statement that voids must be a reference, with objectType "StatementRef"', "object")


def _object(kinds: dict[str, Check]) -> Check:
    allowed = ", ".join(kinds)

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise refuse(f"must be an object and is {values.kind(value)}")
        found = value.get("objectType", "Activity")
        checker = kinds.get(found) if type(found) is str else None
        if checker is None:
            raise refuse(f"must be one of {allowed}; {values.shown(found)} is not", "objectType")
        checker(value)

    return check


def _in_context_of(rules: Rules) -> dict[str, Check]:
    return _CONTEXT | {name: _MORE_CONTEXT[name] for name in rules.more_context}


def _in_statement(rules: Rules) -> dict[str, Check]:
    timestamp = values.timestamp(rules.timestamp, rules.timestamps)
    shared: dict[str, Check] = {
        "actor": actor,
        "verb": verb,
        "result": result,
        "context": record("a context", _in_context_of(rules)),
        "timestamp": timestamp,
        "attachments": attachments,
    }
    kinds: dict[str, Check] = {"Activity": activity, "Agent": agent, "Group": group, "StatementRef": reference}
    sub = record(
        "a SubStatement",
        shared | {"objectType": values.word("SubStatement"), "object": _object(kinds)},
        REQUIRED,
        _only_about_activities,
    )
    return shared | {
        "id": values.uuid,
        "object": _object(kinds | {"SubStatement": sub}),
        "stored": timestamp,
        "authority": authority,
        "version": values.formed(rules.statement_version, rules.statement_versions),
    }


REQUIRED = ("actor", "verb", "object")
# The properties of a statement and of its context, each with its checker.
PROPERTIES = {version: _in_statement(rules) for version, rules in RULES.items()}
CONTEXT = {version: _in_context_of(rules) for version, rules in RULES.items()}
_TABLES = {
    version: record("a statement", properties, REQUIRED, _only_about_activities, _voids_a_statement)
    for version, properties in PROPERTIES.items()
}


def check(statement: object, *, version: Version, where: str = "statement") -> None:
    """Raises Invalid with the path of the first thing that breaks a rule of this version."""
    try:
        _TABLES[version](statement)
    except Invalid as refusal:
        raise Invalid(where + refusal.where, refusal.why) from None


def prepare(statement: Statement, *, id: uuid.UUID, stored: str, authority: Agent, version: Version) -> Statement:
    """A checked statement as it is stored and given back: with what the store adds, timestamps in UTC (IEEE 4.2.7) and
    contextActivities as arrays.

    A statement keeps the moment and the version it came with; `stored`, `authority` and `id` are as given here.
    """
    made = _even({**statement, "id": str(id), "stored": stored, "authority": authority})
    if "timestamp" not in made:
        made["timestamp"] = stored
    if "version" not in made:
        made["version"] = RULES[version].default
    if made["object"].get("objectType") == "SubStatement":
        made["object"] = _even({**made["object"]})
    return made


def _even(made: Statement) -> Statement:
    if "timestamp" in made:
        made["timestamp"] = in_utc(made["timestamp"])
    if "context" in made:
        made["context"] = with_arrays(made["context"])
    return made


def with_arrays(context: dict[str, Any]) -> dict[str, Any]:
    places = context.get("contextActivities")
    if not places or all(type(found) is list for found in places.values()):
        return context
    arrays = {place: found if type(found) is list else [found] for place, found in places.items()}
    return {**context, "contextActivities": arrays}
