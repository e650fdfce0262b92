"""Learning hours of a person: the one place that adds up the ledger of hours (learning_learningcredit) for a person.

Every page takes its figure from here, so that Today, My learning, the passport and a supervisor's view agree; the
metrics of offices (insight) add up the same table.
"""

import datetime as dt

from karmayogi.kernel import rows

_BY_KIND = """
select kind, sum(minutes) from learning_learningcredit where person_id = %s and "on" >= %s and "on" < %s
group by kind having sum(minutes) <> 0
"""


def hours_by_kind(person_id: int, since: dt.date, until: dt.date) -> dict[str, int]:
    """Minutes credited from `since` up to the day before `until`, by kind: formal (the 10 of 70-20-10), social (20),
    experience (70)."""
    return dict(rows.fetch(lambda kind, minutes: (kind, int(minutes)), _BY_KIND, [person_id, since, until]))


def hours_of(person_id: int, since: dt.date, until: dt.date) -> int:
    """The same in one sum."""
    return sum(hours_by_kind(person_id, since, until).values())
