"""An attempt is closed once: from then on the database itself refuses to change or delete it or its answers."""

from django.db import migrations

REFUSE = """
create function assessment_attempt_stays() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null then
    raise exception 'attempt % is closed', old.id using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger closed_stays before update or delete on assessment_attempt
  for each row execute function assessment_attempt_stays();

create function assessment_answers_stay() returns trigger language plpgsql as $$
declare of_attempt bigint := case tg_op when 'INSERT' then new.attempt_id else old.attempt_id end;
begin
  if exists (select from assessment_attempt where id = of_attempt and submitted_at is not null) then
    raise exception 'attempt % is closed', of_attempt using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger closed_stays before insert or update or delete on assessment_attemptitem
  for each row execute function assessment_answers_stay();

create function assessment_item_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a wording of a question is never changed: import it anew' using errcode = 'restrict_violation';
end $$;

create trigger wording_stays before update on assessment_item
  for each row execute function assessment_item_stays();
create trigger wording_stays before update on assessment_itemtext
  for each row execute function assessment_item_stays();
create trigger wording_stays before update on assessment_option
  for each row execute function assessment_item_stays();
create trigger wording_stays before update on assessment_optiontext
  for each row execute function assessment_item_stays();
"""
ALLOW = """
drop trigger closed_stays on assessment_attempt;
drop trigger closed_stays on assessment_attemptitem;
drop trigger wording_stays on assessment_item;
drop trigger wording_stays on assessment_itemtext;
drop trigger wording_stays on assessment_option;
drop trigger wording_stays on assessment_optiontext;
drop function assessment_attempt_stays();
drop function assessment_answers_stay();
drop function assessment_item_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
