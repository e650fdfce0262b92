"""A contest that nobody decided in time goes up to the office above."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competencies", "0007_round_asked")]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="contest",
            name="raised_path",
            field=models.TextField(
                blank=True,
                db_collation="C",
                db_default="",
                default="",
                help_text="office it went up to, not decided in time",
            ),
        ),
    ]
