"""Places in the status lists come from a sequence: see models/status.py."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "create sequence credentials_status_place minvalue 0 start 0",
            "drop sequence credentials_status_place",
        )
    ]
