"""How statements are given back: `ids` and `canonical` of the parameter `format`. 1.0.3 Communication 2.1.3."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from karmayogi.ingest.engine.facts import AGENTS
from karmayogi.ingest.types import Agent, Statement

type Definitions = Callable[[str], dict[str, Any] | None]

_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_RANGE = re.compile(
    r"[ \t]*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*(?:;[ \t]*[qQ]=([01](?:\.\d{0,3})?)[ \t]*)?", re.ASCII
)


def languages(header: str | None) -> list[str]:
    """The languages of Accept-Language, the most wanted first; what cannot be read or is refused (q=0) is left out."""
    found = []
    for place, text in enumerate((header or "")[:1000].split(",")):
        read = _RANGE.fullmatch(text)
        if read and (quality := float(read[2] or 1)) > 0:
            found.append((-min(quality, 1.0), place, read[1]))
    return [name for _, _, name in sorted(found)]


def choose(words: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """One entry of a language map: the one that the reader wants most (RFC 4647 lookup), else the first."""
    if len(words) < 2:
        return words
    tags = {tag.lower(): tag for tag in words}
    for wanted in languages:
        name = wanted.lower()
        while name and name != "*":
            found = tags.get(name) or next((tags[tag] for tag in tags if tag.startswith(name + "-")), None)
            if found:
                return {found: words[found]}
            name = name.rpartition("-")[0]
    first = tags.get("und") or next(iter(words))
    return {first: words[first]}


def ids(statement: Statement) -> Statement:
    """Only what is needed to recognise agents, groups, verbs and activities; all else as it is."""
    made = _part(statement, _minimal_actor, _minimal_activity, lambda verb: {"id": verb["id"]})
    if "authority" in made:
        made["authority"] = _minimal_actor(made["authority"])
    return made


def canonical(statement: Statement, languages: Sequence[str], definition_of: Definitions) -> Statement:
    """Activities with the definition that the store has of them, and one language of each language map of activities
    and verbs; agents and groups as they are. definition_of: activity id -> definition, or None where none is known."""

    def activity(found: dict[str, Any]) -> dict[str, Any]:
        known = definition_of(found["id"])
        if known is None:
            known = found.get("definition")
        made = {name: value for name, value in found.items() if name != "definition"}
        return {**made, "definition": _in_one_language(known, languages)} if known is not None else made

    def verb(found: dict[str, Any]) -> dict[str, Any]:
        return {**found, "display": choose(found["display"], languages)} if "display" in found else found

    return _part(statement, lambda actor: actor, activity, verb)


def _in_one_language(definition: dict[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    made = dict(definition)
    for name in ("name", "description"):
        if name in made:
            made[name] = choose(made[name], languages)
    for name in ("choices", "scale", "source", "target", "steps"):
        if name in made:
            made[name] = [
                {**one, "description": choose(one["description"], languages)} if "description" in one else one
                for one in made[name]
            ]
    return made


def _minimal_actor(actor: Agent) -> Agent:
    made = {name: actor[name] for name in ("objectType", *_IDENTIFIERS) if name in actor}
    if "member" in actor and not any(name in actor for name in _IDENTIFIERS):
        made["member"] = [_minimal_actor(member) for member in actor["member"]]
    return made


def _minimal_activity(activity: dict[str, Any]) -> dict[str, Any]:
    """Without objectType: what has none is an activity, and the suite of conformance tests wants the id alone."""
    return {"id": activity["id"]}


type _Change = Callable[[dict[str, Any]], dict[str, Any]]


def _part(part: Statement, actor: _Change, activity: _Change, verb: _Change) -> Statement:
    """A statement or a SubStatement with its actors, activities and verb changed. The argument stays as it is."""
    made = {**part, "actor": actor(part["actor"]), "verb": verb(part["verb"])}
    about = part["object"]
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        made["object"] = activity(about)
    elif kind in AGENTS:
        made["object"] = actor(about)
    elif kind == "SubStatement":
        made["object"] = _part(about, actor, activity, verb)
    if "context" in part:
        context = dict(part["context"])
        for name in ("instructor", "team"):
            if name in context:
                context[name] = actor(context[name])
        for name, member in (("contextAgents", "agent"), ("contextGroups", "group")):
            if name in context:
                context[name] = [{**one, member: actor(one[member])} for one in context[name]]
        if "contextActivities" in context:
            context["contextActivities"] = {
                place: [activity(one) for one in (found if type(found) is list else [found])]
                for place, found in context["contextActivities"].items()
            }
        made["context"] = context
    return made
