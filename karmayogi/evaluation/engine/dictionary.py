"""What a room can be given: tables, columns, and how each column is made broader. Definitions stand in
queries/dictionary."""

import dataclasses
import enum


class Kind(enum.StrEnum):
    KEY = "key"  # the pseudonym, in every table
    QUASI = "quasi"  # could tell who somebody is: all of them together count for the ten
    FACT = "fact"


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    kind: Kind

    @property
    def key(self) -> str:
        return f"{self.table}.{self.name}"


PERSON = "person"
TABLES = ("officers", "enrolments", "evidence")
_QUASI = ("state", "unit_kind", "group", "gender", "age")
COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        *(Column("officers", name, Kind.QUASI) for name in _QUASI),
        *(Column("officers", name, Kind.FACT) for name in ("completed", "hours")),
        *(Column("enrolments", name, Kind.FACT) for name in ("course", "language", "status", "begun", "ended")),
        *(Column("evidence", name, Kind.FACT) for name in ("competency", "level", "source", "observed")),
    )
}


def chosen(keys: tuple[str, ...] | list[str], table: str) -> list[Column]:
    """Of a table, in the order of the dictionary."""
    return [column for key, column in COLUMNS.items() if column.table == table and key in keys]


def tables_of(keys: tuple[str, ...] | list[str]) -> list[str]:
    return [table for table in TABLES if chosen(keys, table)]
