"""The plans of `ingest_append` are made once for a connection: how long its arrays are changes nothing in them, yet the
database would plan anew for each request, which cost more than a tenth of storing one statement."""

from django.db import migrations

NAME = "ingest_append(uuid[], bigint, bytea[], int[], int[], bigint[], int[])"


class Migration(migrations.Migration):
    dependencies = [("ingest", "0004_refusal_reason")]
    operations = [
        migrations.RunSQL(
            f"alter function {NAME} set plan_cache_mode = force_generic_plan",
            f"alter function {NAME} reset plan_cache_mode",
        )
    ]
