"""Every course has a provider, and what is published does not change: the database says so too."""

import django.db.models.deletion
from django.db import migrations, models

# Competencies of a version are left out: a re-tag moves them, and undoes it (actions/retag.py).
FREEZE = """
create function learning_version_frozen() returns trigger language plpgsql as $$
begin
  raise exception 'a published course version is frozen' using errcode = 'restrict_violation';
end $$;
create trigger frozen before update or delete on learning_courseversion
  for each row execute function learning_version_frozen();
create trigger frozen before update or delete on learning_coursetext
  for each row execute function learning_version_frozen();
create trigger frozen before update or delete on learning_part
  for each row execute function learning_version_frozen();
create trigger frozen before update or delete on learning_partvariant
  for each row execute function learning_version_frozen();
"""
THAW = """
drop trigger frozen on learning_courseversion;
drop trigger frozen on learning_coursetext;
drop trigger frozen on learning_part;
drop trigger frozen on learning_partvariant;
drop function learning_version_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0007_providers")]
    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="course",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.provider"
            ),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
