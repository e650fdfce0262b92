"""Opening a part: from here on the server counts time, and "continue" leads here."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor

_OPEN = """
with there as (
  update learning_enrolment set last_part_id = %(part)s, last_at = %(at)s
  where id = %(enrolment)s and person_id = %(person)s
  returning id
)
insert into learning_partprogress
  (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit, seq, opened_at, seen_at)
select %(person)s::bigint, %(part)s::bigint, there.id, 'opened', coalesce(%(place)s::text, ''), 0, 0, 1, 0,
  %(at)s::timestamptz, %(at)s::timestamptz
from there
on conflict (person_id, part_id) do update
  set visit = learning_partprogress.visit + 1, seq = 0,
      position = coalesce(%(place)s::text, learning_partprogress.position),
      seen_at = greatest(learning_partprogress.seen_at, excluded.seen_at)
returning visit
"""


def open_part(*, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime, place: str | None = None) -> int:
    """Notes that the part was opened; returns the number of this visit. One statement.

    place: the page that was asked for, where there are pages.
    The time up to now that no report has claimed is given up: she was elsewhere.
    """
    found = rows.scalar(
        _OPEN, {"part": part_id, "at": at, "enrolment": enrolment_id, "person": actor.person_id, "place": place}
    )
    return int(found)
