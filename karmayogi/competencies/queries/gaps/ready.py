"""Who in an office is nearest to what a post or a scheme needs, on a day.

Today is read from the levels that are stored. Another day has no such table: people, posts and the role profile are
those of that day, and the levels of all are worked out anew from the evidence as it counted, or will count, then.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from karmayogi.competencies.queries.gaps import then
from karmayogi.competencies.queries.gaps.heat import PEOPLE
from karmayogi.competencies.queries.gaps.wanted import Want
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END

MOST = 50_000  # people of an office for another day than today: only the proofs of what is wanted are read

# Who may be named to the reader of a past day: people at a post that the reader reaches today.
SEEN = """
join lateral (
  select 1 from orgs_incumbency mine, unnest(%(seen)s::text[]) as reach (path)
  where mine.person_id = p.person_id and starts_with(mine.organisation_path, reach.path)
    and mine.valid_from <= %(today)s and (mine.valid_to is null or mine.valid_to > %(today)s) limit 1) seen on true
"""

_SCORES = """
with at_post as (
{people}), need as (
  select * from unnest(%(ids)s::bigint[], %(needed)s::smallint[]) as need (competency_id, level)
), scored as (
  select a.person_id, a.designation_id,
    (select sum(level) from need) - coalesce(sum(least(l.level, need.level)) filter (where need.level is not null), 0)
      as missing,
    count(*) filter (where l.level >= need.level) as met
  from at_post a
  left join {shown} l on l.person_id = a.person_id and l.competency_id = any(%(ids)s::bigint[])
  left join need on need.competency_id = l.competency_id
  group by a.person_id, a.designation_id
)
"""

_COUNTS = _SCORES + "select count(*), count(*) filter (where missing = 0) from scored"

_LINES = (
    _SCORES
    + """
select person.id, person.uuid, person.name, person.name_native, d.name, d.name_hi, d.name_ur,
  s.missing::int, s.met::int, s.missing::int
from scored s join people_person person on person.id = s.person_id join orgs_designation d on d.id = s.designation_id
where %(last)s::bigint is null or (s.missing, s.person_id) > (%(missing)s::int, %(last)s::bigint)
order by s.missing, s.person_id
limit %(limit)s
"""
)

_TODAY = """
select p.person_id, sum(greatest(need.level - coalesce(l.level, 0), 0))::int
from unnest(%(persons)s::bigint[]) as p (person_id)
cross join unnest(%(ids)s::bigint[], %(needed)s::smallint[]) as need (competency_id, level)
left join competencies_level l on l.person_id = p.person_id and l.competency_id = need.competency_id
group by 1
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """missing: levels in all that are still to show on the day; met: competencies met on it; missing_today: levels that
    the same needs leave to show today."""

    person_id: int
    person_uuid: uuid.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    missing: int
    met: int
    missing_today: int


@dataclasses.dataclass(frozen=True, slots=True)
class Bench:
    """people: in the office on the day; ready: how many of them have shown everything that is wanted, on it."""

    people: int
    ready: int
    lines: tuple[Candidate, ...]
    more: tuple[int, int] | None


NOBODY = Bench(0, 0, (), None)


def ready(
    path: str,
    wanted: Sequence[Want],
    today: dt.date,
    on: dt.date,
    *,
    seen: Sequence[str] | None = None,
    after: tuple[int, int] | None = None,
    limit: int = 50,
) -> Bench | None:
    """Those with the fewest levels missing on the day first. path: of the office as on that day.

    seen: only people who hold a post below one of these paths today, which is asked of another day: whoever has left
    the reach of the reader since, or comes into it later, is neither named nor counted. None when too many work there
    for another day.
    """
    ids = [want.competency_id for want in wanted]
    params: dict[str, Any] = {
        "path": path, "end": path + PATH_END, "on": on, "ids": ids,
        "needed": [want.level for want in wanted],
    }  # fmt: skip
    statement = {"people": PEOPLE.format(key="''"), "shown": "competencies_level"}
    if on != today:
        people = then.PEOPLE.format(key="''")
        if seen is not None:
            people = f"select p.* from ({people}) p {SEEN}"
            params |= {"seen": list(seen), "today": today}
        persons = rows.fetch(int, f"select person_id from ({people}) p order by 1 limit {MOST + 1}", params)
        if len(persons) > MOST:
            return None
        statement = {"people": people, "shown": f"({then.LEVELS})"}
        params |= then.levels_then(persons, on, ids)
    counts = rows.first(lambda people, ready: (people, ready), _COUNTS.format(**statement), params)
    assert counts is not None
    last = {"missing": after[0] if after else None, "last": after[1] if after else None, "limit": limit + 1}
    found = rows.fetch(Candidate, _LINES.format(**statement), params | last)
    page = found[:limit]
    if on != today:
        them = [one.person_id for one in page]
        now = dict(rows.fetch(lambda person, missing: (person, missing), _TODAY, params | {"persons": them}))
        page = [dataclasses.replace(one, missing_today=now.get(one.person_id, 0)) for one in page]
    more = (page[-1].missing, page[-1].person_id) if len(found) > limit else None
    return Bench(*counts, tuple(page), more)
