from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# The table is large and always written to: built beside it, which no transaction may hold.


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('credentials', '0005_undone_can_be_issued_again'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='certificate',
            index=models.Index(fields=['ref_uuid'], name='certificate_ref'),
        ),
    ]
