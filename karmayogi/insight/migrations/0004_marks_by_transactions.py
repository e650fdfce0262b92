"""Marks settle by the transactions that ran at a reading, no longer by time: all figures are counted once anew."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0003_scores_and_weeks")]
    operations = [
        migrations.RunSQL("delete from insight_mark", migrations.RunSQL.noop),
        migrations.RemoveField("sourcemark", "seen_at"),
        migrations.RemoveField("sourcemark", "top"),
        migrations.AddField(
            "sourcemark",
            "horizon",
            models.BigIntegerField(default=0, help_text="number of the transaction of that reading"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "sourcemark", "settled", models.BigIntegerField(help_text="ids up to here are done with")
        ),
        migrations.AlterField("sourcemark", "seen", models.BigIntegerField(help_text="highest id at a reading")),
        migrations.AddField(
            "refresh",
            "undone",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                help_text="entries above the marks for which all was counted already",
                size=None,
            ),
        ),
    ]
