"""Persons are found by the codes of a sheet without reading everybody. Built beside running work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("people", "0007_push_devices"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(fields=["employee_code"], name="person_code", condition=~models.Q(employee_code="")),
        ),
    ]
