"""Set-based writing: INSERT … SELECT into the tables of the models, without indexes while it runs."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.db import models

_INDEXES = """
select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = %s::regclass and not i.indisprimary
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
"""
# Unique and exclusion constraints have their index with them; foreign keys (f) would be checked row by row.
_CONSTRAINTS = """
select conname, pg_get_constraintdef(oid), contype::text from pg_constraint
where conrelid = %s::regclass and contype in ('u', 'x', 'f')
"""


class Writer:
    """One connection of its own; every statement commits."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("set maintenance_work_mem = '512MB'; set work_mem = '128MB'")

    def close(self) -> None:
        self.connection.close()

    def pid(self) -> int:
        return self.connection.info.backend_pid

    def run(self, text: str, params: dict[str, Any] | list[Any] | None = None) -> int:
        return self.connection.execute(text, params).rowcount  # type: ignore[arg-type]

    def one(self, text: str, params: dict[str, Any] | list[Any] | None = None) -> Any:
        row = self.connection.execute(text, params).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None

    def rows(self, text: str, params: dict[str, Any] | list[Any] | None = None) -> list[Any]:
        return self.connection.execute(text, params).fetchall()  # type: ignore[arg-type]

    @contextlib.contextmanager
    def bare(self, *labels: str) -> Iterator[None]:
        """Indexes and constraints of these tables go, and come back afterwards, checked by the database."""
        back: list[str] = []
        for label in labels:
            table = apps.get_model(label)._meta.db_table
            constraints = self.rows(_CONSTRAINTS, [table])
            for name, _definition, _kind in sorted(constraints, key=lambda row: row[2] != "f"):
                self.run(f'alter table {table} drop constraint "{name}"')
            indexes = self.rows(_INDEXES, [table])
            for name, _definition in indexes:
                self.run(f'drop index "{name}"')
            back += [definition for _name, definition in indexes]
            # Foreign keys last, when all that they point at is whole.
            for name, definition, _kind in sorted(constraints, key=lambda row: row[2] == "f"):
                back.append(f'alter table {table} add constraint "{name}" {definition}')
        yield
        for statement in sorted(back, key=lambda text: "FOREIGN KEY" in text):
            self.run(statement)

    def insert(self, label: str, columns: dict[str, str], source: str, params: dict[str, Any] | None = None) -> int:
        """insert into <model> (columns) select <expressions> <source>. Columns not named get the model's default."""
        model = apps.get_model(label)
        expressions = dict(columns)
        for field in model._meta.concrete_fields:
            if field.column not in expressions and (default := _default(field)) is not None:
                expressions[field.column] = default
        names = ", ".join(f'"{name}"' for name in expressions)
        values = ", ".join(expressions.values())
        return self.run(f"insert into {model._meta.db_table} ({names}) select {values} {source}", params)

    def next_id(self, label: str) -> int:
        return int(self.one(f"select coalesce(max(id), 0) + 1 from {apps.get_model(label)._meta.db_table}"))

    def move_sequence(self, label: str) -> None:
        table = apps.get_model(label)._meta.db_table
        self.run(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")


def _default(field: Any) -> str | None:
    """SQL of the value of a column that the caller did not give; None where the database has one or NULL is right."""
    if field.null or field.db_default is not models.NOT_PROVIDED or getattr(field, "generated", False):
        return None
    if isinstance(field, models.AutoField):
        return None
    if isinstance(field, models.UUIDField):
        return "uuidv7()"
    if field.has_default():
        value = field.get_default()
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list | dict):
            return "'{}'"
        return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    if isinstance(field, models.CharField | models.TextField):
        return "''"
    raise SystemExit(f"bench: {field.model.__name__}.{field.column} needs a value; name it in bench/load.py")


class Timer:
    """Seconds of each step, printed while it runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - started
        print(f"  {name}: {self.seconds[name]:.1f} s", flush=True)
