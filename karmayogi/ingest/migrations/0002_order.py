"""Numbers in the order of storing, the marks of writers who have not committed, statements that nobody changes."""

from django.db import migrations

# The numbers of a batch. alone: no other writer is between here and its commit, which a batch with references needs.
#
# A writer holds an advisory lock whose number has the millisecond from before its statements were stamped; whoever
# asks how far statements are complete looks at these locks (queries/horizon.py). It is taken before the clock is read
# for the stamp, so nobody is stamped earlier than the mark says.
ENTER = """
create sequence ingest_turn cycle minvalue 0 maxvalue 4194303 start 0;

create function ingest_millisecond() returns bigint language sql volatile as
$$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;

create function ingest_enter(statements int, alone boolean) returns bigint[] language plpgsql volatile as $$
declare
  gate constant bigint := 4919056692995424256;
  stamp bigint;
begin
  if alone then
    perform pg_advisory_xact_lock(gate);
  else
    perform pg_advisory_xact_lock_shared(gate);
  end if;
  perform pg_advisory_xact_lock_shared(gate + ingest_millisecond());
  stamp := ingest_millisecond();
  return array(select ((stamp - 1577836800000) << 22) | nextval('ingest_turn') from generate_series(1, statements));
end $$;

-- The plain case in one statement: no id is here, nothing refers to one, no statement refers to another. False, and
-- nothing is stored, when that is not so; an id that another writer stores at this moment raises unique_violation.
-- places: where in the body the moment of storing belongs; others: where it belongs once more, or 0.
create function ingest_append(
  ids uuid[], authority bigint, bodies bytea[], places int[], others int[], keys bigint[], owners int[]
) returns boolean language plpgsql volatile as $$
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
  insert into ingest_key (key, seq) select key, seqs[owner] from unnest(keys, owners) as given (key, owner);
  return true;
end $$;

create trigger append_only before update or delete on ingest_statement
  for each statement execute function kernel_refuse_change();
"""
LEAVE = """
drop trigger append_only on ingest_statement;
drop function ingest_append(uuid[], bigint, bytea[], int[], int[], bigint[], int[]);
drop function ingest_enter(int, boolean);
drop function ingest_millisecond();
drop sequence ingest_turn;
"""


class Migration(migrations.Migration):
    dependencies = [("ingest", "0001_initial"), ("kernel", "0002_append_only_audit")]
    operations = [migrations.RunSQL(ENTER, LEAVE)]
