"""What orders that count for the appraisal prescribe, to everybody or to a few: courses, and when each was done.

The appraisal year (talent) builds its statement of these two; an audience is asked here and nowhere else.
"""

from collections.abc import Sequence
from typing import Any

from karmayogi.plans.queries.audience import Params, matches_sql, paths_of
from karmayogi.plans.queries.evaluation import DONE
from karmayogi.plans.types import Mandate

_NONE = "select null::bigint as person_id, null::bigint as course_id, null::bigint as same_id where false"


def prescribed_sql(mandates: Sequence[Mandate], people: Sequence[int] | None = None) -> tuple[str, Params]:
    """(select of person_id, course_id, same_id, its parameters, without %(on)s, the day on which posts are looked at).

    course_id: prescribed to her; same_id: what counts for it, itself among them. An exemption on that day takes away
    what its order prescribes. people: only these.
    """
    if not mandates:
        return _NONE, {}
    paths, params = paths_of(list(mandates)), dict[str, Any]()
    parts = []
    for place, mandate in enumerate(mandates):
        matches, given = matches_sql(mandate, paths, f"p{place}")
        only = " where x.person_id = any(%(people)s::bigint[])" if people is not None else ""
        parts.append(f"select x.person_id, {int(mandate.id)}::bigint as mandate_id from ({matches}) x{only}")
        params |= given
    items = [(one.id, same[0], each) for one in mandates for same in one.what.items for each in same]
    params |= {
        "of": [mandate for mandate, _course, _same in items], "course": [course for _m, course, _same in items],
        "same": [same for _m, _course, same in items],
    }  # fmt: skip
    if people is not None:
        params["people"] = list(people)
    sql = f"""
    select distinct a.person_id, i.course_id, i.same_id
    from ({" union ".join(parts)}) a
    join unnest(%(of)s::bigint[], %(course)s::bigint[], %(same)s::bigint[]) as i (mandate_id, course_id, same_id)
      on i.mandate_id = a.mandate_id
    where not exists (
      select from plans_relief r where r.mandate_id = a.mandate_id and r.person_id = a.person_id
        and r.state = 'granted' and r.kind = 'exemption' and r.from_on <= %(on)s
        and (r.until_on is null or r.until_on > %(on)s))
    """
    return sql, params


def done_sql(only: str) -> str:
    """Select of person_id, course_id, day: what was completed, passed again or attended. only: a condition on
    n.person_id and n.course_id."""
    return DONE.format(only=only)
