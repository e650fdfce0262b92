"""What somebody else's system says of a person in a part that is played there. A claim: it never proves a level."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.queries.row import Row

# The enrolment is locked first, as in every act that may complete it (see complete_if_due).
_STORE = """
with there as (
  select n.id, n.person_id, part.id as part_id
  from learning_part part
  join learning_enrolment n on n.version_id = part.version_id and n.person_id = %(person)s and n.status <> 'withdrawn'
  where part.link = %(link)s and part.kind = 'lti'
  for no key update of n
)
insert into learning_partprogress as g (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit,
  seq, opened_at, seen_at, completed_at, score)
select there.person_id, there.part_id, there.id, case when %(done)s::bool then 'done' else 'opened' end, '', 0, 0, 1,
  0, %(at)s::timestamptz, %(at)s::timestamptz, case when %(done)s::bool then %(at)s::timestamptz end,
  %(score)s::smallint
from there
on conflict (person_id, part_id) do update set
  state = case when g.state = 'done' then 'done' else excluded.state end,
  completed_at = coalesce(g.completed_at, excluded.completed_at),
  score = greatest(g.score, excluded.score),
  seen_at = greatest(g.seen_at, excluded.seen_at)
returning g.enrolment_id, g.state
"""


@transaction.atomic
def record_claim(*, person_id: int, link: uuid.UUID, done: bool, score: int | None, at: dt.datetime) -> bool:
    """Keeps the best score (0 to 100, or None); a part that is done stays so. Repeating it changes nothing.

    False where the person's version of the course has no such part.
    """
    found = rows.fetch(Row, _STORE, {"person": person_id, "link": link, "done": done, "score": score, "at": at})
    for enrolment_id, state in found:
        if state == "done":
            complete_if_due(agent=System("a learning tool"), enrolment_id=enrolment_id, at=at)
    return bool(found)
