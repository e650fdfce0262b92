"""Results that are worked out again, and answers that persons mark: what may still come to a closed attempt."""

import django.contrib.postgres.fields
import django.db.models.deletion
import karmayogi.kernel.ids
from django.db import migrations, models

# Between handing in and the last mark, marks may come, and nothing else; from then on nothing.
MARKS_MAY_COME = """
create or replace function assessment_attempt_stays() returns trigger language plpgsql as $$
declare marks text[] := '{right,score,passed,marked_at}';
begin
  if old.submitted_at is not null then
    if tg_op = 'DELETE' or old.score is not null or to_jsonb(new) - marks <> to_jsonb(old) - marks then
      raise exception 'attempt % is closed', old.id using errcode = 'restrict_violation';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create or replace function assessment_answers_stay() returns trigger language plpgsql as $$
declare
  of_attempt bigint := case tg_op when 'INSERT' then new.attempt_id else old.attempt_id end;
  marks text[] := '{correct,worth}';
  marked boolean;
begin
  select score is not null into marked from assessment_attempt where id = of_attempt and submitted_at is not null;
  if found then
    if tg_op <> 'UPDATE' or marked or to_jsonb(new) - marks <> to_jsonb(old) - marks then
      raise exception 'attempt % is closed', of_attempt using errcode = 'restrict_violation';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
"""
NOTHING_MAY_COME = """
create or replace function assessment_attempt_stays() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null then
    raise exception 'attempt % is closed', old.id using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create or replace function assessment_answers_stay() returns trigger language plpgsql as $$
declare of_attempt bigint := case tg_op when 'INSERT' then new.attempt_id else old.attempt_id end;
begin
  if exists (select from assessment_attempt where id = of_attempt and submitted_at is not null) then
    raise exception 'attempt % is closed', of_attempt using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
"""
# A closed adaptive test stays, and so does every answer that was given in one.
SITTINGS_STAY = """
create function assessment_sitting_stays() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null then
    raise exception 'sitting % is closed', old.id using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger closed_stays before update or delete on assessment_sitting
  for each row execute function assessment_sitting_stays();

create function assessment_sitting_answer_stays() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null then
    raise exception 'the answer is final' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger answer_stays before update or delete on assessment_sittingitem
  for each row execute function assessment_sitting_answer_stays();
"""
SITTINGS_GO = """
drop trigger closed_stays on assessment_sitting;
drop trigger answer_stays on assessment_sittingitem;
drop function assessment_sitting_stays();
drop function assessment_sitting_answer_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0006_a_request_of_each_kind'),
        ('competencies', '0009_contests_count_steps'),
        ('people', '0004_kept_forms'),
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
        migrations.AddField(
            model_name='attempt',
            name='marked_at',
            field=models.DateTimeField(help_text='when persons had marked it; null: at once, or not yet', null=True),
        ),
        migrations.AddField(
            model_name='paper',
            name='peers',
            field=models.SmallIntegerField(default=0, help_text='learners who mark each text; 0: those whose work it is'),
        ),
        migrations.AddField(
            model_name='paper',
            name='second_percent',
            field=models.SmallIntegerField(default=0, help_text='of the texts, marked by two persons'),
        ),
        migrations.CreateModel(
            name='AgreedMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('points', models.JSONField()),
                ('close', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
                ('marker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('marker', 'item', 'key'), name='agreed_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='Marking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('position', models.SmallIntegerField()),
                ('number', models.SmallIntegerField(help_text='1 first; above `asked`: decides where the others disagree')),
                ('asked', models.SmallIntegerField(help_text='how many mark this answer independently')),
                ('peer', models.BooleanField(help_text='by a learner who sat the same test')),
                ('organisation_path', models.TextField(blank=True, db_collation='C', help_text='of the office of who answered')),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('points', models.JSONField(help_text='by line of the rubric', null=True)),
                ('worth', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('remark', models.CharField(blank=True, help_text='for whoever answered', max_length=500)),
                ('done_at', models.DateTimeField(null=True)),
                ('attempt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.attempt')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
                ('marker', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['organisation_path'], name='marking_waiting'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['marker'], name='marking_mine')],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'position', 'number'), name='marking_number_once'), models.UniqueConstraint(fields=('attempt', 'position', 'marker'), name='marking_marker_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('points__isnull', True), ('worth__isnull', True)), models.Q(('done_at__isnull', False), ('marker__isnull', False), ('points__isnull', False), ('worth__isnull', False)), _connector='OR'), name='marking_done_whole')],
            },
        ),
        migrations.RemoveConstraint(model_name='attempt', name='attempt_marked_when_submitted'),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('passed__isnull', True), ('right__isnull', True), ('score__isnull', True), ('submitted_at__isnull', True)), models.Q(('passed__isnull', True), ('right__isnull', True), ('score__isnull', True), ('submitted_at__isnull', False)), models.Q(('passed__isnull', False), ('right__isnull', False), ('score__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='attempt_marked_when_submitted'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('peers__gte', 0), ('peers__lte', 5), ('second_percent__gte', 0), ('second_percent__lte', 100)), name='paper_marking'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('marked_at__isnull', False)), fields=['marked_at'], name='attempt_marked_later'),
        ),
        migrations.RunSQL(MARKS_MAY_COME, NOTHING_MAY_COME),
        migrations.CreateModel(
            name='Bank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('number', models.SmallIntegerField()),
                ('status', models.CharField(choices=[('making', 'Making'), ('failed', 'Failed'), ('ready', 'Ready'), ('open', 'Open'), ('closed', 'Closed')], default='making', max_length=6)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('least', models.SmallIntegerField(help_text='questions of a test, at least')),
                ('most', models.SmallIntegerField(help_text='at most')),
                ('enough', models.FloatField(help_text='standard error at which a test ends')),
                ('minutes', models.SmallIntegerField()),
                ('retake_days', models.SmallIntegerField(help_text='days after which somebody may sit again')),
                ('shares', models.JSONField(default=list, help_text='of each area in a test, sum 1')),
                ('cuts', models.JSONField(default=dict, help_text='ability from which a level is shown, by level')),
                ('persons', models.IntegerField(default=0, help_text='whose first answers it was calibrated on')),
                ('asked_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('competency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.competency')),
                ('opened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('competency', 'number'), name='bank_number_once'), models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('competency',), name='bank_open_once'), models.CheckConstraint(condition=models.Q(('least__gte', 1), ('minutes__gte', 1), ('most__gte', models.F('least')), ('retake_days__gte', 0)), name='bank_terms'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), _negated=True), models.Q(('opened_by__isnull', False), models.Q(('opened_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='bank_opened_by_another')],
            },
        ),
        migrations.CreateModel(
            name='BankItem',
            fields=[
                ('pk', models.CompositePrimaryKey('bank_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('place', models.IntegerField(help_text='0 first')),
                ('area', models.SmallIntegerField()),
                ('a', models.FloatField()),
                ('b', models.FloatField()),
                ('let', models.FloatField()),
                ('bank', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.bank')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
            ],
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closing', models.CharField(blank=True, choices=[('enough', 'Enough'), ('person', 'Person'), ('time', 'Time')], max_length=6)),
                ('theta', models.FloatField(default=0.0)),
                ('error', models.FloatField(default=1.0)),
                ('level', models.SmallIntegerField(help_text='shown; 0: none; null while open', null=True)),
                ('passed_over', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, help_text='places not let through on the way', size=None)),
                ('bank', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.bank')),
                ('competency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.competency')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'competency', 'opened_at'], name='sitting_person'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_at'], name='sitting_overdue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person', 'competency'), name='sitting_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('level__isnull', True)), models.Q(('closed_at__isnull', False), ('level__gte', 0), ('level__lte', 5)), _connector='OR'), name='sitting_closed_whole')],
            },
        ),
        migrations.CreateModel(
            name='SittingItem',
            fields=[
                ('pk', models.CompositePrimaryKey('sitting_id', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('place', models.IntegerField(help_text='in the bank')),
                ('shown', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('chosen', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('right', models.BooleanField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.item')),
                ('sitting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.sitting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sitting', 'place'), name='sitting_asked_once')],
            },
        ),
        migrations.RunSQL(SITTINGS_STAY, SITTINGS_GO),
    ]
