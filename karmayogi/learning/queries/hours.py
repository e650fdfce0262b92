"""Learning hours of a person."""

import datetime as dt

from karmayogi.kernel import rows

_MINUTES = """
select coalesce(sum(minutes), 0) from learning_learningcredit where person_id = %s and "on" >= %s and "on" < %s
"""


def hours_of(person_id: int, since: dt.date, until: dt.date) -> int:
    """Minutes credited from `since` up to the day before `until`."""
    return int(rows.scalar(_MINUTES, [person_id, since, until]))


_BY_KIND = """
select kind, sum(minutes) from learning_learningcredit where person_id = %s and "on" >= %s and "on" < %s group by kind
"""


def hours_by_kind(person_id: int, since: dt.date, until: dt.date) -> dict[str, int]:
    """Minutes credited, by kind: formal (the 10 of 70-20-10), social (20), experience (70)."""
    return dict(rows.fetch(lambda kind, minutes: (kind, int(minutes)), _BY_KIND, [person_id, since, until]))
