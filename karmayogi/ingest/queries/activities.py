"""What the store knows of activities."""

from collections.abc import Collection
from typing import Any

from karmayogi.ingest.engine import codec, keys
from karmayogi.ingest.queries import hot

_KNOWN = "select iri, definition from ingest_activity where key = any(%s::bigint[])"


def definitions(iris: Collection[str]) -> dict[str, dict[str, Any]]:
    """Of those that have one."""
    if not iris:
        return {}
    found = hot.fetch(_KNOWN, [[keys.key(keys.ACTIVITY, iri) for iri in iris]])
    return {iri: codec.decode(definition) for iri, definition in found}
