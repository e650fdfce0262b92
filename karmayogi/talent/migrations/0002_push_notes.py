"""Which browser was told that which digest waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("talent", "0001_appraisal_years"),
        ("people", "0007_push_devices"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PushNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.UUIDField(help_text="of people; it may be off by now")),
                ("name", models.CharField(max_length=100, help_text="of the browser, as it was called then")),
                ("state", models.CharField(default="waiting", max_length=7, help_text="waiting, sent, gone, away, refused, late")),
                ("tries", models.SmallIntegerField(default=0)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("next_at", models.DateTimeField(help_text="when it is tried, or was last")),
                ("digest", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="talent.digest")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("digest", "device"), name="push_note_once")],
            },
        ),
    ]
