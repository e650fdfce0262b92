import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_session_ends")]
    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_digest", models.CharField(help_text="sha-256 of the browser's key", max_length=64)),
                ("content", models.BinaryField(help_text="Fernet over msgspec: people.types.KeptForm")),
                ("kept_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.account"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["kept_at"], name="kept_form_age")]},
        ),
    ]
