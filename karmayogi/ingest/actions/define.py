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
_KNOWN = "select key, definition from ingest_activity where key = any(%s::bigint[]) order by key for update"
_UPDATE = """
update ingest_activity set definition = given.definition, updated_at = %s::timestamptz
from unnest(%s::bigint[], %b::bytea[]) as given (key, definition) where ingest_activity.key = given.key
"""
_MOST = 50_000
# Definitions that this process has seen committed: courses send the same one with every statement.
_seen: set[tuple[str, int]] = set()


def forget() -> None:
    """For tests that empty the tables."""
    _seen.clear()


def brings_news(statements: Iterable[Statement]) -> bool:
    """Whether one of them defines an activity in a way that this process has not seen."""
    return bool(_fresh(statements))


def known(definitions: Iterable[tuple[str, int]]) -> bool:
    """Whether this process has seen them all: of each the activity and the hash of the definition as it is written."""
    return _seen.issuperset(definitions)


def define(statements: Iterable[Statement]) -> None:
    """Merges the definitions of all activities in these statements into what is known."""
    if fresh := _fresh(statements):
        _merge(fresh)
        transaction.on_commit(lambda: _remember(fresh))


def _fresh(statements: Iterable[Statement]) -> dict[tuple[str, int], dict[str, Any]]:
    fresh: dict[tuple[str, int], dict[str, Any]] = {}
    for statement in statements:
        for activity in activities_in(statement):
            if definition := activity.get("definition"):
                name = (activity["id"], hash(encode(definition)))
                if name not in _seen:
                    fresh[name] = definition
    return fresh


def _merge(fresh: dict[tuple[str, int], dict[str, Any]]) -> None:
    at = clock.now()
    iris = {keys.key(keys.ACTIVITY, iri): iri for iri, _digest in fresh}
    hot.fetch(_PLACE, [at, list(iris), list(iris.values())])
    known = {key: bytes(definition) for key, definition in hot.fetch(_KNOWN, [list(iris)])}
    merged = {key: decode(definition) for key, definition in known.items()}
    for (iri, _digest), definition in fresh.items():
        key = keys.key(keys.ACTIVITY, iri)
        merged[key] = merge_definition(merged[key], definition)
    changed = {key: body for key, one in merged.items() if (body := encode(one)) != known[key]}
    if changed:
        hot.fetch(_UPDATE, [at, list(changed), list(changed.values())])


def _remember(names: Iterable[tuple[str, int]]) -> None:
    if len(_seen) > _MOST:
        _seen.clear()
    _seen.update(names)
