import django.db.models.deletion
import karmayogi.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0006_a_request_of_each_kind'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='ItemWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('reason', models.CharField(max_length=300)),
                ('act_uuid', models.UUIDField(help_text='of the bulk act that withdrew it')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('item',), name='withdrawal_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Rescore',
            fields=[
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='assessment.attempt')),
                ('right', models.SmallIntegerField()),
                ('score', models.SmallIntegerField(help_text='per cent')),
                ('passed', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='rescore_score')],
            },
        ),
    ]
