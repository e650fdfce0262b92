"""Films by the stretches that were played; sessions in the rule of a version."""

import django.contrib.postgres.fields
import django.db.models.deletion
import karmayogi.learning.models.enrolment
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0019_offline'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='VersionSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.SmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='courseversion',
            name='sessions_needed',
            field=models.SmallIntegerField(db_default=0, default=0, help_text='how many of its sessions (VersionSession) the completion rule asks for'),
        ),
        migrations.AddField(
            model_name='courseversion',
            name='watch_percent',
            field=models.SmallIntegerField(help_text='of a film or recording that must be played; NULL: from before the rule, by time', null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='sessions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), db_default=[], default=list, help_text='codes of events that must be attended'),
        ),
        migrations.AddField(
            model_name='draft',
            name='sessions_needed',
            field=models.SmallIntegerField(help_text='of these; NULL: all', null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='watch_percent',
            field=models.SmallIntegerField(db_default=90, default=90, help_text='of a film or recording that must be played'),
        ),
        migrations.AddField(
            model_name='partprogress',
            name='done_by',
            field=models.CharField(db_default='', default='', help_text='of a film or recording: watched, read, or time', max_length=8),
        ),
        migrations.AddField(
            model_name='partprogress',
            name='read_seconds',
            field=models.IntegerField(db_default=0, default=0, help_text='of a film or recording: time with its text instead'),
        ),
        migrations.AddField(
            model_name='partprogress',
            name='watched',
            field=karmayogi.learning.models.enrolment.StretchesField(help_text='of a film or recording: the seconds that were played, of all devices', null=True),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.CheckConstraint(condition=models.Q(('watch_percent__isnull', True), models.Q(('watch_percent__gte', 1), ('watch_percent__lte', 100)), _connector='OR'), name='course_watch_percent'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.CheckConstraint(condition=models.Q(('sessions_needed__gte', 0)), name='course_sessions_needed'),
        ),
        migrations.AddField(
            model_name='versionsession',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course'),
        ),
        migrations.AddField(
            model_name='versionsession',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.courseversion'),
        ),
        migrations.AddConstraint(
            model_name='versionsession',
            constraint=models.UniqueConstraint(fields=('version', 'event'), name='version_session_once'),
        ),
        migrations.AddConstraint(
            model_name='versionsession',
            constraint=models.UniqueConstraint(fields=('version', 'position'), name='version_session_position'),
        ),
        migrations.RunSQL(
            "create trigger frozen before update or delete on learning_versionsession"
            " for each row execute function learning_version_frozen()",
            "drop trigger frozen on learning_versionsession",
        ),
    ]
