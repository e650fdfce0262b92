"""A text message counts its tries and knows its digest; what nobody tries any more is found by its age."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0003_messages_with_an_id")]

    operations = [
        migrations.AddField("smsnote", "tries", models.SmallIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "smsnote", "digest",
            models.ForeignKey(
                help_text="of old ones: none", null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="+", to="talent.digest",
            ),
        ),
        migrations.AlterField(
            "smsnote", "state", models.CharField(help_text="waiting, sent, refused, late, off", max_length=7)
        ),
        migrations.AlterField(
            "digest", "sms",
            models.CharField(blank=True, help_text="queued, none, refused, off; of old ones: sent", max_length=8),
        ),
        migrations.AddIndex("smsnote", models.Index(fields=["at", "state"], name="sms_note_age")),
        migrations.AddIndex("pushnote", models.Index(fields=["next_at", "state"], name="push_note_age")),
    ]  # fmt: skip
