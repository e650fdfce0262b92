"""The spells that there are get the names and the path that they lacked. Schema and data apart: 0003 added the columns."""

from django.db import migrations

NOW = """
update orgs_organisationspell s set path = o.path, name_hi = o.name_hi, name_ur = o.name_ur
from orgs_organisation o where o.id = s.organisation_id and s.valid_to is null
"""

# The path of a spell that has ended, by the parents on its first day. The last step of a path is the unit itself.
THEN = """
with recursive up (spell_id, day, parent_id, path) as (
  select s.id, s.valid_from, s.parent_id, right(o.path, 8)
  from orgs_organisationspell s join orgs_organisation o on o.id = s.organisation_id where s.valid_to is not null
  union all
  select up.spell_id, up.day, above.parent_id, right(o.path, 8) || up.path
  from up
  join orgs_organisation o on o.id = up.parent_id
  cross join lateral (
    select p.parent_id from orgs_organisationspell p where p.organisation_id = up.parent_id
    order by (p.valid_from <= up.day and (p.valid_to is null or p.valid_to > up.day)) desc, p.valid_from limit 1
  ) above
)
update orgs_organisationspell s set path = up.path, name_hi = o.name_hi, name_ur = o.name_ur
from up, orgs_organisation o
where up.spell_id = s.id and up.parent_id is null and o.id = s.organisation_id
"""


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_posts")]
    operations = [migrations.RunSQL([NOW, THEN], migrations.RunSQL.noop)]
