import django.db.models.deletion
import karmayogi.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0013_outsiders_ask_for_more'),
        ('people', '0005_devices'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='VenueDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('given_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(help_text='when the start code was entered there, by its clock line', null=True)),
                ('wrong_codes', models.SmallIntegerField(default=0, help_text='typed there before the right one, as the device says')),
            ],
        ),
        migrations.CreateModel(
            name='VenueLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.IntegerField(help_text="place in the device's list")),
                ('link', models.CharField(help_text='SHA-256 of the line; the next one of the device names it', max_length=64)),
                ('prev', models.CharField(blank=True, help_text='that of the line before it', max_length=64)),
                ('kind', models.CharField(max_length=10)),
                ('position', models.SmallIntegerField()),
                ('post', models.JSONField()),
                ('happened_at', models.DateTimeField(help_text="null where the phone's clock was set meanwhile", null=True)),
                ('arrived_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='VenuePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(unique=True)),
                ('language', models.CharField(max_length=10)),
                ('items', models.JSONField(help_text='what was drawn: number of the question, id, order of its options, section')),
                ('form', models.CharField(blank=True, max_length=1)),
                ('minutes', models.SmallIntegerField(help_text='hers, as the phone was told')),
                ('given_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(help_text='another was fetched, or another start code made', null=True)),
                ('wrong_codes', models.SmallIntegerField(default=0, help_text='typed there before the right one, as the device says')),
                ('settled', models.CharField(blank=True, max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='VenueSeal',
            fields=[
                ('sitting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='assessment.proctoredsitting')),
                ('secret', models.BinaryField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='seat',
            name='hand_in',
            field=models.CharField(blank=True, db_default='', help_text='the code on the phone, as the proctor noted it', max_length=12),
        ),
        migrations.AddField(
            model_name='seat',
            name='handed_at',
            field=models.DateTimeField(help_text="when it was noted, by the proctor's clock line", null=True),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hand_in', ''), ('handed_at__isnull', True)), models.Q(models.Q(('hand_in', ''), _negated=True), ('handed_at__isnull', False)), _connector='OR'), name='seat_handed_whole'),
        ),
        migrations.AddField(
            model_name='venueduty',
            name='device',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.device'),
        ),
        migrations.AddField(
            model_name='venueduty',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='venueduty',
            name='sitting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.proctoredsitting'),
        ),
        migrations.AddField(
            model_name='venuepaper',
            name='device',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.device'),
        ),
        migrations.AddField(
            model_name='venuepaper',
            name='seat',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.seat'),
        ),
        migrations.AddField(
            model_name='venueline',
            name='paper',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.venuepaper'),
        ),
        migrations.AddField(
            model_name='venueseal',
            name='made_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='venueduty',
            constraint=models.UniqueConstraint(fields=('sitting', 'device'), name='venue_duty_once'),
        ),
        migrations.AddIndex(
            model_name='venuepaper',
            index=models.Index(fields=['seat'], name='venue_paper_seat'),
        ),
        migrations.AddConstraint(
            model_name='venuepaper',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('seat',), name='venue_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='venuepaper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled', ''), ('settled_at__isnull', True)), models.Q(models.Q(('settled', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='venue_settled_whole'),
        ),
        migrations.AddConstraint(
            model_name='venueline',
            constraint=models.UniqueConstraint(fields=('paper', 'seq'), name='venue_line_once'),
        ),
    ]
