import django.db.models.deletion
import karmayogi.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('capacity', '0001_annual_plans'),
        ('orgs', '0007_where_somebody_was'),
        ('people', '0005_devices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('number', models.SmallIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(help_text='last day')),
                ('seats', models.IntegerField()),
                ('least', models.IntegerField(default=1, help_text='it is held with so many people or not at all')),
                ('fixed', models.BigIntegerField(default=0, help_text='whole rupees as soon as it is held')),
                ('fee', models.BigIntegerField(default=0, help_text='whole rupees a person')),
                ('faculty', models.CharField(blank=True, help_text='who teaches it', max_length=200)),
                ('room', models.CharField(blank=True, max_length=200)),
                ('extra', models.BooleanField(default=False, help_text='only in scenarios that take it in')),
                ('called_off_on', models.DateField(null=True)),
                ('called_off_why', models.CharField(blank=True, max_length=300)),
                ('revision', models.IntegerField(default=1)),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.intervention')),
                ('plan', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.plan')),
                ('state', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.state')),
            ],
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('revision', models.IntegerField(default=1, help_text='grows with every change of its terms and locks')),
                ('budget', models.BigIntegerField(help_text='whole rupees; NULL: what the budget lines allocate', null=True)),
                ('away', models.SmallIntegerField(help_text='most per cent of an office that may be away on one day', null=True)),
                ('days', models.SmallIntegerField(help_text='most days of training of one person', null=True)),
                ('teaching', models.SmallIntegerField(help_text='most days of teaching of one who teaches', null=True)),
                ('travel', models.BigIntegerField(default=0, help_text='whole rupees for whoever is sent to another State')),
                ('far', models.BooleanField(default=True, help_text='people are sent to other States')),
                ('women', models.SmallIntegerField(help_text='least per cent of all seats', null=True)),
                ('reserved', models.SmallIntegerField(help_text='least per cent for SC and ST', null=True)),
                ('weights', models.CharField(choices=[('rank', 'rank'), ('levels', 'levels'), ('equal', 'equal')], default='rank', max_length=6)),
                ('lens', models.CharField(blank=True, help_text='competencies of this lens count twice', max_length=10)),
                ('replans', models.BooleanField(default=False, help_text='keeps what it follows wherever it can')),
                ('state', models.CharField(choices=[('new', 'new'), ('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('impossible', 'impossible'), ('failed', 'failed'), ('stopped', 'stopped')], default='new', max_length=10)),
                ('run', models.UUIDField(help_text='of the job whose answer is awaited or was kept', null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('solved_at', models.DateTimeField(null=True)),
                ('as_on', models.DateField(help_text='the day of the people and levels that it was solved from', null=True)),
                ('inputs', models.CharField(blank=True, help_text='digest of what it was solved from', max_length=64)),
                ('people', models.IntegerField(default=0)),
                ('wanted', models.IntegerField(default=0, help_text='pairs of a person and a training that she needs')),
                ('given', models.IntegerField(default=0)),
                ('points', models.FloatField(default=0)),
                ('bound', models.FloatField(default=0, help_text='no plan wins more')),
                ('value', models.FloatField(default=0, help_text='what is compared with the bound')),
                ('cost', models.BigIntegerField(default=0)),
                ('prices', models.JSONField(default=list, help_text='[kind, what it is about, points of one more]')),
                ('conflicts', models.JSONField(default=list, help_text='kinds of rules one of which has to give')),
                ('lost', models.JSONField(default=list, help_text='[number of a batch, people]: locked seats that cannot be any more')),
                ('adopted_at', models.DateTimeField(null=True)),
                ('replaced_at', models.DateTimeField(help_text='when another one was adopted in its place', null=True)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('follows', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='capacity.scenario')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('plan', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.plan')),
            ],
        ),
        migrations.CreateModel(
            name='BatchResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held', models.BooleanField()),
                ('people', models.IntegerField()),
                ('price', models.FloatField(default=0, help_text='points that one more seat would win')),
                ('mandate', models.UUIDField(help_text='the draft order that was made of its adopted list', null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.batch')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.scenario')),
            ],
        ),
        migrations.CreateModel(
            name='Allotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.FloatField()),
                ('must', models.BooleanField(default=False, help_text='an order in force asks for it')),
                ('cost', models.BigIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.intervention')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.batch')),
                ('nearest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.batch')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.scenario')),
            ],
        ),
        migrations.CreateModel(
            name='ScenarioBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(help_text='in (an extra one is considered), held, out', max_length=4)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.batch')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.scenario')),
            ],
        ),
        migrations.CreateModel(
            name='SeatLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.batch')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('scenario', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity.scenario')),
            ],
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_batch_number'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='plan_batch_days'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('least__gte', 1), ('seats__gte', models.F('least'))), name='plan_batch_seats'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('fee__gte', 0), ('fixed__gte', 0)), name='plan_batch_amounts'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.UniqueConstraint(fields=('plan', 'name'), name='plan_scenario_name'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.UniqueConstraint(condition=models.Q(('adopted_at__isnull', False), ('replaced_at__isnull', True)), fields=('plan',), name='plan_scenario_one_adopted'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('away__isnull', True), models.Q(('away__gte', 1), ('away__lte', 100)), _connector='OR'), models.Q(('women__isnull', True), models.Q(('women__gte', 1), ('women__lte', 100)), _connector='OR'), models.Q(('reserved__isnull', True), models.Q(('reserved__gte', 1), ('reserved__lte', 100)), _connector='OR')), name='plan_scenario_shares'),
        ),
        migrations.AddConstraint(
            model_name='batchresult',
            constraint=models.UniqueConstraint(fields=('scenario', 'batch'), name='batch_result_once'),
        ),
        migrations.AddConstraint(
            model_name='allotment',
            constraint=models.UniqueConstraint(fields=('scenario', 'person', 'intervention'), name='allotment_once'),
        ),
        migrations.AddConstraint(
            model_name='allotment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('reason', '')), models.Q(('batch__isnull', True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='allotment_seat_or_reason'),
        ),
        migrations.AddConstraint(
            model_name='scenariobatch',
            constraint=models.UniqueConstraint(fields=('scenario', 'batch'), name='scenario_batch_once'),
        ),
        migrations.AddConstraint(
            model_name='seatlock',
            constraint=models.UniqueConstraint(fields=('scenario', 'person', 'batch'), name='scenario_seat_lock_once'),
        ),
    ]
