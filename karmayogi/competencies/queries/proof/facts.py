"""Evidence that stands, for the level engines: one person at a time, or thousands as arrays."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection

from karmayogi.competencies.engine.levels import SOURCES, Fact
from karmayogi.competencies.engine.levels_many import Facts
from karmayogi.competencies.types import Source
from karmayogi.kernel import clock, rows

STANDING = """
e.withdraws_id is null and e.contested_at is null
  and not exists (select 1 from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
"""
_FACTS = f"""
select e.source, e.level, e.observed_at, e.instrument, e.competency_id
from competencies_evidence e
where e.person_id = %s and (%s::bigint is null or e.competency_id = %s::bigint) and {STANDING}
"""

# Fixed widths, so that the binary form of COPY is an array of records already.
_COPY = f"""
copy (
  select e.person_id, e.competency_id, array_position(%s::varchar[], e.source) - 1, e.level,
    (e.observed_at at time zone 'Asia/Kolkata')::date - date '1970-01-01'
  from competencies_evidence e
  where e.person_id = any(%s::bigint[]) and (%s::bigint[] is null or e.competency_id = any(%s::bigint[]))
    and (%s::bigint is null or e.registered_id is distinct from %s::bigint)
    and e.observed_at < coalesce(%s::timestamptz, 'infinity') and {STANDING}
  order by e.person_id, e.competency_id
) to stdout (format binary)
"""
_RECORD = np.dtype(
    [
        ("fields", ">i2"), ("w1", ">i4"), ("person", ">i8"), ("w2", ">i4"), ("competency", ">i8"), ("w3", ">i4"),
        ("source", ">i4"), ("w4", ">i4"), ("level", ">i2"), ("w5", ">i4"), ("day", ">i4"),
    ]
)  # fmt: skip
_HEADER, _TRAILER = 19, 2  # signature, flags and extension of the format; its closing mark


def facts_of(person_id: int, competency_id: int | None = None) -> dict[int, list[Fact]]:
    """Competency id -> rows that stand, of one competency or of all."""
    found: dict[int, list[Fact]] = {}

    def row(source: str, level: int, seen: Any, instrument: str, competency: int) -> None:
        found.setdefault(competency, []).append(Fact(Source(source), level, clock.day(seen), instrument))

    rows.fetch(row, _FACTS, [person_id, competency_id, competency_id])
    return found


def facts_of_many(
    person_ids: Sequence[int],
    competency_ids: Sequence[int] | None = None,
    *,
    without: int | None = None,
    by: dt.date | None = None,
) -> Facts:
    """Rows that stand of these persons (and competencies), as arrays. About 40 bytes a row. without: the id of an
    instrument whose rows are left out. by: only what was observed by the end of that day."""
    only = None if competency_ids is None else list(competency_ids)
    terms: list[Any] = [list(SOURCES), list(person_ids), only, only, without, without]
    terms.append(None if by is None else dt.datetime.combine(by + dt.timedelta(days=1), dt.time(), clock.IST))
    with connection.cursor() as cursor, cursor.copy(_COPY, terms) as copy:
        content = b"".join(copy)
    read = np.frombuffer(
        content, _RECORD, offset=_HEADER, count=(len(content) - _HEADER - _TRAILER) // _RECORD.itemsize
    )
    return Facts(*(read[name].astype(np.int64) for name in ("person", "competency", "source", "level", "day")))
