"""The database has every index and constraint that the models name: a migration can drop one without saying so."""

from django.apps import apps

from karmayogi.kernel import rows

NAMES = """
select c.relname from pg_class c where c.relkind in ('i', 'I')
union select conname from pg_constraint
"""


def test_every_index_and_constraint_of_a_model_is_in_the_database(db):
    there = set(rows.fetch(str, NAMES))
    named = {
        f"{model._meta.label}: {one.name}"
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for one in [*model._meta.indexes, *model._meta.constraints]
        if one.name not in there
    }
    assert named == set()
