"""Who works in a subtree is counted by an index alone (decision 0044). Built beside running work, then the narrower one
goes."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("orgs", "0007_where_somebody_was"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="incumbency",
            index=models.Index(
                fields=["organisation_path", "person_id"], include=["valid_from", "valid_to", "kind", "post_id"],
                name="incumbency_held",
            ),
        ),
        RemoveIndexConcurrently(model_name="incumbency", name="incumbency_path"),
    ]
