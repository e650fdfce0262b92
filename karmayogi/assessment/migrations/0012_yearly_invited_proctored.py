"""Tests of a year, people from outside who are invited, sittings with proctors, forms of a paper."""

import django.db.models.constraints
import django.db.models.deletion
import karmayogi.kernel.ids
from django.db import migrations, models


# What a proctor said stays as it was when the results were told.
SEATS_STAY = """
create function assessment_seat_stays() returns trigger language plpgsql as $$
begin
  if exists (select from assessment_proctoredsitting where id = old.sitting_id and released_at is not null) then
    raise exception 'the results of the sitting of seat % are told', old.id using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger released_stays before update or delete on assessment_seat
  for each row execute function assessment_seat_stays();
"""
SEATS_GO = """
drop trigger released_stays on assessment_seat;
drop function assessment_seat_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0011_practice'),
        ('learning', '0021_witnessed_tests'),
        ('orgs', '0006_one_seat_one_holder'),
        ('people', '0005_devices'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='PublicTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.paper')),
            ],
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('email', models.CharField(blank=True, help_text="small letters; '' once removed", max_length=254)),
                ('language', models.CharField(default='en', help_text='of the letters to her', max_length=10)),
                ('token_digest', models.CharField(help_text='of the link; null once used', max_length=64, null=True, unique=True)),
                ('code_digest', models.CharField(blank=True, help_text='of the code that was mailed last', max_length=64)),
                ('code_until', models.DateTimeField(null=True)),
                ('code_tries', models.SmallIntegerField(default=0, help_text='left with that code')),
                ('door_digest', models.CharField(help_text='of the key in her browser', max_length=64, null=True, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('came_at', models.DateTimeField(help_text='when she proved the address', null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('test', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.publictest')),
            ],
        ),
        migrations.CreateModel(
            name='ProctoredSitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('venue', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('late_minutes', models.SmallIntegerField(help_text='after its beginning, in which somebody may still come in')),
                ('places', models.SmallIntegerField()),
                ('code_number', models.SmallIntegerField(default=1, help_text='grows when another code is asked for')),
                ('made_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(help_text='since when its results are told', null=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.paper')),
                ('released_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='SittingProctor',
            fields=[
                ('pk', models.CompositePrimaryKey('sitting_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('sitting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.proctoredsitting')),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('number', models.SmallIntegerField()),
                ('state', models.CharField(choices=[('expected', 'Expected'), ('present', 'Present'), ('absent', 'Absent')], default='expected', max_length=8)),
                ('incident', models.BooleanField(default=False, help_text='something happened that speaks against the result')),
                ('note', models.CharField(blank=True, help_text='of the proctor', max_length=500)),
                ('marked_at', models.DateTimeField(null=True)),
                ('wrong_codes', models.SmallIntegerField(default=0, help_text='typed since the last right one or pause')),
                ('paused_until', models.DateTimeField(help_text='after too many wrong codes', null=True)),
                ('attempt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.attempt')),
                ('marked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('sitting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.proctoredsitting')),
            ],
        ),
        migrations.CreateModel(
            name='YearlyTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('year', models.SmallIntegerField(help_text='financial year, by the calendar year in which it begins')),
                ('needed', models.SmallIntegerField(help_text='courses of the list that have to be completed')),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('at_sittings', models.BooleanField(default=False, help_text='opens at a proctored sitting alone')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation')),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.paper')),
            ],
        ),
        migrations.CreateModel(
            name='YearlyCourse',
            fields=[
                ('pk', models.CompositePrimaryKey('test_id', 'course_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('count', models.SmallIntegerField()),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('test', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.yearlytest')),
            ],
        ),
        migrations.CreateModel(
            name='Equating',
            fields=[
                ('pk', models.CompositePrimaryKey('paper_id', 'form', blank=True, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=1)),
                ('slope', models.FloatField()),
                ('intercept', models.FloatField()),
                ('anchors', models.SmallIntegerField(help_text='questions that both have and that were used')),
                ('persons', models.IntegerField(help_text='whose first attempts it rests on')),
                ('steps', models.JSONField(help_text='score on the first form by score on this one, in per cent')),
                ('at', models.DateTimeField()),
                ('paper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.paper')),
            ],
        ),
        migrations.AddField(
            model_name='attempt',
            name='form',
            field=models.CharField(blank=True, db_default='', help_text='of the paper, where it has several', max_length=1),
        ),
        migrations.AddField(
            model_name='papercell',
            name='course',
            field=models.ForeignKey(db_index=False, help_text='whose pool it draws from', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course'),
        ),
        migrations.AddField(
            model_name='paperitem',
            name='form',
            field=models.CharField(blank=True, db_default='', help_text="A, B, …; '' is in every form", max_length=1),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='candidate',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.candidate'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('candidate', 'paper', 'number'), name='attempt_of_candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('candidate__isnull', False), ('person__isnull', True)), models.Q(('candidate__isnull', True), ('person__isnull', False)), _connector='OR'), name='attempt_of_one'),
        ),
        migrations.AddConstraint(
            model_name='equating',
            constraint=models.CheckConstraint(condition=models.Q(('slope__gt', 0)), name='equating_slope'),
        ),
        migrations.AddIndex(
            model_name='proctoredsitting',
            index=models.Index(fields=['organisation', '-starts_at'], name='proctored_list'),
        ),
        migrations.AddConstraint(
            model_name='proctoredsitting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='proctored_times'),
        ),
        migrations.AddConstraint(
            model_name='proctoredsitting',
            constraint=models.CheckConstraint(condition=models.Q(('late_minutes__gte', 0), ('places__gte', 1)), name='proctored_places'),
        ),
        migrations.AddConstraint(
            model_name='proctoredsitting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='proctored_released_whole'),
        ),
        migrations.AddConstraint(
            model_name='publictest',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='public_test_window'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['test', 'id'], name='candidate_list'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('test', 'email'), name='candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), models.Q(('email', ''), _negated=True)), models.Q(('door_digest__isnull', True), ('email', ''), ('name', ''), ('removed_at__isnull', False), ('token_digest__isnull', True)), _connector='OR'), name='candidate_removed_whole'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('sitting', 'number'), name='seat_number_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('person', 'sitting'), name='seat_person_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seat_number'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('incident', False), ('state', 'expected')), models.Q(('marked_at__isnull', False), ('marked_by__isnull', False)), _connector='OR'), name='seat_marked_whole'),
        ),
        migrations.AddConstraint(
            model_name='yearlytest',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='yearly_window'),
        ),
        migrations.AddConstraint(
            model_name='yearlytest',
            constraint=models.CheckConstraint(condition=models.Q(('needed__gte', 1)), name='yearly_needed'),
        ),
        migrations.AddConstraint(
            model_name='yearlycourse',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 0)), name='yearly_course_count'),
        ),
        migrations.RunSQL(SEATS_STAY, SEATS_GO),
    ]
