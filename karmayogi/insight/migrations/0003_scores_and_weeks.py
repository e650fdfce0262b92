"""Learning weeks, the weights of the score of ministries, figures of courses, and by attributes of officers."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import karmayogi.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_snapshots")]
    operations = [
        migrations.CreateModel(
            name="LearningWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_hi", models.CharField(blank=True, max_length=120)),
                ("name_ur", models.CharField(blank=True, max_length=120)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(help_text="its last day")),
                ("target_minutes", models.SmallIntegerField(help_text="asked of everybody")),
                ("entered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="when it was taken back", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("from_on",),
                        name="learning_week_one_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", django.db.models.expressions.F("from_on"))),
                        name="learning_week_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target_minutes__gt", 0)), name="learning_week_target"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CutFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "path", "attribute", "value", "metric",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("path", models.TextField(db_collation="C")),
                ("attribute", models.CharField(db_collation="C", max_length=10)),
                ("value", models.CharField(db_collation="C", max_length=10)),
                ("metric", models.CharField(db_collation="C", max_length=30)),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField()),
            ],
            options={"db_table": "insight_cutfigure"},
        ),
        migrations.CreateModel(
            name="CourseFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "course_id", "metric", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
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
                ("metric", models.CharField(db_collation="C", max_length=30)),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField()),
            ],
            options={"db_table": "insight_coursefigure"},
        ),
        migrations.CreateModel(
            name="Weighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ("points", models.JSONField(help_text="code of a metric -> whole points; together 100")),
                ("reason", models.CharField(max_length=500)),
                ("from_at", models.DateTimeField()),
            ],
        ),
    ]
