"""Pictures of texts. Those of what is published are frozen with it."""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
create trigger frozen before update or delete on learning_partpicture
  for each row execute function learning_version_frozen();
"""
THAWED = "drop trigger frozen on learning_partpicture;"


def fields(variant: str) -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("name", models.CharField(max_length=100)),
        ("width", models.SmallIntegerField(help_text="pixels")),
        ("height", models.SmallIntegerField(help_text="pixels")),
        ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile")),
        ("variant", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=variant)),
    ]


class Migration(migrations.Migration):

    dependencies = [("kernel", "0001_initial"), ("learning", "0022_sequencing")]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PartPicture",
            fields=fields("learning.partvariant"),
            options={"constraints": [models.UniqueConstraint(fields=("variant", "name"), name="part_picture_once")]},
        ),
        migrations.CreateModel(
            name="DraftedPicture",
            fields=fields("learning.draftedvariant"),
            options={"constraints": [models.UniqueConstraint(fields=("variant", "name"), name="drafted_picture_once")]},
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
