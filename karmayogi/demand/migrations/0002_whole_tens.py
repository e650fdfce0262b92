from django.db import migrations, models

TABLES = ("demand_lackrow", "demand_contentrequest")


class Migration(migrations.Migration):
    """Numbers of people are kept in whole tens (decision 0052): exact ones told of few by their differences."""

    dependencies = [("demand", "0001_content_demand")]

    operations = [
        migrations.RunSQL(
            [f"update {table} set people = people - people % 10, lacking = lacking - lacking % 10" for table in TABLES],
            migrations.RunSQL.noop,
        ),
        *(
            migrations.AlterField(model, field, models.IntegerField(help_text="whole tens"))
            for model in ("lackrow", "contentrequest")
            for field in ("people", "lacking")
        ),
    ]
