"""What the orders in force ask of some people, as statements: for whoever counts obligations without naming anybody."""

import datetime as dt
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.plans.queries.audience import Params, paths_of
from karmayogi.plans.queries.evaluation import evaluation_sql
from karmayogi.plans.queries.mandates import mandates

_LIVE = """
select m.id from plans_mandate m
where m.status = 'live' and (m.ends_on is null or m.ends_on >= %(on)s)
  and (%(above)s::text[] is null or exists (
    select from plans_mandatereach r join orgs_organisation o on o.id = r.organisation_id
    where r.mandate_id = m.id and o.path = any(%(above)s::text[])))
order by m.id
"""


def duty_statements(among: str, above: Sequence[str] | None, on: dt.date) -> list[tuple[str, Params]]:
    """One (select of person_id, rule, path, due_on, done_on, status; its parameters) for each order in force.

    among: a table whose person_id are the only people asked about. above: paths of their organisations and of those
    above them; an order that reaches none of these is not asked. None: every order.
    """
    live = mandates(rows.fetch(int, _LIVE, {"on": on, "above": list(above) if above is not None else None}))
    paths = paths_of(live)
    return [evaluation_sql(mandate, on, paths, among=among) for mandate in live]
