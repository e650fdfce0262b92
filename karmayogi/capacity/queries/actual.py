"""What came of the trainings of a plan in a quarter: completions of their courses, discharges of their orders."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.clock import IST
from karmayogi.orgs.api import PATH_END

_COMPLETED = """
select i.id, count(distinct e.person_id)
from capacity_intervention i join learning_enrolment e on e.course_id = i.course_id
where i.plan_id = %(plan)s and e.completed_at >= %(from)s and e.completed_at < %(to)s and exists (
  select from orgs_incumbency n where n.person_id = e.person_id and n.organisation_path >= %(path)s
    and n.organisation_path < %(end)s and n.valid_from <= %(last)s and (n.valid_to is null or n.valid_to > %(first)s))
group by 1
"""

_DISCHARGED = """
select i.id, count(*) from capacity_intervention i join plans_mandate m on m.uuid = i.mandate
join plans_discharge d on d.mandate_id = m.id and d.done_on between %(first)s and %(last)s
where i.plan_id = %(plan)s group by 1
"""


def actual(plan_id: int, path: str, first: dt.date, last: dt.date) -> dict[int, tuple[int, int]]:
    """Intervention id -> (people who completed its course between the two days while on a post at the path or below,
    discharges under the order that was made of it in that time)."""
    day = dt.timedelta(days=1)
    asked = {
        "plan": plan_id, "path": path, "end": path + PATH_END, "first": first, "last": last,
        "from": dt.datetime.combine(first, dt.time(), tzinfo=IST),
        "to": dt.datetime.combine(last + day, dt.time(), tzinfo=IST),
    }  # fmt: skip
    completed = dict(rows.fetch(lambda *row: row, _COMPLETED, asked))
    discharged = dict(rows.fetch(lambda *row: row, _DISCHARGED, asked))
    return {key: (completed.get(key, 0), discharged.get(key, 0)) for key in completed.keys() | discharged.keys()}
