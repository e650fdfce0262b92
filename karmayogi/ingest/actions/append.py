"""Storing what is plainly new in one statement of the database, which is a transaction of its own.

That is nearly every request. Ids that are here already, references, new definitions and attachments go the longer way
of actions/store.py, which gives the same result for these too.
"""

import contextlib
import dataclasses
import itertools
import secrets
import uuid
from collections.abc import Collection, Iterable, Sequence

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
MOMENT = secrets.token_hex(12)
_TOKEN = MOMENT.encode()


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
        prepared["stored"] = MOMENT
        if "timestamp" not in statement:
            prepared["timestamp"] = MOMENT
        body = encode(prepared)
        first = body.index(_TOKEN) + 1
        made.append(Ready(prepared, known, body, (first, body.find(_TOKEN, first) + 1)))
    return made


def append(rows: Sequence[Ready], authority: Agent) -> bool:
    """Whether they are stored. False: one of them is not plainly new, and nothing has happened."""
    agent = agent_key(authority)
    return append_raw(
        [str(row.facts.id) for row in rows],
        [row.body for row in rows],
        [row.places for row in rows],
        [[str(key) for key in keys.keys_of(row.facts, agent)] for row in rows],
        authority,
    )


def append_raw(
    ids: Sequence[str],
    bodies: Sequence[bytes],
    places: Sequence[tuple[int, int]],
    found_by: Sequence[Collection[str]],
    authority: Agent,
) -> bool:
    """The same for statements of which only this is known, one after the other."""
    owners: list[str] = []
    for place, mine in enumerate(found_by, 1):
        owners += (str(place),) * len(mine)
    values = [
        "{" + ",".join(ids) + "}",
        keys.key(keys.AGENT, agent_key(authority)),
        bodies,
        array(first for first, _second in places),
        array(second for _first, second in places),
        "{" + ",".join(itertools.chain.from_iterable(found_by)) + "}",
        "{" + ",".join(owners) + "}",
    ]
    try:
        with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
            return bool(hot.fetch(_APPEND, values)[0][0])
    except IntegrityError:  # another writer was quicker with one of the ids
        return False


def array(values: Iterable[object]) -> str:
    """The database's own text of an array: for numbers and uuids quicker than any adapter."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
