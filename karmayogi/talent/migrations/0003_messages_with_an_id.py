from django.db import migrations, models

import karmayogi.kernel.ids


class Migration(migrations.Migration):
    """A text message keeps an id towards the gateway. What was handed over before has left: its id is never told."""

    dependencies = [("talent", "0002_push_notes")]

    operations = [
        migrations.AddField("smsnote", "sent_at", models.DateTimeField(null=True)),
        migrations.AddField("smsnote", "uuid", models.UUIDField(null=True)),
        migrations.RunSQL(
            "update talent_smsnote set uuid = gen_random_uuid(), sent_at = case when state = 'sent' then at end",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            "smsnote", "uuid",
            models.UUIDField(
                default=karmayogi.kernel.ids.uuid7, help_text="by which the gateway knows a second try", unique=True
            ),
        ),
        migrations.AlterField(
            "smsnote", "sent_at", models.DateTimeField(help_text="when the gateway took it", null=True)
        ),
        migrations.AlterField(
            "smsnote", "state", models.CharField(help_text="waiting, sent, refused", max_length=7)
        ),
    ]
