"""Keys of the day go over into the index of all days, in its own order: so each of its pages is written once for all
that it gets, and not once for each key."""

from django.db import transaction

from karmayogi.ingest.actions.relate import SETTLING
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.horizon import complete_before, horizon

FIRST = (-(2**63), -1)
MOST = 50_000  # in one transaction
_ALONE = f"select pg_advisory_xact_lock({SETTLING})"
_GO_OVER = """
with next as (
  select key, seq from ingest_freshkey
  where (key, seq) > (%s::bigint, %s::bigint) and seq < %s::bigint order by key, seq limit %s::bigint
), gone as (
  delete from ingest_freshkey f using next where f.key = next.key and f.seq = next.seq returning f.key, f.seq
), come as (
  insert into ingest_key (key, seq) select key, seq from gone order by key, seq on conflict do nothing
)
select key, seq, (select count(*) from gone) from next order by key desc, seq desc limit 1
"""


_SETTLED = """
insert into ingest_settled (one, before) values (true, %s::bigint)
on conflict (one) do update set before = greatest(ingest_settled.before, excluded.before)
"""


def settle_keys() -> int:
    """How many went over. A question finds each in one of the two tables, whenever it is asked."""
    before = complete_before(horizon())  # what is still being written stays
    moved = 0
    key, seq = FIRST
    while True:
        with transaction.atomic():
            hot.fetch(_ALONE)
            found = hot.fetch(_GO_OVER, [key, seq, before, MOST])
            if not found and (key, seq) == FIRST:
                # None is left, also none that a reference brought meanwhile; and nobody brings one now.
                hot.fetch(_SETTLED, [before])
                return moved
        key, seq, count = found[0] if found else (*FIRST, 0)
        moved += count
