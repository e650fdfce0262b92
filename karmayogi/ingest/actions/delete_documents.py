"""Taking documents away. What is not there is taken away as well."""

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


def delete_all(place: Place) -> None:
    where, params = matching(place)
    hot.fetch(f"delete from ingest_document where {where}", params)
