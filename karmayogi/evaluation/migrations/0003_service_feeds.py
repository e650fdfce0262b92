"""Where service figures are fetched from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_keep_more")]
    operations = [
        migrations.CreateModel(
            name="ServiceFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500)),
                ("publisher", models.CharField(max_length=200)),
                ("licence", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_at",
                    models.DateTimeField(help_text="when it was fetched last, with or without success", null=True),
                ),
                ("fault", models.CharField(blank=True, max_length=500)),
                (
                    "indicator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluation.serviceindicator",
                    ),
                ),
            ],
        ),
    ]
