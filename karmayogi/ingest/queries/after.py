"""Statements in the order of storing, for whoever follows the store: nothing is passed over, nothing comes twice."""

from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.horizon import complete_before, horizon
from karmayogi.ingest.types import StoredStatement

_AFTER = """
select seq, uuid, body from ingest_statement where seq > %s::bigint and seq < %s::bigint order by seq limit %s::int
"""


def statements_after(seq: int, limit: int) -> list[StoredStatement]:
    """What follows that place (0: from the beginning) and is settled: whoever commits later has a later place.

    Voided ones are among them, as are those that void."""
    return [StoredStatement(*row) for row in hot.fetch(_AFTER, [seq, complete_before(horizon()), limit])]
