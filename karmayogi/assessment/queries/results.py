"""Results since a moment, for the record store (slot "learning.results")."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.learning.types import Act, ActKind

# Fewer than the limit is the end of them: the limit is of what is told, after all that leaves something out.
_TOLD = """
from assessment_attempt a
  join assessment_paper p on p.id = a.paper_id
  join learning_part part on part.id = p.part_id
  join learning_enrolment n on n.person_id = a.person_id and n.version_id = part.version_id
"""
# Each arm walks an index of its own: what was marked at once, and what persons marked later.
_RESULTS = f"""
select x.at, x.enrolment, x.part_id, x.uuid::text, coalesce(r.score, x.score), coalesce(r.passed, x.passed),
  greatest(0, extract(epoch from x.submitted_at - x.opened_at))::int
from (
  (select a.submitted_at as at, n.id as enrolment, p.part_id, a.* {_TOLD}
   where a.submitted_at > %(since)s and a.submitted_at <= %(until)s and a.score is not null and a.marked_at is null
   order by a.submitted_at limit %(limit)s)
  union all
  (select a.marked_at as at, n.id as enrolment, p.part_id, a.* {_TOLD}
   where a.marked_at > %(since)s and a.marked_at <= %(until)s order by a.marked_at limit %(limit)s)
) x
left join assessment_rescore r on r.attempt_id = x.id
order by x.at limit %(limit)s
"""


def results(since: dt.datetime, until: dt.datetime, limit: int) -> list[Act]:
    return rows.fetch(
        lambda at, enrolment, part, key, score, passed, seconds: Act(
            ActKind.TESTED, at, enrolment, part, key, score, passed, True, seconds
        ),
        _RESULTS,
        {"since": since, "until": until, "limit": limit},
    )
