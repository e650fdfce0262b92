"""Questions for practice beside a test."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0010_sittings_reckoned_anew'),
        ('people', '0005_devices'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='item',
            name='practice',
            field=models.BooleanField(db_default=False, default=False, help_text='its answer is shown at once, and no test ever asks it'),
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('pk', models.CompositePrimaryKey('person_id', 'item_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('tries', models.IntegerField()),
                ('right_tries', models.IntegerField()),
                ('last_right', models.BooleanField()),
                ('last_at', models.DateTimeField()),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='PracticeItem',
            fields=[
                ('pk', models.CompositePrimaryKey('paper_id', 'item_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
                ('paper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.paper')),
            ],
        ),
    ]
