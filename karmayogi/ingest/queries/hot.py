"""Statements that every request runs: prepared once for a connection, parameters and answers in binary form."""

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError, connection


def fetch(sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of the query; [] for a statement that has none."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        done = connection.connection.execute(sql, params, prepare=True, binary=True)
        # `description` would say the same, made anew for each answer.
        return done.fetchall() if done.pgresult.nfields else []


def first_of_request(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The same for the first look of a request: a connection that died while idle is replaced once."""
    try:
        return fetch(sql, params)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return fetch(sql, params)
