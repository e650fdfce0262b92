"""What must not be shown, kept apart by whom a figure speaks of. The next refresh counts everything."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import karmayogi.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_marks_by_transactions")]
    operations = [
        # Kept over the change, so that at no moment more is shown than before.
        migrations.RunSQL(
            "create table insight_withheld_was as select path, state_code, own from insight_withheld",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel("WithheldCell"),
        migrations.CreateModel(
            name="WithheldCell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "base", "path", "state_code", "own",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                (
                    "base",
                    models.CharField(
                        db_collation="C", help_text="whose cell: officers, or of registry.bases", max_length=30
                    ),
                ),
                ("path", models.TextField(db_collation="C")),
                ("state_code", models.CharField(blank=True, db_collation="C", help_text="'*': all States", max_length=2)),
                ("own", models.BooleanField()),
            ],
            options={"db_table": "insight_withheld"},
        ),
        migrations.CreateModel(
            name="ChangedOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mandate_id", models.BigIntegerField()),
            ],
            options={"db_table": "insight_changedorder"},
        ),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("standard", models.CharField(help_text="and its edition: NSCSTI 2.0", max_length=60)),
                ("level", models.SmallIntegerField(help_text="stars")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(help_text="its last day; NULL: none is said", null=True)),
                (
                    "document",
                    models.CharField(help_text="number and day of the certificate or letter", max_length=200),
                ),
                ("given_by", models.CharField(help_text="who assessed and gave it", max_length=150)),
                ("entered_at", models.DateTimeField()),
                ("withdrawn_on", models.DateField(help_text="first day on which it holds no more", null=True)),
                ("reason", models.CharField(blank=True, help_text="of the withdrawal", max_length=300)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.provider"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", django.db.models.expressions.F("from_on")),
                            _connector="OR",
                        ),
                        name="accreditation_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 0), ("level__lte", 5)), name="accreditation_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(
                                ("withdrawn_on__gte", django.db.models.expressions.F("from_on")),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="accreditation_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceCourse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "path", "course_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.TextField(db_collation="C")),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="learning.course",
                    ),
                ),
                ("learners", models.BigIntegerField()),
                ("finished", models.BigIntegerField()),
            ],
            options={"db_table": "insight_placecourse"},
        ),
        migrations.RunSQL(
            """
            insert into insight_withheld (base, path, state_code, own)
            select 'officers', path, state_code, own from insight_withheld_was;
            drop table insight_withheld_was;
            update insight_refresh set full_due = true
            """,
            migrations.RunSQL.noop,
        ),
    ]
