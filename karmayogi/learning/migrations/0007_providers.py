"""A provider for each name that courses have had so far; the names stay."""

from django.db import migrations

# Licensed since they were first in the catalogue: whoever imported their courses vouched for them.
PROVIDERS = """
insert into learning_provider (uuid, code, name_en, name_hi, name_ur, kind, about, status, licensed_from, reason,
  applied_at)
select gen_random_uuid(), 'P-' || row_number() over (order by name), name, '', '', 'institute', '', 'licensed', since, '',
  now()
from (
  select coalesce(nullif(trim(c.provider), ''), '?') as name,
    min(coalesce((select min(v.published_at) from learning_courseversion v where v.course_id = c.id),
                 c.created_at))::date as since
  from learning_course c group by 1) names
on conflict (name_en) do nothing
"""
COURSES = """
update learning_course c set provider_id = p.id from learning_provider p
where p.name_en = coalesce(nullif(trim(c.provider), ''), '?') and c.provider_id is null
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0006_authoring")]
    operations = [
        migrations.RunSQL(PROVIDERS, migrations.RunSQL.noop),
        migrations.RunSQL(COURSES, migrations.RunSQL.noop),
    ]
