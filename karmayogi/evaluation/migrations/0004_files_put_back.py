"""A file that a feed takes back and puts there again is kept again: the one in between counts no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_service_feeds")]
    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint("servicesource", "service_source_once"),
        migrations.AddIndex("servicesource", models.Index(fields=["indicator", "sha256"], name="service_source_file")),
    ]
