"""Which items of a programme count as completed for somebody: one condition, wherever it is asked."""

import collections
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

_DONE = f"select distinct node.course_id {COUNTED} where pe.id = %s and {IS_DONE}"


def done_of(enrolment_id: int) -> frozenset[int]:
    """Courses of the programme that count as completed for this enrolment."""
    return frozenset(rows.fetch(int, _DONE, [enrolment_id]))


_DONE_BY = f"select distinct pe.id, node.course_id {COUNTED} where pe.id = any(%s::bigint[]) and {IS_DONE}"


def done_by(enrolments: Collection[int]) -> dict[int, set[int]]:
    """The same for many enrolments at once, by enrolment; an empty set for one without any."""
    found = collections.defaultdict[int, set[int]](set)
    for enrolment, course in rows.fetch(lambda *row: row, _DONE_BY, [list(enrolments)]):
        found[enrolment].add(course)
    return found
