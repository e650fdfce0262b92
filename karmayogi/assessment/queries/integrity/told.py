"""Tests whose result did not arrive, or whose marks are not those of their answers: rules of the record checker."""

from karmayogi.kernel import rows
from karmayogi.learning.types import Oddity

_NOT_TOLD = """
select a.id, a.person_id, a.uuid, '' from assessment_attempt a
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id
join learning_enrolment n on n.version_id = part.version_id and n.person_id = a.person_id and n.status <> 'withdrawn'
left join learning_partprogress g on g.person_id = a.person_id and g.part_id = part.id
left join assessment_rescore r on r.attempt_id = a.id
where a.id > %s and a.id <= %s and coalesce(r.passed, a.passed) and g.state is distinct from 'done'
"""
# "right" counts whole worths alone and stays as it was when a question is withdrawn later, as the marks do. Before
# persons have marked the last text there is nothing to compare.
_MARKS = """
select a.id, a.person_id, a.uuid, a."right" || ' / ' || count(*) filter (where i.correct)
from assessment_attempt a join assessment_attemptitem i on i.attempt_id = a.id
where a.id > %s and a.id <= %s and a."right" is not null
group by a.id having a."right" is distinct from (count(*) filter (where i.correct))::int
"""
_RESULT = """
select a.person_id, part.uuid, coalesce(r.passed, a.passed), coalesce(r.score, a.score), a.uuid
from assessment_attempt a left join assessment_rescore r on r.attempt_id = a.id
join assessment_paper p on p.id = a.paper_id join learning_part part on part.id = p.part_id where a.id = %s
"""


def top() -> int:
    return int(rows.scalar("select coalesce(max(id), 0) from assessment_attempt"))


def not_told(after: int, upto: int) -> list[Oddity]:
    return rows.fetch(Oddity, _NOT_TOLD, [after, upto])


def marks_differ(after: int, upto: int) -> list[Oddity]:
    return rows.fetch(Oddity, _MARKS, [after, upto])


def result_of(attempt_id: int) -> tuple[object, ...] | None:
    """(person id, uuid of the part, passed, score, uuid of the attempt)."""
    return rows.first(lambda *row: row, _RESULT, [attempt_id])
