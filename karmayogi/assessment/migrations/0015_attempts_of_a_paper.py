import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# The table is large and always written to: built beside it, which no transaction may hold.


class Migration(migrations.Migration):
    """The latest attempts of one test are found without walking those of all others. The new index serves the foreign
    key too, so its own goes."""

    atomic = False

    dependencies = [
        ('assessment', '0014_without_network'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='attempt',
            index=models.Index(fields=['paper', 'id'], name='attempt_of_paper'),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='paper',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.paper'),
        ),
    ]
