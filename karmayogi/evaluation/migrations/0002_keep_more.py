from django.db import migrations

# Of a signed study: its state goes forward alone (back at "registered" a lot could be drawn again), nothing is moved
# into it from a draft, and what was measured and told of it stays.
KEEP = """
create or replace function evaluation_keep_study() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (tg_op = 'DELETE'
    or (new.title, new.question, new.course_id, new.design, new.sample, new.seats, new.steps, new.effect, new.answers,
        new.icc, new.stability, new.alpha, new.invented, new.secret, new.plan, new.digest, new.power, new.registered_at)
       is distinct from
       (old.title, old.question, old.course_id, old.design, old.sample, old.seats, old.steps, old.effect, old.answers,
        old.icc, old.stability, old.alpha, old.invented, old.secret, old.plan, old.digest, old.power, old.registered_at)
    or array_position(array['draft', 'registered', 'drawn', 'closed'], new.state::text)
       < array_position(array['draft', 'registered', 'drawn', 'closed'], old.state::text)
    or (old.state <> 'registered' and (new.word, new.drawn_at) is distinct from (old.word, old.drawn_at)))
  then
    raise exception 'the plan of this study is signed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create or replace function evaluation_keep_part() returns trigger language plpgsql as $$
declare
  reached text;
begin
  select state into reached from evaluation_study
  where id = case when tg_op = 'INSERT' then new.study_id else old.study_id end;
  if tg_op = 'UPDATE' and new.study_id <> old.study_id then
    raise exception 'the plan of this study is signed';
  end if;
  if reached = 'draft' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_table_name = 'evaluation_studyunit' and tg_op = 'UPDATE' and reached = 'registered' then
    if (new.study_id, new.code, new.name, new.stratum, new.given)
       is not distinct from (old.study_id, old.code, old.name, old.stratum, old.given)
    then
      return new;
    end if;
  end if;
  raise exception 'the plan of this study is signed';
end $$;
create trigger append_only before update or delete on evaluation_studynote
  for each row execute function kernel_refuse_change();
create trigger append_only before update or delete on evaluation_measurefile
  for each row execute function kernel_refuse_change();
create trigger append_only before update or delete on evaluation_measured
  for each row execute function kernel_refuse_change();
"""
LEAVE = """
drop trigger append_only on evaluation_measured;
drop trigger append_only on evaluation_measurefile;
drop trigger append_only on evaluation_studynote;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_studies_rooms")]

    operations = [migrations.RunSQL(KEEP, LEAVE)]
