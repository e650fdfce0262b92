"""`ingest_append` as in 0002, with its keys in order and its plans made once.

Keys in order: those of a batch that lie on one page of the index come one after the other, while it is at hand. Plans:
how long the arrays are changes nothing in them, yet the database would plan anew for each request.
"""

from django.db import migrations

_APPEND = """
create or replace function ingest_append(
  ids uuid[], authority bigint, bodies bytea[], places int[], others int[], keys bigint[], owners int[]
) returns boolean language plpgsql volatile {setting} as $$
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
  insert into ingest_key (key, seq)
  select key, seqs[owner] from unnest(keys, owners) as given (key, owner) {order};
  return true;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ingest", "0004_refusal_reason")]
    operations = [
        migrations.RunSQL(
            _APPEND.format(setting="set plan_cache_mode = force_generic_plan", order="order by key, owner"),
            _APPEND.format(setting="", order=""),
        )
    ]
