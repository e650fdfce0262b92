"""Storing a request that holds nothing unusual: read by `engine/quick.py`, stored by one statement of the database."""

import itertools

from karmayogi.ingest import conf
from karmayogi.ingest.actions.append import MOMENT, append_raw
from karmayogi.ingest.actions.define import known
from karmayogi.ingest.actions.store import Source
from karmayogi.ingest.engine import quick
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
    if source.defines and not known(itertools.chain.from_iterable(one.definitions for one in made)):
        return None
    ids = [one.id for one in made]
    places, keys = [one.places for one in made], [one.keys for one in made]
    return ids if append_raw(ids, [one.body for one in made], places, keys, source.authority) else None
