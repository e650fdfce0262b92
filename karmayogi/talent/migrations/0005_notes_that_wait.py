"""What waits is found without reading all that left the house. Built beside running work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

WAITS = models.Q(("state", "waiting"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("talent", "0004_notes_end")]
    operations = [
        AddIndexConcurrently("smsnote", models.Index(fields=["at"], name="sms_note_waiting", condition=WAITS)),
        AddIndexConcurrently("pushnote", models.Index(fields=["next_at"], name="push_note_waiting", condition=WAITS)),
    ]
