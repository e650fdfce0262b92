"""Keys of the day go over into the index of all days, in its own order: so each of its pages is written once for all
that it gets, and not once for each key."""

from django.db import transaction

from karmayogi.ingest.actions.relate import SETTLING
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.horizon import complete_before, horizon

PIECES = 256  # transactions, each with as many of the possible keys
_ALONE = f"select pg_advisory_xact_lock({SETTLING})"
_GO_OVER = """
with gone as (
  delete from ingest_freshkey where key >= %s::bigint and key <= %s::bigint and seq < %s::bigint returning key, seq
), come as (
  insert into ingest_key (key, seq) select key, seq from gone order by key, seq on conflict do nothing returning 1
)
select count(*) from come
"""


def settle_keys() -> int:
    """How many went over. A question finds each in one of the two tables, whenever it is asked."""
    before = complete_before(horizon())  # what is still being written stays
    width = 2**64 // PIECES
    moved = 0
    for piece in range(PIECES):
        first = -(2**63) + piece * width
        with transaction.atomic():
            hot.fetch(_ALONE)
            moved += hot.fetch(_GO_OVER, [first, first + width - 1, before])[0][0]
    return moved
