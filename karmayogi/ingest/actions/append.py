"""Storing what is plainly new in one statement of the database, which is a transaction of its own.

That is nearly every request. Ids that are here already, references, new definitions and attachments go the longer way
of actions/store.py, which gives the same result for these too.
"""

import contextlib
import dataclasses
import secrets
import uuid
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, connection, transaction

from karmayogi.ingest.engine import keys, order
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import encode
from karmayogi.ingest.engine.facts import facts
from karmayogi.ingest.engine.statements import prepare
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Agent, Facts, Statement, Version
from karmayogi.kernel import clock

_APPEND = """
select ingest_append(%s::uuid[], %s::bigint, %b::bytea[], %s::int[], %s::int[], %s::bigint[], %s::int[])
"""
# Stands in the body where the database writes the moment. As long as one, and nobody can guess it.
_MOMENT = secrets.token_hex(12)
_TOKEN = _MOMENT.encode()


@dataclasses.dataclass(frozen=True, slots=True)
class Ready:
    """A statement as it will be stored, all but the moment. places: where that belongs, from 1; the second may be 0."""

    statement: Statement
    facts: Facts
    body: bytes
    places: tuple[int, int]


def ready(
    statements: Sequence[Statement], ids: Sequence[uuid.UUID], *, authority: Agent, version: Version
) -> list[Ready]:
    now = order.text(clock.now())
    made = []
    for statement, id in zip(statements, ids, strict=True):
        prepared = prepare(statement, id=id, stored=now, authority=authority, version=version)
        known = facts(prepared)
        prepared["stored"] = _MOMENT
        if "timestamp" not in statement:
            prepared["timestamp"] = _MOMENT
        body = encode(prepared)
        first = body.index(_TOKEN) + 1
        made.append(Ready(prepared, known, body, (first, body.find(_TOKEN, first) + 1)))
    return made


def append(rows: Sequence[Ready], authority: Agent) -> bool:
    """Whether they are stored. False: one of them is not plainly new, and nothing has happened."""
    agent = agent_key(authority)
    found: list[str] = []
    owners: list[str] = []
    for place, row in enumerate(rows, 1):
        mine = keys.keys_of(row.facts, agent)
        found += map(str, mine)
        owners += [str(place)] * len(mine)
    values = [
        array(row.facts.id for row in rows), keys.key(keys.AGENT, agent), [row.body for row in rows],
        array(row.places[0] for row in rows), array(row.places[1] for row in rows), array(found), array(owners),
    ]  # fmt: skip
    try:
        with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
            return bool(hot.fetch(_APPEND, values)[0][0])
    except IntegrityError:  # another writer was quicker with one of the ids
        return False


def array(values: Iterable[object]) -> str:
    """The database's own text of an array: for numbers and uuids quicker than any adapter."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
