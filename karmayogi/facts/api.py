"""Face of facts: asking the columnar store. Everything here may raise types.StoreFault: then PostgreSQL answers."""

from karmayogi.facts.queries.ask import queries, query
from karmayogi.facts.queries.state import freshness, last_check

__all__ = ["freshness", "last_check", "queries", "query"]
