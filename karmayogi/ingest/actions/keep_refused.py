"""What the store refuses of learners' work is kept with the reason, not lost: seen and sent again by the platform."""

import datetime as dt
import hashlib
import itertools
import logging
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from karmayogi.ingest import conf
from karmayogi.ingest.actions.store import Conflict
from karmayogi.ingest.actions.store_own import own_authority, store_statements, with_moment
from karmayogi.ingest.engine.codec import encode
from karmayogi.ingest.models import Refusal
from karmayogi.ingest.types import Agent, Invalid, Statement, Version
from karmayogi.kernel import rows
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.markup import writable

UNIT = Refusal.Source.UNIT.value
_KEEP = """
insert into ingest_refusal as r
  (uuid, source, bound, digest, body, version, authority, client, why, words, times, refused_at, last_at)
select %(uuid)s, %(source)s, %(bound)s, %(digest)s, %(body)s, %(version)s, %(authority)s, %(client)s::uuid, %(why)s,
  %(words)s, 1, %(at)s, %(at)s
where (select count(*) from ingest_refusal where bound = %(bound)s and stored_at is null) < %(most)s
  or exists (select from ingest_refusal where digest = %(digest)s)
on conflict (digest) do update set times = r.times + 1, why = excluded.why, last_at = excluded.last_at,
  -- One that is stored waits no more; another that comes under its id does.
  stored_at = case when r.body = excluded.body then r.stored_at end,
  body = case when r.stored_at is null then r.body else excluded.body end,
  words = case when r.stored_at is null then r.words else excluded.words end
returning 1
"""
_SETTLE = """
update ingest_refusal r set stored_at = %s
from unnest(%s::bytea[], %s::bytea[]) as sent (digest, body)
where r.digest = sent.digest and r.body = sent.body and r.stored_at is null
"""
_log = logging.getLogger(__name__)


def store_or_keep(
    statements: Sequence[Statement],
    *,
    source: str,
    bound: uuid.UUID,
    at: dt.datetime,
    authority: Agent | None = None,
) -> int:
    """Stores each by itself in the caller's transaction; how many were refused, and are kept instead.

    source, bound: which of our players says it, and of which attempt. Repeating changes nothing but how often.
    """
    refused = 0
    for statement in with_moment(statements, at):
        try:
            with transaction.atomic():
                store_statements([statement], at=at, authority=authority)
        except (Invalid, Conflict) as error:
            refused += 1
            keep_refused([statement], source=source, bound=bound, why=in_words(error), at=at, authority=authority)
    return refused


def keep_refused(
    statements: Iterable[Any],
    *,
    source: str,
    bound: uuid.UUID,
    why: str,
    at: dt.datetime,
    authority: Agent | None = None,
    client: uuid.UUID | None = None,
    version: Version = Version.V1,
) -> int:
    """Keeps them as they came, whatever they are; how many. Of one attempt or credential no more than a limit, and
    none that is very long: beyond that the sender is broken, or means harm, and the log says so. What was stored after
    all counts no more."""
    kept = 0
    for statement in itertools.islice(statements, conf.REFUSED_EACH):
        body = encode(statement)
        stored = len(body) <= conf.REFUSED_BYTES and rows.scalar(
            _KEEP,
            {
                "uuid": uuid7(), "source": source, "bound": bound, "body": body, "version": version.value,
                "digest": _digest(bound, statement, body), "client": client, "why": writable(why)[:500],
                "authority": encode(authority or own_authority()).decode(), "at": at, "most": conf.REFUSED_EACH,
                "words": " ".join([*_words(statement), str(bound)])[:4000],
            },
        )  # fmt: skip
        if stored:
            kept += 1
        else:
            _log.warning("a refused statement was not kept", extra={"source": source, "bound": str(bound), "why": why})
    return kept


def settle(statements: Sequence[Statement], *, bound: uuid.UUID, at: dt.datetime) -> None:
    """They are stored: those of them that were refused before, saying the same, wait no more."""
    bodies = [encode(statement) for statement in statements]
    digests = [_digest(bound, statement, body) for statement, body in zip(statements, bodies, strict=True)]
    rows.run(_SETTLE, [at, digests, bodies])


def _digest(bound: uuid.UUID, statement: Any, body: bytes) -> bytes:
    name = statement.get("id") if isinstance(statement, dict) else None
    mark = name.lower().encode() if isinstance(name, str) else body
    return hashlib.sha256(bound.bytes + mark).digest()


def in_words(error: Exception) -> str:
    if isinstance(error, Conflict):
        return f"A statement with the id {error.statement} is stored and says something else."
    return str(error)


def _words(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text of it, whatever shape it has."""
    if isinstance(value, str):
        yield writable(value)[:300]
    elif depth < 8 and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _words(one, depth + 1)
