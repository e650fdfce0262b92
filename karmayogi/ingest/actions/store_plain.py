"""Storing a request that holds nothing unusual: read by `engine/quick.py`, stored by one statement of the database."""

import contextlib

from django.db import transaction

from karmayogi.ingest import conf
from karmayogi.ingest.actions.append import MOMENT, append_raw
from karmayogi.ingest.actions.define import define, known, news
from karmayogi.ingest.actions.store import Source
from karmayogi.ingest.engine import quick
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.types import Version
from karmayogi.kernel.ids import uuid7


def store_plain(body: bytes, *, source: Source, version: Version) -> list[str] | None:
    """The ids in the order given. None: nothing has happened, and `store` says what becomes of these statements."""
    if source.bounds is not None:
        return None
    made = quick.read(
        body, version=version, authority=source.authority, moment=MOMENT, most=conf.STATEMENTS, new_id=uuid7
    )
    if made is None:
        return None
    ids, bodies = [one.id for one in made], [one.body for one in made]
    places, keys = [one.places for one in made], [one.keys for one in made]
    unknown = [one.body for one in made if not known(one.definitions)] if source.defines else []
    fresh = news(decode(one) for one in unknown)
    with transaction.atomic() if fresh else contextlib.nullcontext():
        if not append_raw(ids, bodies, places, keys, source.authority):
            return None
        define(fresh)
    return ids
