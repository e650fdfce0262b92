"""Results that are worked out again, and answers that persons mark: what may still come to a closed attempt."""

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
        migrations.AddField(
            model_name='attempt',
            name='marked_at',
            field=models.DateTimeField(help_text='when persons had marked it; null: marked at once, or not yet', null=True),
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
                'constraints': [models.UniqueConstraint(fields=('attempt', 'position', 'number'), name='marking_number_once'), models.UniqueConstraint(fields=('attempt', 'position', 'marker'), name='marking_marker_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('points__isnull', True), ('worth__isnull', True)), models.Q(('done_at__isnull', False), ('points__isnull', False), ('worth__isnull', False), ('marker__isnull', False)), _connector='OR'), name='marking_done_whole')],
            },
        ),
        migrations.RemoveConstraint(model_name='attempt', name='attempt_marked_when_submitted'),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('passed__isnull', True), ('right__isnull', True), ('score__isnull', True), ('submitted_at__isnull', True)), models.Q(('passed__isnull', True), ('right__isnull', True), ('score__isnull', True), ('submitted_at__isnull', False)), models.Q(('passed__isnull', False), ('right__isnull', False), ('score__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='attempt_marked_when_submitted'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('second_percent__gte', 0), ('second_percent__lte', 100), ('peers__gte', 0), ('peers__lte', 5)), name='paper_marking'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('marked_at__isnull', False)), fields=['marked_at'], name='attempt_marked_later'),
        ),
        migrations.RunSQL(MARKS_MAY_COME, NOTHING_MAY_COME),
    ]
