"""What statements say about an agent."""

from karmayogi.ingest.engine import codec
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.facts import agents_in
from karmayogi.ingest.queries.find import Ask, find
from karmayogi.ingest.types import Agent

RECENT = 50  # statements that are looked through for other names


def known_as(agent: Agent) -> list[Agent]:
    """The agent as asked for, then as recent statements have it."""
    wanted = agent_key(agent)
    found = [agent]
    for row in find(Ask(agent=wanted, related_agents=True, limit=RECENT)).found:
        found += [one for one in agents_in(codec.decode(row.body)) if agent_key(one) == wanted]
    return found
