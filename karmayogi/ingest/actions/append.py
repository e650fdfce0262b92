"""Storing what is plainly new in one statement of the database, which is a transaction of its own.

That is nearly every request. Ids that are here already, references, new definitions and attachments go the longer way
of actions/store.py, which gives the same result for these too.
"""

import contextlib
import dataclasses
import itertools
import secrets
import struct
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db import IntegrityError, connection, transaction

from karmayogi.ingest.engine import keys, order
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import encode
from karmayogi.ingest.engine.facts import facts
from karmayogi.ingest.engine.statements import prepare
from karmayogi.ingest.types import Agent, Facts, Statement, Version
from karmayogi.kernel import clock
from karmayogi.kernel.prepared import TRUE, Prepared

_APPEND = Prepared(
    "ingest_append",
    "select ingest_append($1::uuid[], $2::bigint, $3::bytea[], $4::int[], $5::int[], $6::bigint[], $7::int[])",
    binary=[2],
)
_APPEND_ONE = Prepared(
    "ingest_append_one",
    "select ingest_append_one($1::uuid, $2::bigint, $3::bytea, $4::int, $5::int, $6::bigint[])",
    binary=[2],
)
_BYTEA = 17  # the database's number of the type
_LENGTH = struct.Struct("!i").pack
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
    try:
        with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
            return _append(ids, bodies, places, found_by, str(keys.key(keys.AGENT, agent_key(authority))).encode())
    except IntegrityError:  # another writer was quicker with one of the ids
        return False


def _append(
    ids: Sequence[str],
    bodies: Sequence[bytes],
    places: Sequence[tuple[int, int]],
    found_by: Sequence[Collection[str]],
    authority: bytes,
) -> bool:
    if len(ids) == 1:
        first, second = places[0]
        values = [ids[0].encode(), authority, bodies[0], b"%d" % first, b"%d" % second, _array(found_by[0])]
        return _APPEND_ONE.first(values) == [TRUE]
    owners: list[str] = []
    for place, mine in enumerate(found_by, 1):
        owners += (str(place),) * len(mine)
    values = [
        _array(ids),
        authority,
        _bytes(bodies),
        _array([str(first) for first, _second in places]),
        _array([str(second) for _first, second in places]),
        _array(itertools.chain.from_iterable(found_by)),
        _array(owners),
    ]
    return _APPEND.first(values) == [TRUE]


def _array(texts: Iterable[str]) -> bytes:
    """The database's own text of an array of numbers or ids."""
    return ("{" + ",".join(texts) + "}").encode()


def _bytes(bodies: Sequence[bytes]) -> bytes:
    """An array in binary form: dimensions, no nulls, type, how many from which on; each with its length."""
    pieces = [struct.pack("!iiIii", 1, 0, _BYTEA, len(bodies), 1)]
    for body in bodies:
        pieces += (_LENGTH(len(body)), body)
    return b"".join(pieces)


def array(values: Iterable[object]) -> str:
    """The database's own text of an array: for numbers and uuids quicker than any adapter."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
