"""Statements that were refused and wait, as the platform's page lists them."""

import dataclasses
import datetime as dt
import json
import uuid
from typing import Any

from karmayogi.kernel import rows

MANY = 10_000  # counted no further
_WAITING = "select count(*) from (select from ingest_refusal where stored_at is null limit %s) w"
_PAGE = """
select id, uuid, source, body, why, times, refused_at, last_at from ingest_refusal
where stored_at is null and id < %(before)s
  and (%(q)s = '' or words ilike %(like)s or why ilike %(like)s)
order by id desc limit %(limit)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    id: int
    uuid: uuid.UUID
    source: str
    body: bytes
    why: str
    times: int
    refused_at: dt.datetime
    last_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class RefusalRow:
    """who, did, what: as far as it says so in any way; whole: the statement, indented."""

    uuid: uuid.UUID
    source: str
    who: str
    did: str
    what: str
    whole: str
    why: str
    times: int
    refused_at: dt.datetime
    last_at: dt.datetime


def waiting() -> int:
    """Up to MANY."""
    return int(rows.scalar(_WAITING, [MANY]))


def refusals(words: str, *, before: int | None, limit: int) -> tuple[list[RefusalRow], int | None]:
    """The newest first, and `before` of the next page. words: any text of the statement, its ids or the reason."""
    given = {"q": words, "like": rows.like(words), "before": before or 2**62, "limit": limit + 1}
    found = rows.fetch(_Row, _PAGE, given)
    shown = [_shown(row) for row in found[:limit]]
    return shown, found[limit - 1].id if len(found) > limit else None


def _shown(row: _Row) -> RefusalRow:
    said: Any = json.loads(bytes(row.body))
    agent = _in(said, "actor")
    who = _in(agent, "name") or _in(_in(agent, "account"), "name") or _in(agent, "mbox")
    verb, thing = _in(_in(said, "verb"), "id"), _in(_in(said, "object"), "id")
    return RefusalRow(
        row.uuid, row.source, _text(who), _text(verb).rstrip("/").rpartition("/")[2], _text(thing),
        json.dumps(said, ensure_ascii=False, indent=1).encode(errors="replace").decode(), row.why, row.times,
        row.refused_at, row.last_at,
    )  # fmt: skip


def _in(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
