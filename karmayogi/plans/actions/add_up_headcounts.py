"""Adds up who fills seats where, by group: what audiences of the country are counted by (queries/headcount.py).

Triggers keep the sums from then on; once a night they are made anew, so that what lies behind is one row for each
office, and what two transactions missed of each other is put right.
"""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

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

# Only of those of whom something else is there: whoever is changed meanwhile has her postings from the trigger, and
# would have those of before beside them.
_CHARGES = f"""
with meant as materialized (
  select i.person_id, i.organisation_path, p."group", i.kind, i.valid_from, i.valid_to
  from (select distinct c.person_id from orgs_incumbency c where c.kind not in {orgs.FILLS}
        and (c.valid_to is null or c.valid_to > %(on)s)) t
  join orgs_incumbency i on i.person_id = t.person_id join people_person p on p.id = i.person_id
  where i.valid_to is null or i.valid_to > %(on)s
), held as materialized (
  select person_id, organisation_path, "group", kind, valid_from, valid_to from plans_chargeposting
), wrong as materialized (
  select x.person_id from (table meant except all table held) x
  union select y.person_id from (table held except all table meant) y
), gone as (
  delete from plans_chargeposting c using wrong where c.person_id = wrong.person_id
)
insert into plans_chargeposting (person_id, organisation_path, "group", kind, valid_from, valid_to)
select m.* from meant m where m.person_id in (select person_id from wrong)
"""


def add_up_headcounts(on: dt.date) -> int:
    """How many sums there are; -1: another is at it. Days before `on` lie behind then."""
    with rows.alone("plans_headcount") as free:
        if not free:
            return -1
        rows.run(_CHARGES, {"on": on})
        return rows.run(_RECOUNT, {"on": on})
