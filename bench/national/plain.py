"""The same facts in plain PostgreSQL: tables of the same columns with the keys of the store as primary keys, filled by
COPY, asked with the very same text."""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from karmayogi.facts.engine.tables import TABLES, Table
from karmayogi.facts.queries.ask import dated
from karmayogi.facts.store.client import Client

RUNS = 3
_KINDS = {"Int64": "bigint", "Int32": "int", "Date32": "date", "String": "text", "LowCardinality(String)": "text"}
_WANTED = (
    "holding", "account", "enrolment", "credit", "certificate", "level", "recheck", "cascade", "post", "organisation",
    "profile", "requirement", "duty", "annual_plan", "capacity_unit", "learning_week",
)  # fmt: skip


def _kind(of: str) -> str:
    bare = of.removeprefix("Nullable(").removesuffix(")") if of.startswith("Nullable") else of
    return "timestamp" if bare.startswith("DateTime64") else _KINDS[bare]


def fill(url: str, store: Client, run: int, folder: Path) -> float:
    """Seconds."""
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(url, autocommit=True) as to:
        to.execute("drop schema if exists plain cascade; create schema plain; set search_path to plain, public")
        to.execute("set maintenance_work_mem = '512MB'")
        for table in (TABLES[name] for name in _WANTED):
            _one(to, store, run, table, folder / f"{table.name}.tsv")
        to.execute("create index on plain.holding (main, valid_from, person_id) include (organisation_id, valid_to)")
        to.execute("create index on plain.credit (credited_on, kind) include (person_id, minutes)")
        to.execute("vacuum (analyze)")
    return time.perf_counter() - started


def _one(to: psycopg.Connection, store: Client, run: int, table: Table, file: Path) -> None:
    columns = ", ".join(f"{name} {_kind(kind)}" for name, kind in table.columns.items())
    to.execute(f"create unlogged table plain.{table.name} ({columns})")  # type: ignore[arg-type]
    file.unlink(missing_ok=True)
    store.execute(run, f"insert into function file('{file}', 'TabSeparated') select * from {table.name}")
    with (
        to.cursor() as cursor,
        cursor.copy(f"copy plain.{table.name} from stdin") as copy,  # type: ignore[arg-type]
        file.open("rb") as rows,
    ):
        while piece := rows.read(1 << 20):
            copy.write(piece)
    file.unlink()
    to.execute(f"create index on plain.{table.name} ({', '.join(table.key)})")  # type: ignore[arg-type]


def ask(url: str, texts: dict[str, str], days: dict[str, dt.date], longest: Callable[[], bool]) -> dict[str, float]:
    """Code -> median seconds. longest: whether there is time for another one."""
    found = {}
    with psycopg.connect(url, autocommit=True) as to:
        to.execute(
            "set search_path to plain, public; set work_mem = '256MB'; set max_parallel_workers_per_gather = 2;"
            "set statement_timeout = '300s'"
        )
        for code, text in texts.items():
            took = []
            for _ in range(RUNS):
                if not longest():
                    return found
                started = time.perf_counter()
                try:
                    to.execute(dated(text, days)).fetchall()  # type: ignore[arg-type]
                except psycopg.errors.QueryCanceled:
                    took.append(300.0)
                    break
                took.append(time.perf_counter() - started)
            found[code] = statistics.median(took)
    return found
