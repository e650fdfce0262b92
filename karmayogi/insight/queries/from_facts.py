"""Figures out of the columnar store: as on any day, from the facts themselves."""

import datetime as dt

from karmayogi.facts import api as facts
from karmayogi.facts.types import Freshness, StoreFault
from karmayogi.insight.registry.metric import Metric
from karmayogi.kernel.dates import financial_year_start


def counted(metric: Metric, on: dt.date, *, seconds: float = 5) -> dict[int, tuple[int, int]]:
    """Organisation id -> (numerator, denominator), zero over zero left out: as the refresh counts it in PostgreSQL.
    Raises StoreFault of facts."""
    days = {"on": on, "since": financial_year_start(on)}
    found = facts.query(metric.facts, days, seconds=seconds)
    return {int(unit): (int(one), int(two)) for unit, one, two in found if int(one) or int(two)}


def freshness() -> Freshness | None:
    """Of the store; None while it is away: then all figures are those of PostgreSQL, and the page says so."""
    try:
        return facts.freshness()
    except StoreFault:
        return None
