"""Storing statements: all of a request or none, each once, in an order that readers can trust.

What is stored is not entered into the audit trail: the store is itself a trail that only grows.
"""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from karmayogi.ingest import conf
from karmayogi.ingest.actions.append import Ready, append, array, ready
from karmayogi.ingest.actions.define import define, news
from karmayogi.ingest.actions.relate import relate
from karmayogi.ingest.engine import keys, multipart, order, signatures
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import decode, encode
from karmayogi.ingest.engine.equality import same
from karmayogi.ingest.engine.statements import check, prepare
from karmayogi.ingest.policies import Bounds
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Agent, Facts, Invalid, Part, Statement, Version
from karmayogi.kernel import files
from karmayogi.kernel.ids import uuid7

_ENTER = "select ingest_enter(%s::int, %s::boolean)"
# In the order of ids, so that two requests with the same statements wait for each other and never in a circle.
_STORE = """
with given as (
  select * from unnest(%(seqs)s::bigint[], %(ids)s::uuid[], %(refers)s::uuid[], %(voids)s::uuid[], %(bodies)b::bytea[])
    as given (seq, uuid, refers_to, voids, body)
), added as (
  insert into ingest_statement (seq, uuid, authority, refers_to, voids, body)
  select seq, uuid, %(authority)s::bigint, refers_to, voids, body from given order by uuid
  on conflict (uuid) do nothing
  returning seq
), keyed as (
  insert into ingest_freshkey (key, seq)
  select one.key, one.seq from unnest(%(keys)s::bigint[], %(of)s::bigint[]) as one (key, seq) join added using (seq)
)
select array(select seq from added),
  exists (select from given join ingest_statement on ingest_statement.refers_to = given.uuid)
"""
_KEPT = "select uuid, body from ingest_statement where uuid = any(%s::uuid[])"
_AUTHORITIES = "select authority from ingest_statement where uuid = any(%s::uuid[])"
_ATTACH = """
insert into ingest_attachment (seq, sha2, sha256, media_type)
select * from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) on conflict do nothing
"""


class Conflict(Exception):
    """A statement with this id is here and says something else."""

    def __init__(self, statement: uuid.UUID) -> None:
        super().__init__(statement)
        self.statement = statement


class Forbidden(Exception):
    """The sender may store statements, and not this one. `str()` says why."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who sends. authority: the agent that vouches. defines: definitions of activities are taken over. voids_any: also
    what another authority vouches for. bounds: of a short credential."""

    authority: Agent
    defines: bool = True
    voids_any: bool = True
    bounds: Bounds | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """sent: as it came; statement: as it is stored."""

    seq: int
    sent: Statement
    statement: Statement
    facts: Facts
    body: bytes


def store(
    statements: Sequence[Statement], *, source: Source, version: Version, parts: Mapping[str, Part] | None = None
) -> list[uuid.UUID]:
    """The ids, in the order given. A statement that is here already, and says the same, is passed over.

    Raises Invalid for one that breaks a rule, Conflict for an id that is taken, Forbidden for one that this source may
    not store: then nothing is stored. parts: bytes of attachments by their sha2.
    """
    ids = checked(statements, version, parts or {})
    store_checked(statements, ids, source=source, version=version, parts=parts or {})
    return ids


def store_checked(
    statements: Sequence[Statement],
    ids: Sequence[uuid.UUID],
    *,
    source: Source,
    version: Version,
    parts: Mapping[str, Part],
) -> None:
    """The same for what `checked` has read, under the ids that it gave."""
    if not ids:
        return
    made = ready(statements, ids, authority=source.authority, version=version)
    _allowed([row.facts for row in made], source)
    references = any(row.facts.refers_to is not None for row in made)
    plain = not (parts or references or (source.defines and news(row.statement for row in made)))
    if not (plain and append(made, source.authority)):
        _store(statements, made, source, version, parts, alone=references)


def _store(
    statements: Sequence[Statement],
    made: Sequence[Ready],
    source: Source,
    version: Version,
    parts: Mapping[str, Part],
    *,
    alone: bool,
) -> None:
    """alone: with references. Whoever refers to a statement, and whoever stores that statement, must not be at work at
    once: neither would see the other."""
    with transaction.atomic():
        rows = _stamped(statements, made, source, version, alone)
        added, referred = _insert(rows, source)
        if len(added) < len(rows):
            _same_or_conflict([row for row in rows if row.seq not in added])
            rows = [row for row in rows if row.seq in added]
        if referred or alone:
            relate([row.seq for row in rows])
        if source.defines:
            define(news(row.statement for row in rows))
        if parts:
            _attach(rows, parts)


def checked(statements: Sequence[Statement], version: Version, parts: Mapping[str, Part]) -> list[uuid.UUID]:
    """An id for each; raises Invalid for the first that breaks a rule."""
    if len(statements) > conf.STATEMENTS:
        raise Invalid("", f"a request has at most {conf.STATEMENTS} statements; send the rest in another one")
    ids: list[uuid.UUID] = []
    for place, statement in enumerate(statements):
        check(statement, version=version, where=f"statements[{place}]" if len(statements) > 1 else "statement")
        ids.append(uuid.UUID(statement["id"]) if "id" in statement else uuid7())
    if len(set(ids)) < len(ids):
        raise Invalid("id", "two statements of one request have the same id")
    multipart.match(statements, parts)
    if parts:
        signatures.check_all(statements, parts, version=version)
    return ids


def _allowed(found: Sequence[Facts], source: Source) -> None:
    if source.bounds is not None and not all(source.bounds.hold(facts) for facts in found):
        raise Forbidden("This credential stores statements of one agent in one registration only, and voids none.")
    voided = [] if source.voids_any else [facts.voids for facts in found if facts.voids is not None]
    mine = keys.key(keys.AGENT, agent_key(source.authority))
    if voided and any(authority != mine for (authority,) in hot.fetch(_AUTHORITIES, [array(voided)])):
        raise Forbidden("Only who stored a statement may void it, or a credential with the scope all.")


def _stamped(
    statements: Sequence[Statement], made: Sequence[Ready], source: Source, version: Version, alone: bool
) -> list[_Row]:
    seqs: list[int] = hot.fetch(_ENTER, [len(made), alone])[0][0]
    stored = order.text(order.instant(seqs[0]))
    rows = []
    for statement, one, seq in zip(statements, made, seqs, strict=True):
        ready = prepare(statement, id=one.facts.id, stored=stored, authority=source.authority, version=version)
        rows.append(_Row(seq, statement, ready, one.facts, encode(ready)))
    return rows


def _insert(rows: Sequence[_Row], source: Source) -> tuple[set[int], bool]:
    """Which were added, and whether a statement refers to one of them already."""
    authority = agent_key(source.authority)
    found: list[str] = []
    of: list[str] = []
    for row in rows:
        mine = keys.keys_of(row.facts, authority)
        found += map(str, mine)
        of += [str(row.seq)] * len(mine)
    values = {
        "seqs": array(row.seq for row in rows),
        "ids": array(row.facts.id for row in rows),
        "refers": array(row.facts.refers_to for row in rows),
        "voids": array(row.facts.voids for row in rows),
        "bodies": [row.body for row in rows],
        "authority": keys.key(keys.AGENT, authority),
        "keys": "{" + ",".join(found) + "}",
        "of": "{" + ",".join(of) + "}",
    }
    added, referred = hot.fetch(_STORE, values)[0]
    return set(added), referred


def _same_or_conflict(rows: Sequence[_Row]) -> None:
    kept = {found: bytes(body) for found, body in hot.fetch(_KEPT, [array(row.facts.id for row in rows)])}
    for row in rows:
        # As it came: one without a time of its own is the same whenever it is sent again.
        if not same(row.sent, decode(kept[row.facts.id])):
            raise Conflict(row.facts.id)


def _attach(rows: Sequence[_Row], parts: Mapping[str, Part]) -> None:
    seqs, names, places, types = [], [], [], []
    for row in rows:
        for sha2 in row.facts.attachments:
            part = parts.get(sha2)
            if part is None:  # it has an address instead
                continue
            seqs.append(row.seq)
            names.append(sha2)
            types.append(part.content_type[:255])
            places.append(files.put(part.body, files.UNCHECKED).sha256)
    if seqs:
        hot.fetch(_ATTACH, [seqs, names, places, types])
