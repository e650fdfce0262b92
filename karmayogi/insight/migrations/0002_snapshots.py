"""Frozen figures only grow: the database refuses to change or remove a snapshot."""

from django.db import migrations, models

import karmayogi.kernel.ids

REFUSE = """
create trigger append_only before update or delete on insight_snapshot
  for each statement execute function kernel_refuse_change();
create trigger append_only_truncate before truncate on insight_snapshot
  for each statement execute function kernel_refuse_change();
"""
ALLOW = """
drop trigger append_only_truncate on insight_snapshot;
drop trigger append_only on insight_snapshot;
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("kernel", "0002_append_only_audit")]
    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("name", models.CharField(max_length=100, unique=True)),
                ("on", models.DateField(help_text="the day in India that the figures describe")),
                ("as_on", models.DateTimeField(help_text="everything committed before this moment is counted")),
                ("frozen_at", models.DateTimeField()),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the canonical document without its proof, hex", max_length=64
                    ),
                ),
                (
                    "marks",
                    models.JSONField(
                        help_text="highest id of each source when it was frozen: what is above came later"
                    ),
                ),
                ("document", models.TextField(help_text="the signed JSON")),
            ],
            options={"db_table": "insight_snapshot"},
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
