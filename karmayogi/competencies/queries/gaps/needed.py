"""What an organisation needs, by designation and competency: the counts of its annual plan, in one statement."""

import dataclasses
import datetime as dt

from karmayogi.competencies.queries.gaps.heat import PEOPLE_TODAY, PROVED_TODAY, people_of
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END


@dataclasses.dataclass(frozen=True, slots=True)
class Needed:
    """people: who hold such a post, each once; met: how many of them have shown what the profile in force asks.

    wanted: levels asked, over all of them; missing: of these, levels not shown. importance: of the profile, 1 to 5.
    """

    designation_id: int
    competency_id: int
    people: int
    met: int
    wanted: int
    missing: int
    importance: int


_NEEDED = f"""
with {PEOPLE_TODAY.format(people=people_of("designation"))}, needs as materialized (
  select p.designation_id, r.competency_id, r.level, r.importance
  from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
  where p.in_force and p.designation_id in (select designation_id from people)
), {PROVED_TODAY}
select people.designation_id, needs.competency_id, people.n::bigint, coalesce(proved.met, 0)::bigint,
  (people.n * needs.level)::bigint, (people.n * needs.level - coalesce(proved.levels, 0))::bigint, needs.importance
from people join needs using (designation_id)
left join proved on proved.key = people.key and proved.competency_id = needs.competency_id
order by 1, 2
"""


def needs_by_designation(path: str, on: dt.date) -> list[Needed]:
    """Of everybody on a post of the organisation at `path` and below on that day; what has no profile asks nothing."""
    return rows.fetch(Needed, _NEEDED, {"path": path, "end": path + PATH_END, "on": on})
