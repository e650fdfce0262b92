"""Statements for other packages, by what one may ask for."""

import uuid
from collections.abc import Iterable
from typing import Any

from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.find import Ask, find
from karmayogi.ingest.types import Agent, Statement

_HERE = "select uuid from ingest_statement where uuid = any(%s::uuid[])"


def statements(
    *,
    agent: Agent | None = None,
    verb: str | None = None,
    activity: str | None = None,
    registration: uuid.UUID | None = None,
    before: int | None = None,
    limit: int = 100,
    **more: Any,
) -> tuple[list[Statement], int | None]:
    """The newest first, voided ones left out; and `before` of the next page, None at the end.

    more: `related_agents`, `related_activities`, `since`, `until`, `ascending`, `after`, as in queries.find.Ask.
    """
    page = find(
        Ask(
            agent=agent_key(agent) if agent else None, verb=verb, activity=activity, registration=registration,
            before=before, limit=limit, **more,
        )
    )  # fmt: skip
    return [decode(row.body) for row in page.found], page.more


def missing(ids: Iterable[str]) -> list[str]:
    """Those of these ids, each in lower case, that no statement here has; in the order given."""
    wanted = list(ids)
    here = {str(found) for (found,) in hot.fetch(_HERE, [wanted])}
    return [id for id in wanted if id not in here]
