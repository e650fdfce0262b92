"""The list of cascades, and one of them: tiers as planned and as trained, State by State."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.learning.engine.cascades.telling import told
from karmayogi.learning.policies import sees_cascades
from karmayogi.learning.queries.row import Row
from karmayogi.orgs import api as orgs

PAGE = 25
NO_STATE = ""  # whose office lies in no State: ministries, and people without a post

# A condition on the place p of an event with times g: there from beginning to end.
IN_FULL = "p.attended_minutes >= greatest(1, round(extract(epoch from g.ends_at - g.starts_at) / 60))"


@dataclasses.dataclass(frozen=True, slots=True)
class CascadeLine:
    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    tiers: int
    planned: int
    due_on: dt.date
    sessions: int
    closed: bool


_LINES = """
select k.id, k.uuid, k.name_en, k.name_hi, k.name_ur, o.name_en, o.name_hi, o.name_ur, t.tiers, t.planned, t.due_on,
  (select count(*)::int from learning_cascadesession s join learning_cascadetier x on x.id = s.tier_id
   where x.cascade_id = k.id), k.closed_at is not null
from learning_cascade k join orgs_organisation o on o.id = k.organisation_id
cross join lateral (
  select count(*)::int as tiers, sum(planned)::bigint as planned, max(due_on) as due_on
  from learning_cascadetier where cascade_id = k.id) t
where (%(q)s = '' or k.name_en ilike %(like)s or k.name_hi ilike %(like)s or k.name_ur ilike %(like)s
       or o.name_en ilike %(like)s or o.name_hi ilike %(like)s or o.name_ur ilike %(like)s)
  and (lower(k.name_en), k.id) > (%(name)s, %(last)s::bigint)
order by lower(k.name_en), k.id limit %(limit)s
"""


def cascade_lines(
    agent: Agent, *, q: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[CascadeLine], str | None]:
    """By name; and the key of the next page. Raises NotFound for somebody who sees none."""
    if not sees_cascades(agent):
        raise NotFound
    last, _, name = after.partition("_")
    place = int(last) if last.isascii() and last.isdigit() and len(last) < 18 else 0
    found = rows.fetch(
        CascadeLine,
        _LINES,
        {"q": q.strip(), "like": rows.like(q), "name": name if place else "", "last": place, "limit": limit + 1},
    )
    page = found[:limit]
    return page, f"{page[-1].id}_{page[-1].name_en.lower()}" if len(found) > limit else None


@dataclasses.dataclass(frozen=True, slots=True)
class Tier:
    """sessions: how many there are. trained: people who attended one in full; None where so few that it is not told.
    qualified: of them, who may lead sessions of the next tier; None as before, and in the last one."""

    id: int
    position: int
    name_en: str
    name_hi: str
    name_ur: str
    planned: int
    due_on: dt.date
    test: str
    sessions: int
    trained: int | None
    qualified: int | None
    states: dict[str, int]


_TIERS = """
select t.id, t.position, t.name_en, t.name_hi, t.name_ur, t.planned, t.due_on, coalesce(c.code, ''),
  (select count(*)::int from learning_cascadesession s where s.tier_id = t.id)
from learning_cascadetier t left join learning_course c on c.id = t.test_id
where t.cascade_id = %s order by t.position
"""
# Each person once in a tier, at the State of the main post of today. The State is looked up once for each office.
_STATES = f"""
with person as materialized (
  select distinct s.tier_id as tier, p.person_id as id
  from learning_cascadesession s join learning_cascadetier t on t.id = s.tier_id
  join learning_course c on c.id = s.event_id join learning_gathering g on g.version_id = c.current_version_id
  join learning_gatheringplace p on p.course_id = s.event_id and p.person_id is distinct from s.leader_id
  where t.cascade_id = %(cascade)s and {IN_FULL}
),
qualified as (
  select n.id as tier, r.person_id as id
  from learning_cascadetrainer r join learning_cascadetier t on t.id = r.tier_id
  join learning_cascadetier n on n.cascade_id = t.cascade_id and n.position = t.position - 1
  where t.cascade_id = %(cascade)s and r.withdrawn_at is null and r.barred_at is null
),
held as materialized (
  select distinct on (i.person_id) i.person_id as id, i.organisation_path as path
  from orgs_incumbency i
  where i.person_id in (select id from person) and i.valid_from <= %(on)s
    and (i.valid_to is null or i.valid_to > %(on)s)
  order by i.person_id, {orgs.main_first("i")}
),
state as materialized (
  select x.path, coalesce(here.code, '') as code from (select distinct path from held) x
  left join lateral (
    select st.code from generate_series(8, length(x.path), 8) as n
    join orgs_organisation above on above.path = left(x.path, n) join orgs_state st on st.id = above.state_id
    order by n desc limit 1) here on true
)
select one.what, one.tier, coalesce(state.code, ''), count(*)::int
from (select 'trained' as what, tier, id from person union all select 'qualified', tier, id from qualified) one
left join held on held.id = one.id left join state on state.path = held.path
group by 1, 2, 3 order by 1, 2, 3
"""


def tiers_of(cascade_id: int, on: dt.date) -> list[Tier]:
    """From the uppermost; counts of people only as far as they may be told (engine/cascades/telling.py)."""
    counts: dict[tuple[str, int], dict[str, int]] = {}
    for what, tier, state, people in rows.fetch(Row, _STATES, {"cascade": cascade_id, "on": on}):
        counts.setdefault((what, tier), {})[state] = people

    def row(tier: int, *rest: object) -> Tier:
        trained = counts.get(("trained", tier), {})
        shown, whole = told(trained)
        _some, all_of_them = told(counts.get(("qualified", tier), {}))
        ready = sum(counts.get(("qualified", tier), {}).values())
        left = sum(trained.values()) - ready
        # Those who were trained and have not qualified are a group as well.
        may = whole and all_of_them and (left == 0 or left >= 10)
        fields: Any = (tier, *rest, sum(trained.values()) if whole else None, ready if may else None, shown)
        return Tier(*fields)

    return rows.fetch(row, _TIERS, [cascade_id])


def tier_names(cascade_id: int) -> list[tuple[int, str, str, str]]:
    """(position, name in three languages), from the uppermost."""
    return rows.fetch(
        lambda *row: row,
        "select position, name_en, name_hi, name_ur from learning_cascadetier where cascade_id = %s order by position",
        [cascade_id],
    )
