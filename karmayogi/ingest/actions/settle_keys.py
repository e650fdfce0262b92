"""Keys of the day go over into the index of all days, in its own order: so each of its pages is written once for all
that it gets, and not once for each key."""

from django.db import transaction

from karmayogi.ingest.actions.relate import SETTLING
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.horizon import complete_before, horizon

FIRST = (-(2**63), -1)
# In one transaction. Whoever stores a reference meanwhile waits for it, and all other writers for whoever does.
MOST = 10_000
_ALONE = f"select pg_advisory_xact_lock({SETTLING})"
# Deleted by their places: by their keys, the database would read the whole table each time.
_GO_OVER = """
with next as materialized (
  select ctid as place, key, seq from ingest_freshkey
  where (key, seq) > (%s::bigint, %s::bigint) and seq < %s::bigint order by key, seq limit %s::bigint
), gone as (
  delete from ingest_freshkey where ctid = any(array(select place from next)) returning key, seq
), come as (
  insert into ingest_key (key, seq) select key, seq from gone order by key, seq on conflict do nothing
)
select key, seq, (select count(*) from gone) from next order by key desc, seq desc limit 1
"""
_LEFT = "select true from ingest_freshkey where seq < %s::bigint order by key, seq limit 1"
_SETTLED = """
insert into ingest_settled (one, before) values (true, %s::bigint)
on conflict (one) do update set before = greatest(ingest_settled.before, excluded.before)
"""


def settle_keys() -> int:
    """How many went over. A question finds each in one of the two tables, whenever it is asked."""
    before = complete_before(horizon())  # what is still being written stays
    moved = 0
    # Looked for without the lock first: that reads what is left of the index by those that are gone, and marks them.
    while hot.fetch(_LEFT, [before]) or not _settled(before):
        moved += _go_over(before)
    return moved


def _go_over(before: int) -> int:
    key, seq = FIRST
    moved = 0
    while True:
        with transaction.atomic():
            hot.fetch(_ALONE)
            found = hot.fetch(_GO_OVER, [key, seq, before, MOST])
        if not found:
            return moved
        key, seq, count = found[0]
        moved += count


def _settled(before: int) -> bool:
    """Says so; not when a reference brought one meanwhile."""
    with transaction.atomic():
        hot.fetch(_ALONE)
        if hot.fetch(_LEFT, [before]):
            return False
        # None is left, and nobody brings one now.
        hot.fetch(_SETTLED, [before])
    return True
