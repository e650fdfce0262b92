import django.db.models.deletion
from django.db import migrations, models

# Of surveys that closed before: what their plans show, and what hinders.
_FILL = """
insert into capacity_surveytold (organisation_id, year, designation_id, competency_id, answers, asked)
select distinct p.organisation_id, p.year, c.designation_id, c.competency_id, c.answers, c.asked
from capacity_surveycount c join capacity_plan p on p.id = c.plan_id where c.survey_id is not null;
insert into capacity_surveytold (organisation_id, year, designation_id, competency_id, answers, asked)
select p.organisation_id, p.year, h.designation_id, null, sum(h.people)::int, 0
from capacity_surveyhindrance h join capacity_survey s on s.id = h.survey_id join capacity_plan p on p.id = s.plan_id
group by s.id, p.organisation_id, p.year, h.designation_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("capacity", "0003_followed_through"),
        ("competencies", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.SmallIntegerField()),
                ("answers", models.IntegerField()),
                ("asked", models.IntegerField(default=0)),
                ("competency", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="competencies.competency")),
                ("designation", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.designation")),
                ("organisation", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.organisation")),
            ],
            options={"indexes": [models.Index(fields=["year", "organisation"], name="capacity_told_of_year")]},
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
