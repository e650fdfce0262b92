"""Cascades: tiers, sessions and who led them, and who qualified to train others."""

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import CASCADE, PROTECT

import karmayogi.kernel.ids


def key() -> tuple[str, models.Field]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def uuid() -> tuple[str, models.Field]:
    return ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True))


def to(what: str, **given: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=given.pop("on_delete", PROTECT), related_name="+", to=what, **given)


class Migration(migrations.Migration):

    dependencies = [("learning", "0023_pictures"), ("orgs", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Cascade",
            fields=[
                key(),
                uuid(),
                ("name_en", models.CharField(max_length=150)),
                ("name_hi", models.CharField(max_length=150)),
                ("name_ur", models.CharField(blank=True, max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(help_text="no session is added any more", null=True)),
                ("course", to("learning.course", help_text="what is taught")),
                ("created_by", to("people.person", db_index=False, null=True)),
                ("organisation", to("orgs.organisation")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("name_en", "organisation"), name="cascade_named_once")]},
        ),
        migrations.CreateModel(
            name="CascadeTier",
            fields=[
                key(),
                ("position", models.SmallIntegerField(help_text="1 is the uppermost")),
                ("name_en", models.CharField(max_length=100)),
                ("name_hi", models.CharField(max_length=100)),
                ("name_ur", models.CharField(blank=True, max_length=100)),
                ("planned", models.IntegerField(help_text="people to be trained in it")),
                ("due_on", models.DateField(help_text="by when")),
                ("cascade", to("learning.cascade", db_index=False, on_delete=CASCADE)),
                ("test", to("learning.course", help_text="to be completed by whoever is to train others; NULL: none", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cascade", "position"), name="cascade_tier_once"),
                    models.CheckConstraint(condition=Q(("position__gte", 1), ("position__lte", 6)), name="cascade_tier_position"),
                    models.CheckConstraint(condition=Q(("planned__gte", 1)), name="cascade_tier_planned"),
                ]
            },
        ),
        migrations.CreateModel(
            name="CascadeSession",
            fields=[
                key(),
                uuid(),
                ("given_at", models.DateTimeField()),
                ("event", models.OneToOneField(on_delete=PROTECT, related_name="+", to="learning.course")),
                ("given_by", to("people.person", db_index=False, null=True)),
                ("leader", to("people.person", help_text="NULL in the first tier: the speaker of the event", null=True)),
                ("tier", to("learning.cascadetier")),
            ],
        ),
        migrations.CreateModel(
            name="CascadeTrainer",
            fields=[
                key(),
                uuid(),
                ("qualified_at", models.DateTimeField(help_text="end of the session, or the test that was passed after it")),
                ("withdrawn_at", models.DateTimeField(help_text="when what it followed from was taken back", null=True)),
                ("barred_at", models.DateTimeField(null=True)),
                ("barred_reason", models.TextField(blank=True)),
                ("barred_by", to("people.person", db_index=False, null=True)),
                ("event", to("learning.course")),
                ("person", to("people.person")),
                ("tier", to("learning.cascadetier", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tier", "person"), name="cascade_trainer_once"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("barred_at__isnull", True), ("barred_reason", "")),
                            Q(("barred_at__isnull", False), Q(("barred_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="cascade_barred_with_reason",
                    ),
                ]
            },
        ),
    ]
