"""The fact tables in PostgreSQL, the third engine that reads the text of the registry: in a schema of their own."""

from collections.abc import Callable
from pathlib import Path

from karmayogi.facts.engine import tables
from karmayogi.facts.engine.tables import TABLES

SCHEMA = "facts_beside"
_KINDS = {
    tables.ID: "bigint not null", tables.ID_OR_NONE: "bigint", tables.SMALL: "integer not null",
    tables.DAY: "date not null", tables.DAY_OR_NONE: "date", tables.MOMENT: "timestamp not null",
    tables.TEXT: "text not null", tables.WORD: "text not null",
}  # fmt: skip


def load(run: Callable[[str], object], folder: Path) -> None:
    """folder: of facts exported as TabSeparated. What is read afterwards under a plain name is a fact table."""
    run(f"drop schema if exists {SCHEMA} cascade")
    run(f"create schema {SCHEMA}")
    for name, table in TABLES.items():
        columns = ", ".join(f"{column} {_KINDS[kind]}" for column, kind in table.columns.items())
        run(f"create table {SCHEMA}.{name} ({columns})")
        run(f"copy {SCHEMA}.{name} from '{folder / name}.tsv'")
        run(f"analyze {SCHEMA}.{name}")
    run(f"set search_path = {SCHEMA}")
