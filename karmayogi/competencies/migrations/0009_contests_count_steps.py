"""How many offices a contest went up, instead of the path of the one it came to: an office that moves takes it along."""

from django.db import migrations, models

_STEP = 8  # letters of a path for one office


class Migration(migrations.Migration):
    dependencies = [("competencies", "0008_contests_go_up")]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="contest",
            name="raised",
            field=models.SmallIntegerField(db_default=0, default=0, help_text="offices it went up, not decided in time"),
        ),
        # Where the office moved to another height meanwhile, it went up by one at least.
        migrations.RunSQL(
            "update competencies_contest set raised = greatest(1,"
            f" (length(organisation_path) - length(raised_path)) / {_STEP}) where raised_path <> ''",
            "update competencies_contest set raised_path = left(organisation_path, greatest(0,"
            f" length(organisation_path) - raised * {_STEP})) where raised > 0",
        ),
        migrations.RemoveField(model_name="contest", name="raised_path"),
    ]
