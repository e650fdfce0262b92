"""The result of a test, told by assessment. It marks the quiz part and may complete the course."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, System
from karmayogi.learning.actions.complete_course import complete_if_due, completed, renew
from karmayogi.learning.queries.renewals import renews_from
from karmayogi.learning.queries.row import Row

# The enrolment is locked first, as in every act that may complete it (see complete_if_due).
_STORE = """
with there as (
  select n.id, n.person_id, part.id as part_id
  from learning_part part
  join learning_enrolment n on n.version_id = part.version_id and n.person_id = %(person)s and n.status <> 'withdrawn'
  where part.uuid = %(part)s and part.kind = 'quiz'
  for no key update of n
)
insert into learning_partprogress as g (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit,
  seq, opened_at, seen_at, completed_at, score, attempt_uuid, witnessed)
select there.person_id, there.part_id, there.id, case when %(passed)s::bool then 'done' else 'opened' end, '', 0, 0, 1,
  0,
  %(at)s::timestamptz, %(at)s::timestamptz, case when %(passed)s::bool then %(at)s::timestamptz end,
  %(score)s::smallint, %(attempt)s::uuid, %(passed)s::bool and %(witnessed)s::bool
from there
on conflict (person_id, part_id) do update set
  state = case when g.state = 'done' then 'done' else excluded.state end,
  completed_at = coalesce(g.completed_at, excluded.completed_at),
  attempt_uuid = case when coalesce(g.score, -1) >= excluded.score then g.attempt_uuid else excluded.attempt_uuid end,
  witnessed = g.witnessed or excluded.witnessed,
  score = greatest(g.score, excluded.score),
  seen_at = greatest(g.seen_at, excluded.seen_at)
returning g.enrolment_id, g.state
"""


@transaction.atomic
def record_result(
    *,
    person_id: int,
    part_uuid: uuid.UUID,
    passed: bool,
    score: int,
    attempt_uuid: uuid.UUID,
    at: dt.datetime,
    witnessed: bool = False,
    fresh: bool = False,
) -> None:
    """Keeps the best score (0 to 100); a pass is never taken back by a later failure. Repeating it changes nothing.

    witnessed: a proctor saw that person take it. fresh: it was handed in just now, so that passing it renews a
    certificate that runs out.
    Raises NotFound unless the person is enrolled in the version of that quiz.
    """
    found = rows.first(
        Row,
        _STORE,
        {
            "passed": passed, "at": at, "score": score, "attempt": attempt_uuid, "person": person_id,
            "part": part_uuid, "witnessed": witnessed,
        },
    )  # fmt: skip
    if found is None:
        raise NotFound
    enrolment_id, state = found
    if state != "done" or complete_if_due(agent=System("assessment"), enrolment_id=enrolment_id, at=at):
        return
    done = completed(enrolment_id) if passed and fresh and renews_from(person_id, part_uuid, at) else None
    if done is not None:
        renew(System("assessment"), done, score=score, witnessed=witnessed, attempt_uuid=attempt_uuid, at=at)
