"""Taking documents away. What is not there is taken away as well."""

from collections.abc import Collection

from django.db import transaction

from karmayogi.ingest.actions.write_document import Believed
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.documents import Place, document, matching


def delete_one(place: Place, *, believed: Believed) -> None:
    """Raises Precondition."""
    with transaction.atomic():
        believed.check(document(place, lock=True))
        where, params = matching(place)
        hot.fetch(f"delete from ingest_document where {where} and name = %s", [*params, place.name])


def delete_all(place: Place, *, sparing: Collection[str] = ()) -> None:
    """sparing: names of documents that stay."""
    where, params = matching(place)
    hot.fetch(f"delete from ingest_document where {where} and name <> all(%s::text[])", [*params, list(sparing)])
