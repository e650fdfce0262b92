"""What of Today is ours: asked of everybody at every visit, so one statement says that there is nothing."""

from typing import Any

from karmayogi.assessment.queries.marking import GIVEN
from karmayogi.kernel import rows

_WAITS = f"""
select ({GIVEN}), exists (
    select from assessment_recheck r
    where r.person_id = %(person)s and r.state in ('open', 'unconfirmed') and r.appealed_at is null
)
"""


def waits(person_id: int) -> tuple[int, bool]:
    """(answers given to the person as a learner and not marked, whether a re-check waits for an answer or appeal)."""
    found: Any = rows.first(lambda *row: row, _WAITS, {"person": person_id})
    return found
