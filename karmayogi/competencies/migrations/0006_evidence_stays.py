"""The ledger of evidence only grows: the database refuses to delete a row, or to change more of it than `contested_at`."""

from django.db import migrations

REFUSE = """
create function competencies_evidence_stays() returns trigger language plpgsql as $$
declare was competencies_evidence := old;
begin
  was.contested_at := new.contested_at;
  if was is distinct from new then
    raise exception 'competencies_evidence is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger stays before update on competencies_evidence
  for each row execute function competencies_evidence_stays();
create trigger append_only before delete on competencies_evidence
  for each statement execute function kernel_refuse_change();
create trigger append_only_truncate before truncate on competencies_evidence
  for each statement execute function kernel_refuse_change();
"""
ALLOW = """
drop trigger append_only_truncate on competencies_evidence;
drop trigger append_only on competencies_evidence;
drop trigger stays on competencies_evidence;
drop function competencies_evidence_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("competencies", "0005_no_needless_indexes"), ("kernel", "0002_append_only_audit")]
    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
