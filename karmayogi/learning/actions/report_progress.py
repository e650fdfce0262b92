"""The hot path: one statement from the session cookie to the stored position (web/progress_door.py calls it).

Reports may come twice, late and out of order, from two tabs and two devices:
- a report is known by (visit, seq); visits are numbered by the server, so that of two tabs the one opened later wins;
- `furthest` and the counted seconds only grow; the position follows the newest report;
- time is bounded by the server's clock (engine/honest_time.py; the same rule is written in the statement).
"""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from karmayogi.people.api import SESSION_CTE

REPORT = (
    SESSION_CTE
    + """
, target as (
  select g.person_id, g.part_id, part.min_seconds
  from who
  join learning_enrolment n on n.uuid = %(enrolment)s and n.person_id = who.person_id and n.status <> 'withdrawn'
  join learning_part part on part.uuid = %(part)s and part.version_id = n.version_id
  join learning_partprogress g on g.person_id = who.person_id and g.part_id = part.id
), kept as (
  update learning_partprogress g set
    position = case when (%(visit)s::int, %(seq)s::int) > (g.visit, g.seq) then %(position)s::text else g.position end,
    furthest = greatest(g.furthest, %(furthest)s::int),
    seconds = g.seconds + case when (%(visit)s::int, %(seq)s::int) = (g.visit, g.seq) then 0 else
      greatest(0, least(%(seconds)s::int, floor(extract(epoch from %(at)s::timestamptz - g.seen_at))::int)) end,
    seen_at = greatest(g.seen_at, %(at)s::timestamptz),
    seq = case when %(visit)s::int = g.visit then greatest(g.seq, %(seq)s::int) else g.seq end
  from target where g.person_id = target.person_id and g.part_id = target.part_id and %(visit)s::int <= g.visit
  returning g.seconds, g.state, target.min_seconds
)
select (select account_id from who), kept.seconds, kept.state, kept.min_seconds
from (values (1)) as one(x) left join kept on true
"""
)


@dataclasses.dataclass(frozen=True, slots=True)
class Reported:
    """account_id None: nobody is signed in. The others are None where there is no such part of hers, or not opened."""

    account_id: int | None
    seconds: int | None
    state: str | None
    min_seconds: int | None


def parameters(
    *,
    session_key: str,
    enrolment: uuid.UUID,
    part: uuid.UUID,
    position: int,
    seconds: int,
    visit: int,
    seq: int,
    at: dt.datetime,
) -> dict[str, Any]:
    """position: per cent of a page or second of a video; seconds: since the last report that was kept."""
    return {
        "session": session_key, "at": at, "enrolment": enrolment, "part": part, "position": str(position),
        "furthest": position, "seconds": seconds, "visit": visit, "seq": seq,
    }  # fmt: skip
