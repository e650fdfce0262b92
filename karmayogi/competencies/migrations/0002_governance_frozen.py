"""What is published stays as it is: the database refuses to change a published version, what it says, and the log.

A competency itself always carries the wording of some published version (or is still a draft), and its code begins
with the namespace of its framework.
"""

from django.db import migrations

COLUMNS = (
    'area, "group", theme_number, theme_en, theme_hi, theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi, guna,'
    " status, replaced_by_id"
)

# Versions from before this migration say what their competencies say.
STATEMENTS = f"""
insert into competencies_competencystatement (version_id, competency_id, {COLUMNS})
select version_id, id, {COLUMNS} from competencies_competency
"""

FROZEN = """
create function competencies_version_frozen() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'version % is published and frozen', old.number using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger frozen before update or delete on competencies_frameworkversion
  for each row execute function competencies_version_frozen();

create function competencies_statement_frozen() returns trigger language plpgsql as $$
declare
  touched bigint[];
begin
  if tg_op = 'INSERT' then touched := array[new.version_id];
  elsif tg_op = 'DELETE' then touched := array[old.version_id];
  else touched := array[old.version_id, new.version_id]; end if;
  if exists (select from competencies_frameworkversion v where v.id = any(touched) and v.published_at is not null) then
    raise exception 'this version is published and frozen' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger frozen before insert or update or delete on competencies_competencystatement
  for each row execute function competencies_statement_frozen();

create function competencies_descriptor_frozen() returns trigger language plpgsql as $$
declare
  touched bigint[];
begin
  if tg_op = 'INSERT' then touched := array[new.statement_id];
  elsif tg_op = 'DELETE' then touched := array[old.statement_id];
  else touched := array[old.statement_id, new.statement_id]; end if;
  if exists (select from competencies_competencystatement s
             join competencies_frameworkversion v on v.id = s.version_id
             where s.id = any(touched) and v.published_at is not null) then
    raise exception 'this version is published and frozen' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger frozen before insert or update or delete on competencies_leveldescriptor
  for each row execute function competencies_descriptor_frozen();

create function competencies_competency_as_published() returns trigger language plpgsql as $$
begin
  if not exists (select from competencies_frameworkversion v join competencies_framework f on f.id = v.framework_id
                 where v.id = new.version_id and starts_with(new.code, f.prefix)) then
    raise exception 'code % is outside the namespace of its framework', new.code using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and old.status <> 'draft' then
    if (old.uuid, old.code, old.version_id) is distinct from (new.uuid, new.code, new.version_id) then
      raise exception 'competency % is published: its code stays', old.code using errcode = 'restrict_violation';
    end if;
    if (old.area, old.theme_en, old.theme_hi, old.theme_ur, old.name_en, old.name_hi, old.name_ur, old.gloss_en,
        old.gloss_hi, old.status, old.replaced_by_id) is distinct from
       (new.area, new.theme_en, new.theme_hi, new.theme_ur, new.name_en, new.name_hi, new.name_ur, new.gloss_en,
        new.gloss_hi, new.status, new.replaced_by_id)
      and not exists (
        select from competencies_competencystatement s join competencies_frameworkversion v on v.id = s.version_id
        where s.competency_id = new.id and v.published_at is not null
          and (s.area, s.theme_en, s.theme_hi, s.theme_ur, s.name_en, s.name_hi, s.name_ur, s.gloss_en, s.gloss_hi,
               s.status, s.replaced_by_id) is not distinct from
              (new.area, new.theme_en, new.theme_hi, new.theme_ur, new.name_en, new.name_hi, new.name_ur,
               new.gloss_en, new.gloss_hi, new.status, new.replaced_by_id)) then
      raise exception 'no published version says this of %', old.code using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
create trigger as_published before insert or update on competencies_competency
  for each row execute function competencies_competency_as_published();

create trigger append_only before update or delete on competencies_changeentry
  for each statement execute function kernel_refuse_change();
create trigger append_only before update or delete on competencies_proposalstep
  for each statement execute function kernel_refuse_change();
"""
THAWED = """
drop trigger append_only on competencies_proposalstep;
drop trigger append_only on competencies_changeentry;
drop trigger as_published on competencies_competency;
drop trigger frozen on competencies_leveldescriptor;
drop trigger frozen on competencies_competencystatement;
drop trigger frozen on competencies_frameworkversion;
drop function competencies_competency_as_published();
drop function competencies_descriptor_frozen();
drop function competencies_statement_frozen();
drop function competencies_version_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("competencies", "0002_governance"), ("kernel", "0002_append_only_audit")]
    operations = [
        migrations.RunSQL(STATEMENTS, "delete from competencies_competencystatement"),
        migrations.RunSQL(FROZEN, THAWED),
    ]
