"""Browsers that show push messages, the key with which push services know us, and which session is in which browser."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0006_person_group"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="session",
            name="push_device_id",
            field=models.BigIntegerField(null=True, help_text="PushDevice that is the browser it is signed in with"),
        ),
        migrations.CreateModel(
            name="PushKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kid", models.CharField(max_length=40, unique=True)),
                ("public", models.CharField(max_length=87, unique=True, help_text="point, uncompressed, base64url")),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True, help_text="since when no device is turned on with it; NULL: in use")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.expressions.Value(1), condition=Q(valid_to__isnull=True), name="push_key_one_in_use"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PushDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=100, help_text="browser and system, in words")),
                ("endpoint", models.CharField(max_length=1000, unique=True, help_text="address at its push service")),
                ("p256dh", models.CharField(max_length=87, help_text="its public key: P-256 point, uncompressed, base64url")),
                ("auth", models.CharField(max_length=22, help_text="16 bytes shared with it, base64url")),
                ("added_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True, help_text="last time that its push service took a message")),
                ("key", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.pushkey")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
        ),
    ]
