"""Who holds a charge without filling a seat is found by place: few among many (decision 0067)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("orgs", "0008_counted_by_index"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="incumbency",
            index=models.Index(
                fields=["organisation_path", "person_id"], name="incumbency_charge",
                condition=~models.Q(kind__in=["substantive", "deputation", "contract", "elected"]),
            ),
        ),
    ]  # fmt: skip
