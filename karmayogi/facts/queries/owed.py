"""What is owed by orders, worked out by plans for some people at a time: the same evaluation as the figure uses.

It is nowhere written, so that it is laid into a table of the session, out of which it is copied like any other.
"""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.plans import api as plans

OWED = "owed_now"
AMONG = "owing_now"

_TABLES = (
    f"create temporary table if not exists {AMONG} (person_id bigint primary key) on commit drop",
    f"create temporary table if not exists {OWED} "
    "(person_id bigint, mandate_id bigint, due_on date, done_on date) on commit drop",
    f"truncate {AMONG}, {OWED}",
)
# By any of their posts, not only the main one: a charge in another organisation binds by the orders of that one.
_ABOVE = f"""
select distinct left(held.path, n)
from (
  select distinct i.organisation_path as path
  from {AMONG} o join orgs_incumbency i on i.person_id = o.person_id
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
) held cross join lateral generate_series(8, length(held.path), 8) as n
"""


def lay_out(which: str, on: dt.date) -> None:
    """Fills OWED with what the people named by `which`, a condition on their id, owe on that day. Called in the
    transaction that reads it."""
    for statement in _TABLES:
        rows.run(statement)
    rows.run(f"insert into {AMONG} select id from people_person where id {which}")
    rows.run(f"analyze {AMONG}")
    for sql, params in plans.duty_statements(AMONG, rows.fetch(str, _ABOVE, {"on": on}), on):
        if "mandate" in params:
            rows.run(
                f"insert into {OWED} select d.person_id, %(mandate)s, d.due_on, d.done_on from ({sql}) d "
                "where d.status <> 'exempt' and d.due_on is not null",
                params,
            )
