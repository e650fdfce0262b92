"""Reading with plain SQL into frozen rows: what the hot screens use instead of model instances."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

PIECE = 5_000  # rows of a long list that are held at a time


def fetch[T](into: Callable[..., T], sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> list[T]:
    """Every row of the query as `into(*row)`; columns are matched by position."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [into(*row) for row in cursor.fetchall()]


def stream[T](
    into: Callable[..., T], sql: str, params: Sequence[Any] | dict[str, Any] = (), *, piece: int = PIECE
) -> Iterator[T]:
    """The same one after the other, for lists as long as the country: the database keeps the rest and hands it over in
    pieces. Inside a transaction, and not past its end."""
    run("select set_config('cursor_tuple_fraction', '1', true)")  # planned for the whole list, not for its beginning
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(piece):
            for row in found:
                yield into(*row)


def first[T](into: Callable[..., T], sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> T | None:
    """The first row as `into(*row)`, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return None if row is None else into(*row)


def scalar(sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> Any:
    """The first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return None if row is None else row[0]


def run(sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> int:
    """Executes a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


@contextmanager
def alone(name: str, number: int = 0) -> Iterator[bool]:
    """Whether nobody else is inside under this name and number; whoever is not alone leaves at once.

    Held by the connection and not by a transaction, so that the work inside may commit as it goes.
    """
    key = [name, number]
    free = bool(scalar("select pg_try_advisory_lock(hashtextextended(%s, %s))", key))
    try:
        yield free
    finally:
        # A transaction that is broken takes no statement any more; the fault itself says more than that would.
        if free and not (connection.in_atomic_block and connection.needs_rollback):
            run("select pg_advisory_unlock(hashtextextended(%s, %s))", key)


def like(text: str) -> str:
    """A pattern of LIKE for what holds this text somewhere; its own wildcards are taken literally."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
