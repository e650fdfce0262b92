"""What nearly every test begins with, built once by the product's own actions and put back by COPY ever after.

A snapshot holds the rows that a builder wrote into the empty test database, with their ids; the sequences have moved
on, so that rows of the test never meet them. Putting back takes milliseconds where building takes tenths of a second.
"""

import contextlib
import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction

_TABLES = """
select c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relkind = 'r' group by 1 order by 1
"""


class Snapshot:
    """state: what the builder returned; every test gets a copy of its own."""

    def __init__(self, state: Any, rows: dict[str, tuple[str, list[int], bytes]]) -> None:
        self._state = state
        self._rows = rows

    def put_back(self) -> Any:
        """The rows as they were, into the test's transaction; returns a copy of the state."""
        with transaction.atomic(), connection.cursor() as cursor:
            # As a replica takes them: they were checked when they were built, and what triggers write is among them.
            cursor.execute("set local session_replication_role = replica")
            for table, (columns, changed, content) in self._rows.items():
                if changed:
                    cursor.execute(f"delete from {table} where id = any(%s::bigint[])", [changed])
                with cursor.copy(f"copy {table} ({columns}) from stdin") as to:
                    to.write(content)
            cursor.execute("set local session_replication_role = origin")
        return copy.deepcopy(self._state)


def can_be_taken() -> bool:
    """Whether this database lets us put rows back as a replica does: with the embedded one always."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        return bool(cursor.fetchone()[0])


def take(build: Callable[..., Any], *, beside: Sequence[Snapshot] = ()) -> Snapshot:
    """Builds (after those of `beside` were put back; build gets their states), keeps what was written, and rolls
    everything back."""
    with _undone():
        states = [one.put_back() for one in beside]
        before = _everything()
        state = build(*states)
        rows = {}
        for table, (columns, lines) in _everything().items():
            old, now = set(before[table][1]), set(lines)
            new = [line for line in lines if line not in old]
            changed = [_id(table, columns, line) for line in old - now]
            if new:
                rows[table] = (columns, changed, b"".join(line + b"\n" for line in new))
        return Snapshot(state, rows)


def _id(table: str, columns: str, line: bytes) -> int:
    """Of a row of `beside` that the builder changed."""
    if not columns.startswith("id, "):
        raise AssertionError(f"the builder changed a row of {table} that was there, and it has no id")
    return int(line.split(b"\t", 1)[0])


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _everything() -> dict[str, tuple[str, list[bytes]]]:
    """Table -> (columns, its rows as lines of COPY)."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = cursor.fetchall()
        found = {}
        for table, columns in tables:
            with cursor.copy(f"copy (select {columns} from {table}) to stdout") as out:
                found[table] = (columns, b"".join(out).split(b"\n")[:-1])
        return found
