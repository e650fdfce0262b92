"""How many officers of the country lack a competency at the level that their post asks for, by the language in which
they read these pages: one statement, each person once, on her main post."""

import datetime as dt

from karmayogi.competencies.queries.gaps.heat import PEOPLE, PEOPLE_TODAY, PROVED_TODAY
from karmayogi.competencies.types import Lacking
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END

_KEY = """post.designation_id::text || '|'
    || coalesce((select a.language from people_account a where a.person_id = i.person_id), '')"""

_LACKING = f"""
with {PEOPLE_TODAY.format(people=PEOPLE.format(key=_KEY))}, needs as materialized (
  select p.designation_id, r.competency_id, r.level, r.importance
  from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
  join competencies_competency c on c.id = r.competency_id and c.status = 'published'
  where p.in_force and p.designation_id in (select designation_id from people)
), {PROVED_TODAY}
select needs.competency_id, needs.level, split_part(people.key, '|', 2), sum(people.n)::bigint,
  sum(coalesce(proved.met, 0))::bigint
from people join needs using (designation_id)
left join proved on proved.key = people.key and proved.competency_id = needs.competency_id
group by 1, 2, 3
"""


def lacking(on: dt.date) -> list[Lacking]:
    return rows.fetch(Lacking, _LACKING, {"path": "", "end": PATH_END, "on": on})
