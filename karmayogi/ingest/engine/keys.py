"""What a statement is found by, as numbers: 64 bits of BLAKE2b over a kind and a value.

Two of a billion values share a number with a likelihood of 3 %; whoever wants a number of their own choice has to try
2^64 values.
"""

import functools
import hashlib
import uuid

from karmayogi.ingest.types import Facts

VERB, ACTIVITY, AGENT, REGISTRATION = "v", "a", "g", "r"
RELATED_ACTIVITY, RELATED_AGENT = "A", "G"
_BOTH = "va"


@functools.lru_cache(maxsize=100_000)
def key(kind: str, value: str) -> int:
    """A bigint of the database."""
    digest = hashlib.blake2b(f"{kind}:{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


@functools.lru_cache(maxsize=100_000)
def verb_and_activity(verb: str, activity: str) -> int:
    """Both at once: two that are frequent alone and rare together would be a long search otherwise."""
    return key(_BOTH, f"{verb}\n{activity}")


def registration_key(registration: uuid.UUID) -> int:
    return key(REGISTRATION, registration.hex)


def keys_of(facts: Facts, authority: str | None = None) -> set[int]:
    """Every key of a statement. authority: key of the agent that vouches for it, when a column has that already."""
    found = {key(VERB, facts.verb)}
    if facts.activity is not None:
        found.add(key(ACTIVITY, facts.activity))
        found.add(verb_and_activity(facts.verb, facts.activity))
    if facts.registration is not None:
        found.add(registration_key(facts.registration))
    for agent in facts.agents:
        found.add(key(AGENT, agent))
    for agent in facts.related_agents:
        if agent != authority and agent not in facts.agents:
            found.add(key(RELATED_AGENT, agent))
    for activity in facts.related_activities:
        if activity != facts.activity:
            found.add(key(RELATED_ACTIVITY, activity))
    return found
