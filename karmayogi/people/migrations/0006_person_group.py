"""Persons by group, for audiences that ask for one. Built beside running work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("people", "0005_devices"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="person", index=models.Index(fields=["group", "id"], name="person_group")
        ),
    ]
