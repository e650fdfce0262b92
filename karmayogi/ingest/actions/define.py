"""What is known of an activity grows with every definition that is sent for it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from karmayogi.ingest.engine import keys
from karmayogi.ingest.engine.activities import merge_definition
from karmayogi.ingest.engine.codec import decode, encode
from karmayogi.ingest.engine.facts import activities_in
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Statement
from karmayogi.kernel import clock

# Inserted empty first: of two that bring the first definition, each then sees the other's.
_PLACE = """
insert into ingest_activity (key, iri, definition, updated_at)
select key, iri, '{}'::bytea, %s::timestamptz from unnest(%s::bigint[], %s::text[]) as one (key, iri) order by key
on conflict do nothing
"""
_KNOWN = "select key, definition from ingest_activity where key = any(%s::bigint[])"
_HELD = f"{_KNOWN} order by key for update"
_UPDATE = """
update ingest_activity set definition = given.definition, updated_at = %s::timestamptz
from unnest(%s::bigint[], %b::bytea[]) as given (key, definition) where ingest_activity.key = given.key
"""
_MOST = 50_000

type Name = tuple[str, int]  # of a definition: its activity, and the hash of how it is written
type News = dict[Name, dict[str, Any]]

# Definitions that this process has seen committed: courses send the same one with every statement.
_seen: set[Name] = set()


def forget() -> None:
    """For tests that empty the tables."""
    _seen.clear()


def known(definitions: Iterable[Name]) -> bool:
    """Whether this process has seen them all: of each the activity and the hash of the definition as it is written."""
    return _seen.issuperset(definitions)


def news(statements: Iterable[Statement]) -> News:
    """The definitions in these statements that would change what is known. What a process has not seen before is
    nearly always there already: then one look is all, and nothing needs to be locked or written."""
    fresh: News = {}
    for statement in statements:
        for activity in activities_in(statement):
            if definition := activity.get("definition"):
                name = (activity["id"], hash(encode(definition)))
                if name not in _seen:
                    fresh[name] = definition
    if not fresh:
        return fresh
    before = _read(_KNOWN, fresh)
    changed = _changed(fresh, before)
    settled = [name for name in fresh if _key(name) not in changed]
    # Inside a transaction it may be our own definition that was read.
    transaction.on_commit(lambda: _remember(settled))
    return {name: definition for name, definition in fresh.items() if _key(name) in changed}


def define(fresh: News) -> None:
    """Merges these definitions into what is known."""
    if not fresh:
        return
    at = clock.now()
    iris = {_key(name): name[0] for name in fresh}
    hot.fetch(_PLACE, [at, list(iris), list(iris.values())])
    if changed := _changed(fresh, _read(_HELD, fresh)):
        hot.fetch(_UPDATE, [at, list(changed), list(changed.values())])
    transaction.on_commit(lambda: _remember(fresh))


def _key(name: Name) -> int:
    return keys.key(keys.ACTIVITY, name[0])


def _read(sql: str, fresh: News) -> dict[int, bytes]:
    return {key: bytes(definition) for key, definition in hot.fetch(sql, [list({_key(name) for name in fresh})])}


def _changed(fresh: News, before: dict[int, bytes]) -> dict[int, bytes]:
    """By key of the activity: its definition with these ones, where that is another than before."""
    merged = {key: decode(definition) for key, definition in before.items()}
    for name, definition in fresh.items():
        merged[_key(name)] = merge_definition(merged.get(_key(name)), definition)
    return {key: body for key, one in merged.items() if (body := encode(one)) != before.get(key)}


def _remember(names: Iterable[Name]) -> None:
    if len(_seen) > _MOST:
        _seen.clear()
    _seen.update(names)
