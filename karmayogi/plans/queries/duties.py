"""What the orders in force ask of some people, as statements: for whoever counts obligations without naming anybody."""

import datetime as dt
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.plans.engine.days import LAST
from karmayogi.plans.queries.audience import Params, matches_sql, paths_of
from karmayogi.plans.queries.evaluation import WORK, by_working_days, evaluation_sql
from karmayogi.plans.queries.holidays import holidays_of_many
from karmayogi.plans.queries.mandates import mandates
from karmayogi.plans.types import Mandate

_LIVE = """
select m.id from plans_mandate m
where m.status = 'live' and (m.ends_on is null or m.ends_on >= %(on)s)
  and (%(above)s::text[] is null or exists (
    select from plans_mandatereach r join orgs_organisation o on o.id = r.organisation_id
    where r.mandate_id = m.id and o.path = any(%(above)s::text[])))
order by m.id
"""
_CALENDARS = """
create temporary table if not exists calendar_now
  (number int primary key, days date[] not null, up_to int[] not null) on commit drop;
truncate calendar_now
"""
# Nothing is appended, for the sake of appending: arrays as a table keeps them are unpacked anew for each look-up.
_CALENDAR = "select days || '{{}}'::date[] as days, up_to || '{{}}'::int[] as up_to from calendar_now where number = {}"


def duty_statements(among: str, above: Sequence[str] | None, on: dt.date) -> list[tuple[str, Params]]:
    """One (select of person_id, rule, path, due_on, done_on, status; its parameters) for each order in force.

    among: a table whose person_id are the only people asked about. above: paths of their organisations and of those
    above them; an order that reaches none of these is not asked. None: every order. For running in one transaction.
    """
    live = mandates(rows.fetch(int, _LIVE, {"on": on, "above": list(above) if above is not None else None}))
    paths = paths_of(live)
    work = _calendars([mandate for mandate in live if by_working_days(mandate.due)])
    return [evaluation_sql(mandate, on, paths, among=among, work=work.get(mandate.unit_id, "")) for mandate in live]


def bound_statements(ids: Sequence[int], on: dt.date) -> list[tuple[str, Params]]:
    """(select of person_id of those whom its rules match today; its parameters) for each of these orders, in force or
    not: whose obligations may be other ones since it was published or ended."""
    found = mandates(ids)
    paths = paths_of(found)
    matched = [matches_sql(mandate, paths, "m") for mandate in found]
    return [(f"select x.person_id from ({sql}) x", params | {"on": on}) for sql, params in matched]


def _calendars(live: list[Mandate]) -> dict[int, str]:
    """Issuer -> select of its working days. Most offices keep the same holidays, so that there are few calendars."""
    if not live:
        return {}
    for statement in _CALENDARS.split(";"):
        rows.run(statement)
    kept = holidays_of_many([mandate.unit_id for mandate in live])
    of = {mandate.unit_id: kept.get(mandate.unit_id, frozenset()) for mandate in live}
    numbers = {days: number for number, days in enumerate(set(of.values()))}
    for days, number in numbers.items():
        rows.run(
            f"insert into calendar_now select {number}, w.days, w.up_to from ({WORK}) w",
            {"holidays": sorted(days), "last": LAST},
        )
    return {unit: _CALENDAR.format(numbers[days]) for unit, days in of.items()}
