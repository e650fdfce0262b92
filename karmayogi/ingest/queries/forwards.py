"""Record stores that get our statements, and how far behind they are."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.ingest.engine import order
from karmayogi.kernel import rows

MANY = 10_000  # counted no further
_LIST = """
select uuid, name, url, sent_seq, sent_at, failures, next_at, parked, added_by, added_at, ended_at,
  (select count(*) from (select from ingest_statement where seq > f.sent_seq limit %s) w) as waiting,
  (select min(seq) from ingest_statement where seq > f.sent_seq) as oldest
from ingest_forward f order by ended_at is not null, id desc
"""


@dataclasses.dataclass(frozen=True, slots=True)
class ForwardRow:
    """waiting: up to MANY. oldest: of those that wait."""

    uuid: uuid.UUID
    name: str
    url: str
    sent_seq: int
    sent_at: dt.datetime | None
    failures: int
    next_at: dt.datetime
    parked: str
    added_by: str
    added_at: dt.datetime
    ended_at: dt.datetime | None
    waiting: int
    oldest: int | None

    @property
    def since(self) -> dt.datetime | None:
        """Since when the oldest of them waits."""
        return None if self.oldest is None else order.instant(self.oldest)


def forwards() -> list[ForwardRow]:
    return rows.fetch(ForwardRow, _LIST, [MANY])
