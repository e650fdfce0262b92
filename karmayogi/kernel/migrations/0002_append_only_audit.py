"""The audit trail can only grow: the database itself refuses to change or delete an entry."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

REFUSE = """
create function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on kernel_auditentry
  for each statement execute function kernel_refuse_change();
create trigger append_only_truncate before truncate on kernel_auditentry
  for each statement execute function kernel_refuse_change();
"""
ALLOW = """
drop trigger append_only on kernel_auditentry;
drop trigger append_only_truncate on kernel_auditentry;
drop function kernel_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
