"""The tables of the test database were made by the quicker command: they are what the models say."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db

OURS = [one for one in apps.get_models() if one._meta.managed and one.__module__.startswith("karmayogi.")]

_COLUMNS = """
select a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull from pg_attribute a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped
"""
_NAMES = """
select conname from pg_constraint where conrelid = %s::regclass
union select relname from pg_index join pg_class on oid = indexrelid where indrelid = %s::regclass
"""
_REFERENCES = """
select a.attname, c.confrelid::regclass::text from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.conrelid = %s::regclass and c.contype = 'f' and cardinality(c.conkey) = 1
"""
_UNIQUE = """
select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
where i.indrelid = %s::regclass and i.indisunique and i.indnatts = 1 and i.indpred is null
"""
SIZE_OF_ARRAY = re.compile(r"\[\d+\]$")


def _rows(sql: str, table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [table] * sql.count("%s"))
        return list(cursor.fetchall())


def _spelled(field: models.Field) -> str:  # type: ignore[type-arg]
    """As PostgreSQL spells the type; it keeps no size of an array."""
    kind = re.sub(r"^varchar\b", "character varying", str(field.db_type(connection)))
    return SIZE_OF_ARRAY.sub("[]", kind.replace(", ", ","))


@pytest.mark.parametrize("model", OURS, ids=lambda one: one._meta.label)
def test_a_table_is_what_its_model_says(model: type[models.Model]) -> None:
    meta, table = model._meta, model._meta.db_table
    fields = [one for one in meta.local_concrete_fields if not isinstance(one, models.GeneratedField)]
    there = {str(name): (kind, null) for name, kind, null in _rows(_COLUMNS, table)}
    assert set(there) == {one.column for one in meta.local_concrete_fields}
    for field in fields:
        assert there[field.column] == (_spelled(field), field.null), field
    names = {name for (name,) in _rows(_NAMES, table)}
    assert {one.name for one in [*meta.constraints, *meta.indexes]} <= names
    assert {
        (one.column, one.related_model._meta.db_table) for one in fields if one.remote_field and one.db_constraint
    } <= {*_rows(_REFERENCES, table)}
    assert {one.column for one in fields if one.unique} <= {name for (name,) in _rows(_UNIQUE, table)}
