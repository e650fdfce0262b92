"""What came of the trainings of a plan in a quarter: completions of their courses, discharges of their orders."""

import datetime as dt

from karmayogi.capacity.types import Quarter
from karmayogi.kernel import rows
from karmayogi.kernel.clock import IST
from karmayogi.orgs.api import PATH_END

# A plain join: a small body is read from its people, a large one from the courses, as the database finds cheaper.
_COMPLETED = """
select i.id, count(distinct e.person_id)
from capacity_intervention i join learning_enrolment e on e.course_id = i.course_id
join orgs_incumbency n on n.person_id = e.person_id and n.organisation_path >= %(path)s
  and n.organisation_path < %(end)s and n.valid_from <= (e.completed_at at time zone 'Asia/Kolkata')::date
  and (n.valid_to is null or n.valid_to > (e.completed_at at time zone 'Asia/Kolkata')::date)
where i.plan_id = %(plan)s and i.quarter = %(quarter)s and e.completed_at >= %(from)s and e.completed_at < %(to)s
group by 1
"""

_DISCHARGED = """
select i.id, count(*) from capacity_intervention i join plans_mandate m on m.uuid = i.mandate
join plans_discharge d on d.mandate_id = m.id and d.done_on between %(first)s and %(last)s
where i.plan_id = %(plan)s and i.quarter = %(quarter)s group by 1
"""


def actual(plan_id: int, path: str, span: Quarter, today: dt.date) -> dict[int, tuple[int, int]]:
    """Intervention of that quarter -> (people who completed its course in it, on a day on which they held a post at the
    path or below; discharges under the order that was made of it); until today."""
    first, last = span.first, min(span.last, today)
    day = dt.timedelta(days=1)
    asked = {
        "plan": plan_id, "quarter": span.number, "path": path, "end": path + PATH_END, "first": first, "last": last,
        "from": dt.datetime.combine(first, dt.time(), tzinfo=IST),
        "to": dt.datetime.combine(last + day, dt.time(), tzinfo=IST),
    }  # fmt: skip
    completed = dict(rows.fetch(lambda *row: row, _COMPLETED, asked))
    discharged = dict(rows.fetch(lambda *row: row, _DISCHARGED, asked))
    return {key: (completed.get(key, 0), discharged.get(key, 0)) for key in completed.keys() | discharged.keys()}
