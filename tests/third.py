"""The fact tables in PostgreSQL, the third engine that reads the text of the registry: in a schema of their own."""

from pathlib import Path
from typing import Any

import psycopg

from karmayogi.facts.engine import tables
from karmayogi.facts.engine.tables import TABLES

SCHEMA = "facts_beside"
_KINDS = {
    tables.ID: "bigint not null", tables.ID_OR_NONE: "bigint", tables.SMALL: "integer not null",
    tables.DAY: "date not null", tables.DAY_OR_NONE: "date", tables.MOMENT: "timestamp not null",
    tables.TEXT: "text not null", tables.WORD: "text not null",
}  # fmt: skip


def load(raw: psycopg.Connection[Any], folder: Path) -> None:
    """folder: of facts exported as TabSeparated. What is read afterwards under a plain name is a fact table."""
    raw.execute(f"drop schema if exists {SCHEMA} cascade")
    raw.execute(f"create schema {SCHEMA}")
    raw.execute(f"set search_path = {SCHEMA}")
    for name, table in TABLES.items():
        columns = ", ".join(f"{column} {_KINDS[kind]}" for column, kind in table.columns.items())
        raw.execute(f"create table {name} ({columns})")
        lines = (folder / f"{name}.tsv").open("rb")
        with lines, raw.cursor() as cursor, cursor.copy(f"copy {name} from stdin") as copy:
            while piece := lines.read(1 << 20):
                copy.write(piece)
        raw.execute(f"analyze {name}")
