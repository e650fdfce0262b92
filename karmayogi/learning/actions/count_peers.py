"""What people on the same kind of post take up: counted once a night for the suggestions of everybody."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.orgs.api import POSTS_AS_ON

LEAST = 10  # fewer people could be recognised
MOST = 30  # courses of a designation

_COUNT = f"""
insert into learning_peerchoice (designation_id, course_id, people)
select designation_id, course_id, people from (
  select post.designation_id, n.course_id, count(distinct n.person_id) as people,
    row_number() over (partition by post.designation_id order by count(distinct n.person_id) desc, n.course_id) as place
  from learning_enrolment n
  join learning_course c on c.id = n.course_id and c.status = 'published' and c.audience <> 'invited'
  join orgs_incumbency i on i.person_id = n.person_id
    and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
  join {POSTS_AS_ON} post on post.id = i.post_id
  where n.enrolled_at >= %(on)s::date - interval '1 year' and n.status <> 'withdrawn'
  group by 1, 2 having count(distinct n.person_id) >= %(least)s
) counted where place <= %(most)s
"""


@transaction.atomic
def count_peers(*, on: dt.date) -> int:
    """Counts anew for every designation; how many (designation, course) pairs there are. Readers see the old count or
    the new one, never half of it."""
    rows.run("delete from learning_peerchoice")
    return rows.run(_COUNT, {"on": on, "least": LEAST, "most": MOST})
