"""Documents of activities and agents, one or their names."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from karmayogi.ingest.queries import hot


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where documents lie. activity, agent: keys, 0 where the kind has none. name: None for all of the place.

    registration None with `any_registration`: those of every attempt (reading and deleting many only).
    """

    kind: str
    activity: int
    agent: int
    registration: uuid.UUID | None = None
    any_registration: bool = False
    name: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    content: bytes
    media_type: str
    etag: str
    updated_at: dt.datetime


_WHERE = "kind = %s and activity = %s::bigint and agent = %s::bigint"
_ONE = f"""
select content, media_type, etag, updated_at from ingest_document
where {_WHERE} and registration is not distinct from %s::uuid and name = %s
"""


def document(place: Place, *, lock: bool = False) -> Document | None:
    """lock: until the end of the transaction nobody else changes it."""
    sql = _ONE + (" for update" if lock else "")
    rows = hot.fetch(sql, [place.kind, place.activity, place.agent, place.registration, place.name])
    return Document(*rows[0]) if rows else None


def names(place: Place, since: dt.datetime | None = None) -> tuple[list[str], dt.datetime | None]:
    """Names of the documents of a place, those changed later than `since`; and when the last of them was changed."""
    where, params = matching(place)
    if since is not None:
        where += " and updated_at > %s::timestamptz"
        params.append(since)
    rows = hot.fetch(f"select name, updated_at from ingest_document where {where} order by updated_at, name", params)
    return list(dict.fromkeys(name for name, _at in rows)), rows[-1][1] if rows else None


def matching(place: Place) -> tuple[str, list[Any]]:
    """Condition and parameters for all documents of a place."""
    where, params = _WHERE, [place.kind, place.activity, place.agent]
    if not place.any_registration:
        where += " and registration is not distinct from %s::uuid"
        params.append(place.registration)
    return where, params
