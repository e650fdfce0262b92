"""Putting a document, or merging into one. What the writer believes to be there is checked under a lock."""

import dataclasses
import datetime as dt
import hashlib

from django.db import transaction

from karmayogi.ingest import conf
from karmayogi.ingest.engine import codec, documents
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.documents import Document, Place, document
from karmayogi.ingest.types import Invalid

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"
_WRITE = """
insert into ingest_document (kind, activity, agent, registration, name, content, media_type, etag, updated_at)
values (%s, %s::bigint, %s::bigint, %s::uuid, %s, %s::bytea, %s, %s, %s::timestamptz)
on conflict (kind, activity, agent, registration, name) do update
set content = excluded.content, media_type = excluded.media_type, etag = excluded.etag, updated_at = excluded.updated_at
"""
LONGEST_NAME = 2_000  # bytes: an entry of an index has no more


class Precondition(Exception):
    """What the writer said must hold does not: If-Match, If-None-Match."""


class Unconditional(Exception):
    """There is a document, and the writer does not say which one they mean to replace."""


class TooLarge(Exception):
    """The document would be larger than allowed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Believed:
    """If-Match and If-None-Match as they came; needed: one of them must be there to replace a document."""

    match: str | None = None
    none_match: str | None = None
    needed: bool = False

    def check(self, there: Document | None) -> None:
        """Raises Precondition."""
        if self.match is not None and not (there and _among(self.match, there.etag)):
            raise Precondition
        if self.none_match is not None and there and _among(self.none_match, there.etag):
            raise Precondition


def put(place: Place, content: bytes, media_type: str, *, believed: Believed, at: dt.datetime) -> None:
    """Raises Precondition, Unconditional, TooLarge."""
    with transaction.atomic():
        there = _locked(place)
        believed.check(there)
        if there and believed.needed and believed.match is None and believed.none_match is None:
            raise Unconditional
        _write(place, content, media_type, at)


def merge(place: Place, content: bytes, media_type: str, *, believed: Believed, at: dt.datetime) -> None:
    """Puts it where there is none. Raises Precondition, TooLarge, and Invalid for what cannot be merged."""
    with transaction.atomic():
        there = _locked(place)
        believed.check(there)
        if there is not None:
            if not (is_json(media_type) and is_json(there.media_type)):
                raise Invalid("", "only a document of application/json can be added to another one; PUT replaces it")
            content = documents.merge(there.content, content)
        elif is_json(media_type):
            codec.decode(content, where="the document")
        _write(place, content, media_type, at)


def _locked(place: Place) -> Document | None:
    # An advisory lock, since the row may not be there yet: of two that make it, the second sees the first.
    hot.fetch(_LOCK, [f"{place.kind}/{place.activity}/{place.agent}/{place.registration}/{place.name}"])
    return document(place)


def _write(place: Place, content: bytes, media_type: str, at: dt.datetime) -> None:
    if len(content) > conf.DOCUMENT_BYTES:
        raise TooLarge
    name = place.name or ""
    if len(name.encode()) > LONGEST_NAME:
        raise Invalid("", f"the name of a document has at most {LONGEST_NAME} bytes")
    etag = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    hot.fetch(
        _WRITE,
        [place.kind, place.activity, place.agent, place.registration, name, content, media_type, etag, at],
    )


def _among(header: str, etag: str) -> bool:
    """Whether the header names this version: `*`, or a list of tags, quoted as RFC 9110 wants or bare."""
    if header.strip() == "*":
        return True
    return any(one.strip().removeprefix("W/").strip('"') == etag for one in header.split(","))


def is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() == "application/json"
