"""Keys of the day in a small index of their own (actions/settle_keys.py), and the plain case with less around it.

A key is a hash: those of a statement lie on as many pages of an index as it has keys. Of an index larger than what the
database has at hand each page was read, written, and after every checkpoint put whole into the log, which cost more
than all else that storing a statement does.

`ingest_append` is as in 0005 beside that, and takes its locks in expressions, which needs no executor. One statement
alone goes by `ingest_append_one`, which needs no arrays: new, so nothing to sort and no second look.
"""

from django.db import migrations, models

_APPEND = """
create or replace function ingest_append(
  ids uuid[], authority bigint, bodies bytea[], places int[], others int[], keys bigint[], owners int[]
) returns boolean language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
declare
  seqs bigint[];
  stamp bytea;
begin
  seqs := ingest_enter(cardinality(ids), false);
  if exists (select from ingest_statement s where s.uuid = any(ids))
    or exists (select from ingest_statement s where s.refers_to = any(ids)) then
    return false;
  end if;
  stamp := convert_to(to_char(
    timestamp 'epoch' + ((seqs[1] >> 22) + 1577836800000) * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
  ), 'UTF8');
  insert into ingest_statement (seq, uuid, authority, body)
  select seqs[n], id, ingest_append.authority,
    case when again = 0 then overlay(body placing stamp from place)
      else overlay(overlay(body placing stamp from place) placing stamp from again) end
  from unnest(ids, bodies, places, others) with ordinality as given (id, body, place, again, n) order by id;
  insert into TABLE (key, seq)
  select key, seqs[owner] from unnest(keys, owners) as given (key, owner) order by key, owner;
  return true;
end $$;
"""
_ONE = """
-- As `ingest_append`, for one. The locks before the clock, and the look for references after them, as in ingest_enter:
-- the insert sees what was committed before it began, so also all of whoever had the gate.
create function ingest_append_one(
  id uuid, authority bigint, body bytea, place int, again int, keys bigint[]
) returns boolean language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
declare
  gate constant bigint := 4919056692995424256;
  held boolean;
  stamp bigint;
  number bigint;
  moment bytea;
begin
  held := pg_advisory_xact_lock_shared(gate) is null;
  held := pg_advisory_xact_lock_shared(gate + ingest_millisecond()) is null;
  stamp := ingest_millisecond();
  number := ((stamp - 1577836800000) << 22) | nextval('ingest_turn');
  moment := convert_to(to_char(
    timestamp 'epoch' + stamp * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
  ), 'UTF8');
  body := overlay(body placing moment from place);
  if again > 0 then
    body := overlay(body placing moment from again);
  end if;
  with kept as (
    insert into ingest_statement (seq, uuid, authority, body)
    select number, id, ingest_append_one.authority, ingest_append_one.body
    where not exists (select from ingest_statement s where s.refers_to = id)
    on conflict (uuid) do nothing returning seq
  )
  insert into ingest_freshkey (key, seq) select key, seq from kept, unnest(keys) as given (key);
  return found;
end $$;
"""
_ENTER = """
create or replace function ingest_enter(statements int, alone boolean) returns bigint[] language plpgsql volatile as $$
declare
  gate constant bigint := 4919056692995424256;
  held boolean;
  stamp bigint;
begin
  if alone then
    held := pg_advisory_xact_lock(gate) is null;
  else
    held := pg_advisory_xact_lock_shared(gate) is null;
  end if;
  held := pg_advisory_xact_lock_shared(gate + ingest_millisecond()) is null;
  stamp := ingest_millisecond();
  return array(select ((stamp - 1577836800000) << 22) | nextval('ingest_turn') from generate_series(1, statements));
end $$;
"""
# Keys of statements before that number are in `ingest_key` only; one row, or none for nothing.
_BOUND = """
create table ingest_settled (one boolean primary key check (one), before bigint not null);
insert into ingest_settled values (true, (floor(extract(epoch from now()) * 1000)::bigint - 1577836800000) << 22);
"""
_SETTLED = "insert into ingest_key select key, seq from ingest_freshkey on conflict do nothing"


class Migration(migrations.Migration):
    dependencies = [("ingest", "0005_append_sooner")]
    operations = [
        migrations.CreateModel(
            name="FreshKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _SETTLED),
        migrations.RunSQL(_BOUND, "drop table ingest_settled"),
        migrations.RunSQL(_APPEND.replace("TABLE", "ingest_freshkey"), _APPEND.replace("TABLE", "ingest_key")),
        migrations.RunSQL(_ENTER, migrations.RunSQL.noop),
        migrations.RunSQL(
            _ONE, "drop function ingest_append_one(uuid, bigint, bytea, int, int, bigint[])"
        ),
    ]
