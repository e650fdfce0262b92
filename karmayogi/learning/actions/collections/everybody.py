"""All programmes of everybody anew, a thousand people a transaction: for the night."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.learning.actions.collections.advance import advance_people

CHUNK = 1000
_NEXT = """
select distinct person_id from learning_programmeenrolment where status = 'active' and person_id > %s
order by person_id limit %s
"""


def advance_everybody(*, at: dt.datetime) -> int:
    """How many programmes that completed. It can be stopped at any moment and run again."""
    last = completed = 0
    while people := rows.fetch(int, _NEXT, [last, CHUNK]):
        completed += advance_people(agent=System("programmes at night"), people=people, at=at)
        last = people[-1]
    return completed
