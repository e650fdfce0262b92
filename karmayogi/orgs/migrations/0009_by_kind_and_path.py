"""Which kinds of units there are below another, without reading them all. Built beside running work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("orgs", "0008_counted_by_index"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("valid_to__isnull", True)), fields=["kind", "path"], name="organisation_kind_path"
            ),
        ),
    ]
