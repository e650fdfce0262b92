"""The latest looks at a record."""

import dataclasses
import datetime as dt

from karmayogi.kernel import clock, rows

_LOOKS = """
select a.at, a.agent_label, a.why
from kernel_auditentry a
where a.concerns_id = %s and a.at < %s and a.tag like '%%:see' and not exists (
  select from people_account mine where mine.person_id = a.concerns_id and mine.id = a.account_id)
order by a.id desc limit 5
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    at: dt.datetime
    by: str
    why: str


def latest_looks(person_id: int, before: dt.date) -> list[Look]:
    """The five latest times before that day that somebody else looked at her record."""
    return rows.fetch(Look, _LOOKS, [person_id, dt.datetime.combine(before, dt.time(), clock.IST)])
