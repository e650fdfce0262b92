"""Learning hours of a person."""

import datetime as dt

from karmayogi.kernel import rows

_MINUTES = """
select coalesce(sum(minutes), 0) from learning_learningcredit where person_id = %s and "on" >= %s and "on" < %s
"""


def hours_of(person_id: int, since: dt.date, until: dt.date) -> int:
    """Minutes credited from `since` up to the day before `until`."""
    return int(rows.scalar(_MINUTES, [person_id, since, until]))
