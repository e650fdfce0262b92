"""How many questions a rater was given in a quarter: a bare count that outlives the invitations."""

import django.db.models.deletion
from django.db import migrations, models

# Rounds that are open when this comes; those closed before have left no trace of whom they asked.
COUNT = """
insert into competencies_roundasked (rater_id, quarter, asked)
select i.rater_id, r.quarter, count(*) from competencies_roundinvitation i
join competencies_round r on r.id = i.round_id group by 1, 2
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0006_evidence_stays"),
        ("people", "0003_session_ends"),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="RoundAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=10)),
                ("asked", models.SmallIntegerField()),
                (
                    "rater",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("rater", "quarter"), name="round_asked_once")],
            },
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
