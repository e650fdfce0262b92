"""The hot path: one statement from the session cookie to the stored position (web/progress_door.py calls it).

Reports may come twice, late and out of order, from two tabs and two devices:
- a report is known by (visit, seq); visits are numbered by the server, so that of two tabs the one opened later wins;
- `furthest` and the counted seconds only grow; the position follows the newest report;
- time is bounded by the server's clock (engine/honest_time.py; the same rule is written in the statement).

Whose part it is needs no look at the enrolment: progress is keyed by person and part, and the row is there only when
she opened the part in an enrolment of her own.
"""

import dataclasses
import functools
import re
import uuid

from karmayogi.kernel import rows
from karmayogi.learning.engine.watching import SLACK, SPEED
from karmayogi.people.api import SESSION_CTE, SESSIONS_CTE

MOST_BYTES = 4_000  # of the stretches of a person in a film: several hundred pieces

_ASKED = re.compile(r"%\((\w+)\)s::\w+")
_SET = """
update learning_partprogress g set
  position = case when (%(visit)s::int, %(seq)s::int) > (g.visit, g.seq) then %(position)s::text else g.position end,
  furthest = greatest(g.furthest, %(furthest)s::int),
  seconds = g.seconds + case when (%(visit)s::int, %(seq)s::int) = (g.visit, g.seq) then 0 else
    greatest(0, least(%(seconds)s::int, floor(extract(epoch from %(at)s::timestamptz - g.seen_at))::int)) end,
  seen_at = greatest(g.seen_at, %(at)s::timestamptz),
  seq = case when %(visit)s::int = g.visit then greatest(g.seq, %(seq)s::int) else g.seq end
"""
REPORT = f"""{SESSION_CTE}{_SET}
from who
where g.person_id = who.person_id and g.part_id = %(part)s::bigint and %(visit)s::int <= g.visit
returning g.seconds, g.state = 'done', who.unseen
"""

# The reports of many at once, by the same rule; "turn" says which. A row that somebody else holds at this moment is
# left out instead of being waited for, so that one learner holds up nobody and two statements never wait for each
# other; of two reports of one row one is left out. What is left out is reported alone.
REPORTS = f"""
with asked as (
  select * from unnest(%(session)s::text[], %(at)s::timestamptz[], %(part)s::bigint[], %(position)s::text[],
    %(furthest)s::int[], %(seconds)s::int[], %(visit)s::int[], %(seq)s::int[]) with ordinality
    as x (session, at, part, position, furthest, seconds, visit, seq, turn)
), {SESSIONS_CTE}, held as materialized (
  select who.* from who join learning_partprogress g
    on g.person_id = who.person_id and g.part_id = who.part and who.visit <= g.visit
  for no key update of g skip locked
), kept as (
  {_ASKED.sub(r"held.\1", _SET)}
  from held where g.person_id = held.person_id and g.part_id = held.part
  returning held.turn, g.seconds, g.state = 'done' as done, held.unseen
)
select json_agg(json_build_array(turn - 1, seconds, done, unseen)) from kept
"""

# The same of a film or recording, with the stretches that were played since the last report. They are cut to what can
# have been played since then, and all that is kept to what can have been played in the time counted so far
# (engine/watching.py). A row that was cut into a great many pieces takes only what does not add to them.
_SINCE = "extract(epoch from %(at)s::timestamptz - g.seen_at)"
REPORT_FILM = REPORT.replace(
    "  seen_at = greatest(",
    f"""
  read_seconds = g.read_seconds + case when (%(visit)s::int, %(seq)s::int) = (g.visit, g.seq) then 0 else
    greatest(0, least(%(read)s::int, %(seconds)s::int, floor({_SINCE})::int)) end,
  watched = case when (%(visit)s::int, %(seq)s::int) = (g.visit, g.seq) then g.watched else (
    select case when pg_column_size(n.now) <= {MOST_BYTES} or pg_column_size(n.now) <= pg_column_size(n.was)
      then n.now else n.was end
    from (
      select coalesce(g.watched, '{{}}') as was,
        coalesce(g.watched, '{{}}') + coalesce(range_agg(int4range(x.a, least(x.b, x.a + room.most - x.before)))
          filter (where room.most > x.before), '{{}}') as now
      from unnest(%(from)s::int[], %(to)s::int[], %(before)s::int[]) as x(a, b, before), (
        select least(
          floor({_SINCE} * {SPEED}) + {SLACK},
          floor((g.seconds + greatest(0, least(%(seconds)s::int, {_SINCE}))) * {SPEED}) + {SLACK}
            - (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(g.watched) r))::int as most
      ) room
    ) n) end,
  seen_at = greatest(""",
    1,
).replace("who.unseen", "who.unseen, g.watched::text, g.read_seconds")

# Only asked when nothing was kept: is she signed out, or is there no such part of hers?
WHO = SESSION_CTE + "select account_id from who"


@dataclasses.dataclass(frozen=True, slots=True)
class KnownPart:
    id: int
    min_seconds: int
    plays: bool


@functools.lru_cache(maxsize=50_000)
def _known(part_uuid: uuid.UUID) -> KnownPart:
    found = rows.first(
        KnownPart,
        "select id, min_seconds, kind in ('video', 'audio') from learning_part where uuid = %s",
        [part_uuid],
    )
    if found is None:
        raise LookupError(part_uuid)  # an exception is not remembered, so that nobody fills the memory with guesses
    return found


def known_part(part_uuid: uuid.UUID) -> KnownPart | None:
    """A part by its uuid, from memory: published versions are frozen, so this never changes. None for no part."""
    try:
        return _known(part_uuid)
    except LookupError:
        return None


def forget_parts() -> None:
    """For tests, which roll parts back."""
    _known.cache_clear()
