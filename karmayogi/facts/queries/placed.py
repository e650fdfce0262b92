"""Who held what, and where each of them was last seen at her main post: worked out once for some people at a time, and
laid into tables of the session, out of which `holding` is copied and every row about them gets its unit.

The unit and designation are those of posts alone, whose history of units (paths, States) moves nobody elsewhere: a unit
that changes touches `holding` and not what its people learned.
"""

from karmayogi.kernel import rows
from karmayogi.orgs.api import main_first

HELD = "held_now"
PLACED = "placed_now"
LONG_AGO = "'-infinity'::date"

_TABLES = (
    f"create temporary table if not exists {HELD} (person_id bigint, incumbency_id bigint, post_id bigint, "
    "designation_id bigint, organisation_id bigint, path text, state_code text, district_code text, setting text, "
    'kind text, main integer, posts integer, "group" text, gender text, valid_from date, valid_to date, '
    "created_at timestamptz) on commit drop",
    f"create temporary table if not exists {PLACED} (person_id bigint primary key, unit_id bigint, "
    "designation_id bigint, unit_from date, unit_to date) on commit drop",
    f"truncate {HELD}, {PLACED}",
)
# A unit lies in the State of the nearest unit above it that has one. Those above are found by where they stood then:
# the path of one that has moved is another now.
HERE = """
left join lateral (
  select st.code as state_code, coalesce(d.code, '') as district_code
  from generate_series(8, length(s.path), 8) as n
  join orgs_organisationspell stood on stood.path = left(s.path, n)
  join orgs_organisation above on above.id = stood.organisation_id join orgs_state st on st.id = above.state_id
  left join orgs_district d on d.id = above.district_id
  order by n desc limit 1
) here on true
"""

# Where units stood on which days. The first stretch reaches back, the last one forward: a post in a unit that has been
# abolished is still somewhere.
_SPELLS = f"""
select s.organisation_id, s.path, s.kind, here.state_code, here.district_code,
  case when row_number() over w = 1 then '-infinity'::date else s.valid_from end as valid_from,
  lead(s.valid_from) over w as valid_to
from orgs_organisationspell s
{HERE}"""
_SETTING = "case when s.kind in ('panchayat', 'block') then 'rural' when s.kind = 'ulb' then 'urban' else '' end"

_HELD = f"""
with inc as materialized (
  select i.id, i.person_id, i.post_id, i.kind, i.valid_from, i.valid_to, i.created_at
  from orgs_incumbency i where i.person_id {{some}}
),
version as materialized (
  select p.id as post_id, p.organisation_id, p.designation_id, coalesce(p.as_is_from, {LONG_AGO}) as valid_from,
    null::date as valid_to
  from orgs_post p where p.id in (select post_id from inc)
  union all
  select x.post_id, x.organisation_id, x.designation_id, x.valid_from, x.valid_to
  from orgs_postpast x where x.post_id in (select post_id from inc)
),
spell as materialized (
  {_SPELLS} where s.organisation_id in (select organisation_id from version)
  window w as (partition by s.organisation_id order by s.valid_from)
),
piece as materialized (
  select i.person_id, i.id, i.post_id, i.kind, i.valid_from as since, i.created_at, v.designation_id,
    v.organisation_id, s.path, coalesce(s.state_code, '') as state_code,
    coalesce(s.district_code, '') as district_code, {_SETTING} as setting,
    greatest(i.valid_from, v.valid_from, s.valid_from) as valid_from,
    least(i.valid_to, v.valid_to, s.valid_to) as valid_to
  from inc i
  join version v on v.post_id = i.post_id
    and (v.valid_to is null or v.valid_to > i.valid_from) and (i.valid_to is null or v.valid_from < i.valid_to)
  join spell s on s.organisation_id = v.organisation_id
    and (s.valid_to is null or s.valid_to > greatest(i.valid_from, v.valid_from))
    and s.valid_from < coalesce(least(i.valid_to, v.valid_to), 'infinity')
),
edge as (
  select person_id, valid_from as day from piece
  union select person_id, valid_to from piece where valid_to is not null
),
span as (
  select person_id, day as valid_from, lead(day) over (partition by person_id order by day) as valid_to from edge
)
insert into {HELD}
select p.person_id, p.id, p.post_id, p.designation_id, p.organisation_id, p.path, p.state_code, p.district_code,
  p.setting, p.kind,
  case when row_number() over (partition by n.person_id, n.valid_from order by {main_first("p", since="since")}) = 1
    then 1 else 0 end,
  count(*) over (partition by n.person_id, n.valid_from), person."group", person.gender, n.valid_from,
  n.valid_to, p.created_at
from span n
join piece p on p.person_id = n.person_id and p.valid_from <= n.valid_from
  and (p.valid_to is null or p.valid_to > n.valid_from)
join people_person person on person.id = p.person_id
"""
# The stretch of days without a gap in which her main post was last in one unit and of one designation.
_PLACED = f"""
insert into {PLACED}
select person_id, (array_agg(organisation_id order by valid_from desc))[1],
  (array_agg(designation_id order by valid_from desc))[1], max(valid_from) filter (where begins),
  (array_agg(valid_to order by valid_from desc))[1]
from (
  select person_id, organisation_id, designation_id, valid_from, valid_to,
    (lag(organisation_id) over w, lag(designation_id) over w, lag(valid_to) over w)
      is distinct from (organisation_id, designation_id, valid_from) as begins
  from {HELD} where main = 1 window w as (partition by person_id order by valid_from)
) stretch
group by person_id
"""


def lay_out(which: str) -> None:
    """Of the people named by `which`, a condition on their id. Called in the transaction that reads it."""
    for statement in _TABLES:
        rows.run(statement)
    rows.run(_HELD.format(some=which))
    rows.run(_PLACED)
    rows.run(f"analyze {HELD}, {PLACED}")
