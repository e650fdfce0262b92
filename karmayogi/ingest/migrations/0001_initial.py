import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import karmayogi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("key", models.BigIntegerField(help_text="key of the id", primary_key=True, serialize=False)),
                ("iri", models.TextField()),
                ("definition", models.BinaryField(help_text="JSON in UTF-8")),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("pk", models.CompositePrimaryKey("seq", "sha2", blank=True, editable=False, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("sha2", models.CharField(help_text="as the statement names it, in lower case", max_length=128)),
                ("sha256", models.CharField(help_text="where the kernel keeps it", max_length=64)),
                ("media_type", models.CharField(max_length=255)),
            ],
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "seq", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(help_text="the id of the statement", unique=True)),
                ("authority", models.BigIntegerField(help_text="key of the agent that vouches for it")),
                ("refers_to", models.UUIDField(help_text="the statement that its object refers to, here or not", null=True)),
                ("voids", models.UUIDField(help_text="the same, where the verb says voided", null=True)),
                ("body", models.BinaryField(help_text="JSON in UTF-8")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["authority", "seq"], name="ingest_authority"),
                    models.Index(condition=models.Q(("refers_to__isnull", False)), fields=["refers_to"], name="ingest_refers"),
                    models.Index(condition=models.Q(("voids__isnull", False)), fields=["voids"], name="ingest_voids"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("state", "State"), ("activity", "Activity"), ("agent", "Agent")], max_length=8
                    ),
                ),
                ("activity", models.BigIntegerField(help_text="key of the activity's id")),
                ("agent", models.BigIntegerField(help_text="key of the agent")),
                ("registration", models.UUIDField(null=True)),
                ("name", models.TextField(help_text="stateId or profileId")),
                ("content", models.BinaryField()),
                ("media_type", models.TextField(help_text="Content-Type as sent")),
                ("etag", models.CharField(help_text="SHA-1 of the content in hex, as xAPI 1.0.3 asks", max_length=40)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "activity", "agent", "registration", "name"),
                        name="ingest_document_one",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("name", models.CharField(help_text="the system that holds it", max_length=100)),
                ("key", models.CharField(help_text="the user name of Basic authentication", max_length=40, unique=True)),
                ("digest", models.CharField(help_text="SHA-256 of the secret in hex", max_length=64)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("organisation_uuid", models.UUIDField(help_text="whose system it is", null=True)),
                (
                    "organisation",
                    models.CharField(blank=True, help_text="its name when the credential was made", max_length=200),
                ),
                (
                    "authority",
                    models.JSONField(
                        help_text="agent that vouches for its statements; empty: made of the key", null=True
                    ),
                ),
                ("rate", models.IntegerField(help_text="requests in a minute", null=True)),
                (
                    "registration",
                    models.UUIDField(help_text="a short credential works for this attempt,", null=True),
                ),
                ("actor", models.JSONField(help_text="this agent", null=True)),
                ("activity", models.TextField(blank=True, help_text="and this activity only")),
                ("issued_by", models.CharField(max_length=200)),
                ("issued_at", models.DateTimeField()),
                ("rotated_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("used_on", models.DateField(help_text="the last day on which it was used", null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("registration__isnull", True)), fields=["-id"], name="ingest_client_list"
                    ),
                    models.Index(
                        condition=models.Q(("registration__isnull", False)),
                        fields=["expires_at"],
                        name="ingest_client_over",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration__isnull", True),
                            models.Q(("actor__isnull", False), ("expires_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ingest_client_short_one_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Forward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("url", models.CharField(help_text="the address below which it has /statements", max_length=500)),
                ("key", models.CharField(max_length=200)),
                ("secret", models.TextField(help_text="sealed with a key that the database does not have")),
                ("sent_seq", models.BigIntegerField(help_text="everything up to here has been taken")),
                ("sent_at", models.DateTimeField(help_text="when it last took something", null=True)),
                ("failures", models.IntegerField(default=0, help_text="in a row")),
                ("next_at", models.DateTimeField(help_text="not tried before")),
                (
                    "parked",
                    models.CharField(
                        blank=True, help_text="why nothing is sent until somebody resumes it", max_length=500
                    ),
                ),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
    ]
