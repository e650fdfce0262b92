"""Results since a moment, for the record store (slot "learning.results")."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.learning.types import Act, ActKind

_RESULTS = """
select a.submitted_at, n.id, p.part_id, a.uuid::text, coalesce(r.score, a.score), coalesce(r.passed, a.passed),
  greatest(0, extract(epoch from a.submitted_at - a.opened_at))::int
from assessment_attempt a
left join assessment_rescore r on r.attempt_id = a.id
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id
join learning_enrolment n on n.person_id = a.person_id and n.version_id = part.version_id
where a.submitted_at > %s and a.submitted_at <= %s order by a.submitted_at limit %s
"""


def results(since: dt.datetime, until: dt.datetime, limit: int) -> list[Act]:
    return rows.fetch(
        lambda at, enrolment, part, key, score, passed, seconds: Act(
            ActKind.TESTED, at, enrolment, part, key, score, passed, True, seconds
        ),
        _RESULTS,
        [since, until, limit],
    )
