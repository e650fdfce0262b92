"""Face of facts: asking the columnar store. Everything here may raise types.StoreFault: then PostgreSQL answers."""

import datetime as dt

from karmayogi.facts.actions import refresh
from karmayogi.facts.queries.ask import queries, query
from karmayogi.facts.queries.state import freshness, last_check
from karmayogi.facts.store.client import here

__all__ = ["catch_up", "freshness", "last_check", "queries", "query"]


def catch_up(at: dt.datetime) -> bool:
    """Whether the store of this installation now holds everything that was committed before."""
    return refresh.catch_up(store=here(), at=at)
