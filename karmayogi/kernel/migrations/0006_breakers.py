from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_bulk_act_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breaker",
            fields=[
                ("name", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(help_text="one after the other")),
                ("shut_until", models.DateTimeField(null=True)),
            ],
        ),
    ]
