"""What adaptive tests show in place of what they were closed with, and who was asked a question."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0009_sealed'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='SittingRescore',
            fields=[
                ('sitting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='assessment.sitting')),
                ('theta', models.FloatField()),
                ('error', models.FloatField()),
                ('level', models.SmallIntegerField(help_text='shown; 0: none')),
                ('evidence_ref', models.UUIDField(help_text='of the evidence that stands for it, where it shows a level')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='sittingitem',
            index=models.Index(fields=['item'], name='sittingitem_item'),
        ),
        migrations.AddConstraint(
            model_name='sittingrescore',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 0), ('level__lte', 5)), name='sittingrescore_level'),
        ),
    ]
