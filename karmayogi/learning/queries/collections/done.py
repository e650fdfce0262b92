"""Which items of a programme count as completed for somebody: one condition, wherever it is asked."""

from collections.abc import Collection

from karmayogi.kernel import rows

COUNTED = """
from learning_programmeenrolment pe
join learning_courseversion v on v.id = pe.version_id
join learning_programmenode node on node.version_id = pe.version_id and node.course_id is not null
"""
IS_DONE = """(
  exists (select from learning_enrolment n where n.person_id = pe.person_id and n.course_id = node.course_id
            and n.status = 'completed' and (v.counts_prior or n.completed_at >= pe.enrolled_at))
  or exists (select from learning_gatheringplace p where p.person_id = pe.person_id and p.course_id = node.course_id
            and p.attended_at is not null and (v.counts_prior or p.attended_at >= pe.enrolled_at)))"""

_DONE = f"""
select pe.id, array_agg(distinct node.course_id) {COUNTED} where pe.id = any(%s::bigint[]) and {IS_DONE} group by 1
"""


def done_of(enrolment_id: int) -> frozenset[int]:
    """Courses of the programme that count as completed for this enrolment."""
    return done_of_many([enrolment_id]).get(enrolment_id, frozenset())


def done_of_many(enrolments: Collection[int]) -> dict[int, frozenset[int]]:
    """The same for many, by enrolment; without those of which nothing is completed."""
    return dict(rows.fetch(lambda one, courses: (one, frozenset(courses)), _DONE, [list(enrolments)]))
