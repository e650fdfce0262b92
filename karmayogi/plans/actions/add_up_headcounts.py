"""Adds up who fills seats where, by group, by designation and by service: what audiences of the country are counted by
(queries/headcount.py).

Triggers keep the sums from then on; once a night they are made anew, so that what lies behind is one row for each
office, and what two transactions missed of each other is put right.
"""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.headcount import CUT

# In one statement, so that what comes meanwhile is either in the sums or beside them.
_RECOUNT = f"""
with gone as (delete from plans_headcount),
held as materialized (
  select i.organisation_path, p."group", i.kind, greatest(i.valid_from, %(on)s::date) as since, i.valid_to as until,
    count(*)::int as people
  from orgs_incumbency i join people_person p on p.id = i.person_id
  where i.kind in {orgs.FILLS} and (i.valid_to is null or i.valid_to > %(on)s) group by 1, 2, 3, 4, 5
)
insert into plans_headcount (organisation_path, "group", kind, day, people)
select x.organisation_path, x."group", x.kind, x.day, sum(x.people) from (
  select organisation_path, "group", kind, since as day, people from held
  union all
  select organisation_path, "group", kind, until, -people from held where until is not null
) x group by 1, 2, 3, 4
union all
select '', '', '', %(on)s::date, 0
"""

# By designation, service, cadre and batch as well. A seat is counted without a service; whoever belongs to one is taken
# off there for these days. In the order of paths, so that one ministry is read from few pages.
_SEATS = f"""
with gone as (delete from plans_seatsum),
held as (
  select i.person_id, left(i.organisation_path, {CUT}) as path, v.designation_id, p."group", i.kind,
    greatest(i.valid_from, v.since, %(on)s::date) as since, least(coalesce(i.valid_to, 'infinity'), v.until) as until
  from orgs_incumbency i join people_person p on p.id = i.person_id join (
    select id as post_id, designation_id, coalesce(as_is_from, '-infinity') as since, date 'infinity' as until
    from orgs_post
    union all
    select post_id, designation_id, valid_from, valid_to from orgs_postpast where valid_to > %(on)s
  ) v on v.post_id = i.post_id
  where i.kind in {orgs.FILLS} and (i.valid_to is null or i.valid_to > %(on)s)
), served as materialized (
  select h.path, h.designation_id, m.service_id, m.cadre_id, m.batch, h."group", h.kind,
    greatest(h.since, m.valid_from) as since, least(h.until, coalesce(m.valid_to, 'infinity')) as until
  from orgs_servicemembership m join held h on h.person_id = m.person_id
  where m.valid_to is null or m.valid_to > %(on)s
), every as (
  select path, designation_id, null::bigint as service_id, null::bigint as cadre_id, null::smallint as batch, "group",
    kind, since, until, count(*)::int as people
  from held where since < until group by path, designation_id, "group", kind, since, until
  union all
  select path, designation_id, null, null, null, "group", kind, since, until, -1 from served where since < until
  union all
  select path, designation_id, service_id, cadre_id, batch, "group", kind, since, until, 1 from served
  where since < until
)
insert into plans_seatsum
  (organisation_path, designation_id, service_id, cadre_id, batch, "group", kind, day, people)
select * from (
  select x.path, x.designation_id, x.service_id, x.cadre_id, x.batch, x."group", x.kind, d.day, sum(d.people * x.people)
  from every x cross join lateral (values (x.since, 1), (x.until, -1)) d (day, people) where d.day < 'infinity'
  group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(d.people * x.people) <> 0
  order by 1
) y
union all
select '', null, null, null, null, '', '', %(on)s::date, 0
"""

# Only of those of whom something else is there: whoever is changed meanwhile has her postings from the trigger, and
# would have those of before beside them.
_CHARGES = f"""
with meant as materialized (
  select i.person_id, i.organisation_path, p."group", i.kind, i.valid_from, i.valid_to, i.post_id
  from (select distinct c.person_id from orgs_incumbency c where c.kind not in {orgs.FILLS}
        and (c.valid_to is null or c.valid_to > %(on)s)) t
  join orgs_incumbency i on i.person_id = t.person_id join people_person p on p.id = i.person_id
  where i.valid_to is null or i.valid_to > %(on)s
), held as materialized (
  select person_id, organisation_path, "group", kind, valid_from, valid_to, post_id from plans_chargeposting
), wrong as materialized (
  select x.person_id from (table meant except all table held) x
  union select y.person_id from (table held except all table meant) y
), gone as (
  delete from plans_chargeposting c using wrong where c.person_id = wrong.person_id
)
insert into plans_chargeposting (person_id, organisation_path, "group", kind, valid_from, valid_to, post_id)
select m.* from meant m where m.person_id in (select person_id from wrong)
"""


def add_up_headcounts(on: dt.date) -> int:
    """How many sums there are; -1: another is at it. Days before `on` lie behind then."""
    with rows.alone("plans_headcount") as free:
        if not free:
            return -1
        rows.run(_CHARGES, {"on": on})
        rows.run(_SEATS, {"on": on})
        return rows.run(_RECOUNT, {"on": on})
