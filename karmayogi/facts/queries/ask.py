"""A query over the fact tables, in SQL that also runs elsewhere, for the days that it is asked about."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from karmayogi.facts.store.client import Client, here
from karmayogi.facts.types import FIRST_ASKED, LAST_ASKED, Refused

_DAY = re.compile(r":([a-z]+)\b")


def query(
    sql: str, days: dict[str, dt.date] | None = None, *, seconds: float = 5, store: Client | None = None
) -> list[list[Any]]:
    """Rows as lists. `:name` in the text stands for a day. Raises StoreFault."""
    return (store or here()).query(dated(sql, days or {}), seconds=seconds)


def queries(
    asked: Sequence[str], days: dict[str, dt.date] | None = None, *, seconds: float = 5, store: Client | None = None
) -> list[list[list[Any]]]:
    """The rows of each query. All are of one run: a page asks once, so that its figures fit together."""
    return (store or here()).queries([dated(sql, days or {}) for sql in asked], seconds=seconds)


def dated(sql: str, days: dict[str, dt.date]) -> str:
    """The text with its days put in, as literals that ClickHouse, Spark and PostgreSQL all read. Raises Refused for
    days that ClickHouse would read as another one without a word."""
    if beyond := [day.isoformat() for day in days.values() if not FIRST_ASKED <= day <= LAST_ASKED]:
        raise Refused(f"no figures are told as on {', '.join(beyond)}")
    return _DAY.sub(lambda found: f"date '{days[found[1]].isoformat()}'", sql)
