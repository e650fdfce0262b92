"""Figures out of the columnar store: as on any day, from the facts themselves."""

import collections
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from karmayogi.facts import api as facts
from karmayogi.facts.types import Freshness, StoreFault
from karmayogi.insight.engine.disclosure import withheld
from karmayogi.insight.models.figure import EVERYWHERE
from karmayogi.insight.queries.boards import Board, Hidden, Sums, country_of
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.bases import BASES, Base
from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.kernel.dates import financial_year_start
from karmayogi.orgs import api as orgs

FACTS: dict[str, Metric] = {code: metric for code, metric in METRICS.items() if metric.facts}
PAST: dict[str, Metric] = {code: metric for code, metric in FACTS.items() if metric.past}
PATIENCE = 15.0  # seconds of somebody at a screen, for all queries of a page

# Officers of each unit on the day: what may be shown hangs on them.
OFFICERS_HELD = """
select organisation_id, path, state_code, count(*) from holding
where main = 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
group by organisation_id, path, state_code
"""
# Where each unit stood: its first stretch of days reaches back and its last one forward, as in `holding`.
_BY_STATE = """
select coalesce(u.state_code, '') as state_code, sum(f.numerator) as numerator, sum(f.denominator) as denominator
from ({facts}) f
left join (
  select organisation_id, state_code,
    row_number() over (partition by organisation_id order by
      case when valid_from <= :on then valid_from end desc nulls last, valid_from) as place
  from organisation
) u on u.organisation_id = f.organisation_id and u.place = 1
group by coalesce(u.state_code, '')
"""


def counted(metric: Metric, on: dt.date, *, seconds: float = 5) -> dict[int, tuple[int, int]]:
    """Organisation id -> (numerator, denominator), zero over zero left out: as the refresh counts it in PostgreSQL.
    Raises StoreFault of facts."""
    found = facts.query(metric.facts, days_of(on), seconds=seconds)
    return {int(unit): (int(one), int(two)) for unit, one, two in found if int(one) or int(two)}


def concerned(base: Base, on: dt.date, *, seconds: float = 5) -> dict[int, tuple[int, int]]:
    """The same of whom a share speaks, with zero beside it. Raises StoreFault of facts."""
    found = facts.query(base.facts, days_of(on), seconds=seconds)
    return {int(unit): (int(people), 0) for unit, _path, _state, people in found}


def country_as_on(on: dt.date, metrics: Mapping[str, Metric] = PAST) -> Board:
    """The country and its States on a day, with the figures that tell of the past, and with what was to be hidden on
    that day hidden. metrics: those that a page shows; others are not asked for. Raises StoreFault of facts."""
    path = orgs.country_path()
    metrics = {OFFICERS.code: OFFICERS, **metrics}
    bases = {metric.base for metric in metrics.values()}
    of_whom = {OFFICERS.code: OFFICERS_HELD} | {code: one.facts for code, one in BASES.items() if code in bases}
    asked = [_BY_STATE.format(facts=metric.facts.strip()) for metric in metrics.values()]
    answers = facts.queries([*of_whom.values(), *asked], days_of(on), seconds=PATIENCE)
    sums: Sums = collections.defaultdict(dict)
    hidden: Hidden = set()
    for base, answer in zip(of_whom, answers, strict=False):
        hidden |= add_people(sums, base, path, answer)
    for code, answer in zip(metrics, answers[len(of_whom) :], strict=True):
        cells = [(state, int(one), int(two)) for state, one, two in answer if int(one) or int(two)]
        for state, one, two in cells:
            sums[path, state][code] = (one, two)
        if cells:
            sums[path, EVERYWHERE][code] = (sum(cell[1] for cell in cells), sum(cell[2] for cell in cells))
    return country_of(sums, hidden, path)


def add_people(sums: Sums, base: str, path: str, answer: Iterable[Sequence[Any]]) -> Hidden:
    """Adds people of whom figures speak, State by State; what of the country must not be shown because of them.

    answer: organisation, path, State, people.
    """
    own = {str(unit): (str(state), int(count)) for _id, unit, state, count in answer}
    found = withheld(own)
    for state, count in own.values():
        for place in (state, EVERYWHERE):
            sums[path, place][base] = (sums[path, place].get(base, (0, 0))[0] + count, 0)
    hidden: Hidden = {(base, path, state, False) for state in found.states}
    return hidden | ({(base, path, EVERYWHERE, False)} if path in found.total else set())


def freshness() -> Freshness | None:
    """Of the store; None while it is away: then all figures are those of PostgreSQL, and the page says so."""
    try:
        return facts.freshness()
    except StoreFault:
        return None


def days_of(on: dt.date) -> dict[str, dt.date]:
    """What a query over the facts is asked with."""
    return {"on": on, "since": financial_year_start(on)}
