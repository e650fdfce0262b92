"""Parameters of requests: which a method knows, what each must be. Names are exact, also in their case."""

import datetime as dt
import uuid
from urllib.parse import parse_qsl

from karmayogi.ingest.engine.actors import agent_key, check_agent
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.engine.syntax import IRI, UUID
from karmayogi.ingest.types import Agent, Invalid
from karmayogi.ingest.web.xapi.asks import Wrong

MOST = 50  # parameters in an address


def parse(text: str) -> dict[str, str]:
    """The query of an address. Raises Wrong(400) for what cannot be read or comes twice."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:
        raise Wrong(400, "The query of the address cannot be read; encode it as UTF-8 and percent signs.") from None
    query = dict(pairs)
    if len(query) < len(pairs):
        raise Wrong(400, "A parameter comes twice; send each once.")
    return query


def known(query: dict[str, str], names: frozenset[str], *, needed: tuple[str, ...] = ()) -> None:
    """Raises Wrong(400) for a parameter that is not among the names, or a needed one that is missing."""
    for name in query:
        if name not in names:
            raise Wrong(400, f"The parameter {name[:80]!r} is not known here; these are: {', '.join(sorted(names))}.")
    for name in needed:
        if not query.get(name):
            raise Wrong(400, f"The parameter {name!r} is missing.")


def uuid_of(query: dict[str, str], name: str) -> uuid.UUID | None:
    value = query.get(name)
    if value is None:
        return None
    if not UUID.fullmatch(value):
        raise Wrong(400, f"The parameter {name!r} must be a UUID, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301.")
    return uuid.UUID(value)


def iri_of(query: dict[str, str], name: str) -> str | None:
    value = query.get(name)
    if value is not None and not IRI.fullmatch(value):
        raise Wrong(400, f"The parameter {name!r} must be an IRI with its scheme, such as http://example.org/course/1.")
    return value


def moment_of(query: dict[str, str], name: str) -> dt.datetime | None:
    value = query.get(name)
    if value is None:
        return None
    try:
        # A plus that was not encoded arrives as a space.
        found = dt.datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
    except ValueError:
        raise Wrong(400, f"The parameter {name!r} must be a time of ISO 8601, such as 2026-11-20T06:30:00Z.") from None
    found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    try:
        return found.astimezone(dt.UTC)
    except OverflowError:
        raise Wrong(400, f"The parameter {name!r} is a time outside the years 1 to 9999.") from None


def flag_of(query: dict[str, str], name: str) -> bool:
    value = query.get(name, "false")
    if value not in ("true", "false"):
        raise Wrong(400, f"The parameter {name!r} must be true or false.")
    return value == "true"


def count_of(query: dict[str, str], name: str) -> int:
    """A whole number from 0; 0 when it is missing."""
    value = query.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise Wrong(400, f"The parameter {name!r} must be a whole number, 0 or more.")
    return int(value)


def agent_of(query: dict[str, str], name: str = "agent") -> Agent | None:
    value = query.get(name)
    if value is None:
        return None
    try:
        found = decode(value.encode())
    except Invalid as wrong:
        raise Wrong(400, f"The parameter {name!r} must be an agent in JSON: {wrong}") from None
    check_agent(found, where=name)
    agent: Agent = found
    return agent


def agent_key_of(query: dict[str, str], name: str = "agent") -> str | None:
    agent = agent_of(query, name)
    return None if agent is None else agent_key(agent)
