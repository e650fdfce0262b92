"""Programmes, audiences and events beside courses. What is published of them is frozen like a course."""

import django.db.models.deletion
import django.db.models.functions.datetime
import karmayogi.kernel.ids
from django.db import migrations, models


FREEZE = """
create trigger frozen before update or delete on learning_programmenode
  for each row execute function learning_version_frozen();
create trigger frozen before update or delete on learning_gathering
  for each row execute function learning_version_frozen();
"""
THAW = """
drop trigger frozen on learning_programmenode;
drop trigger frozen on learning_gathering;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_audit_seal'),
        ('learning', '0008_provider_needed'),
        ('orgs', '0005_no_needless_indexes'),
        ('people', '0003_session_ends'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='DraftedGathering',
            fields=[
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=250)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('speaker', models.CharField(blank=True, max_length=250)),
                ('seats', models.IntegerField(help_text='NULL: no limit', null=True)),
                ('credit', models.CharField(default='social', help_text='formal, social or experience: the 10, 20, 70 of its hours', max_length=10)),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='learning.draft')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='hidden',
            field=models.BooleanField(db_default=False, default=False, help_text='by invitation: found only by those who are let in'),
        ),
        migrations.AddField(
            model_name='catalogueentry',
            name='kind',
            field=models.CharField(db_default='course', default='course', max_length=10),
        ),
        migrations.AddField(
            model_name='course',
            name='audience',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('invited', 'Invited'), ('approval', 'Approval')], db_default='everyone', default='everyone', max_length=8),
        ),
        migrations.AddField(
            model_name='course',
            name='kind',
            field=models.CharField(choices=[('course', 'Course'), ('programme', 'Programme'), ('assessment', 'Assessment'), ('event', 'Event')], db_default='course', default='course', max_length=10),
        ),
        migrations.AddField(
            model_name='courseversion',
            name='counts_prior',
            field=models.BooleanField(db_default=True, default=True, help_text='of a programme: what was completed before counts'),
        ),
        migrations.AddField(
            model_name='draft',
            name='counts_prior',
            field=models.BooleanField(db_default=True, default=True, help_text='of a programme'),
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=250)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('speaker', models.CharField(blank=True, max_length=250)),
                ('seats', models.IntegerField(help_text='NULL: no limit', null=True)),
                ('credit', models.CharField(default='social', help_text='formal, social or experience: the 10, 20, 70 of its hours', max_length=10)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='learning.courseversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__isnull', False), ('starts_at__isnull', False)), name='gathering_has_time'), models.CheckConstraint(condition=models.Q(('seats__isnull', True), ('seats__gte', 1), _connector='OR'), name='gathering_seats')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeEnrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('status', models.CharField(choices=[('active', 'Active'), ('completed', 'Completed'), ('withdrawn', 'Withdrawn')], default='active', max_length=10)),
                ('enrolled_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.courseversion')),
            ],
        ),
        migrations.CreateModel(
            name='ClosedGate',
            fields=[
                ('pk', models.CompositePrimaryKey('person_id', 'course_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.course')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.programmeenrolment')),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammeNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('parent', models.SlugField(blank=True, help_text="key of the group above; '' for the whole", max_length=40)),
                ('position', models.SmallIntegerField()),
                ('rule', models.CharField(blank=True, choices=[('all', 'All'), ('in_order', 'In Order'), ('at_least', 'At Least'), ('points', 'Points')], help_text="of a group; '' for an item", max_length=10)),
                ('needed', models.SmallIntegerField(help_text='of at_least and points', null=True)),
                ('points', models.SmallIntegerField(default=1)),
                ('title_en', models.CharField(blank=True, max_length=250)),
                ('title_hi', models.CharField(blank=True, max_length=250)),
                ('title_ur', models.CharField(blank=True, max_length=250)),
                ('course', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.courseversion')),
            ],
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('organisation_path', models.TextField(blank=True, db_collation='C', help_text='where they serve while they ask')),
                ('why', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'state', 'id'], name='request_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('course', 'person'), name='request_one_waiting'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='request_decided_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(choices=[('named', 'Named'), ('link', 'Link'), ('request', 'Request')], max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'id'], name='admission_list')],
                'constraints': [models.UniqueConstraint(fields=('person', 'course'), name='admission_once')],
            },
        ),
        migrations.CreateModel(
            name='AudienceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('digest', models.CharField(help_text='SHA-256 of the code', max_length=64, unique=True)),
                ('most', models.SmallIntegerField()),
                ('used', models.SmallIntegerField(default=0)),
                ('ends_on', models.DateField(help_text='last day')),
                ('closed_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('used__lte', models.F('most'))), name='audience_link_limit')],
            },
        ),
        migrations.CreateModel(
            name='AudienceOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'organisation'), name='audience_office_once')],
            },
        ),
        migrations.CreateModel(
            name='DraftedNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('parent', models.SlugField(blank=True, help_text="key of the group above; '' for the whole", max_length=40)),
                ('position', models.SmallIntegerField()),
                ('rule', models.CharField(blank=True, choices=[('all', 'All'), ('in_order', 'In Order'), ('at_least', 'At Least'), ('points', 'Points')], help_text="of a group; '' for an item", max_length=10)),
                ('needed', models.SmallIntegerField(help_text='of at_least and points', null=True)),
                ('points', models.SmallIntegerField(default=1)),
                ('title_en', models.CharField(blank=True, max_length=250)),
                ('title_hi', models.CharField(blank=True, max_length=250)),
                ('title_ur', models.CharField(blank=True, max_length=250)),
                ('course', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.draft')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('course__isnull', False)), fields=['course'], name='drafted_node_course')],
                'constraints': [models.UniqueConstraint(fields=('draft', 'key'), name='drafted_node_once')],
            },
        ),
        migrations.CreateModel(
            name='GatheringPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('state', models.CharField(choices=[('registered', 'Registered'), ('waiting', 'Waiting'), ('cancelled', 'Cancelled')], max_length=10)),
                ('asked_at', models.DateTimeField(help_text='the waiting list is served in this order')),
                ('attended_minutes', models.SmallIntegerField(null=True)),
                ('attended_at', models.DateTimeField(null=True)),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'state', 'asked_at', 'id'], name='gathering_places')],
                'constraints': [models.UniqueConstraint(fields=('person', 'course'), name='gathering_place_once'), models.CheckConstraint(condition=models.Q(models.Q(('attended_at__isnull', True), ('attended_minutes__isnull', True)), models.Q(('attended_at__isnull', False), ('attended_minutes__gte', 1)), _connector='OR'), name='gathering_attended_whole')],
            },
        ),
        migrations.CreateModel(
            name='GatheringRecording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('kind', models.CharField(help_text='video or audio', max_length=5)),
                ('title', models.CharField(max_length=250)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('captions', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'file'), name='recording_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='programmeenrolment',
            constraint=models.UniqueConstraint(fields=('person', 'course'), name='programme_enrolment_once'),
        ),
        migrations.AddConstraint(
            model_name='programmeenrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('status', 'completed')), models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_at__isnull', True)), _connector='OR'), name='programme_completed_has_time'),
        ),
        migrations.AddIndex(
            model_name='programmenode',
            index=models.Index(condition=models.Q(('course__isnull', False)), fields=['course'], name='programme_node_course'),
        ),
        migrations.AddConstraint(
            model_name='programmenode',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='programme_node_once'),
        ),
        migrations.AddConstraint(
            model_name='programmenode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('rule', '')), models.Q(models.Q(('rule', ''), _negated=True), ('course__isnull', True)), _connector='OR'), name='programme_node_group_or_item'),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
