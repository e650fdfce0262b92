"""The course to which a link lets in."""

import datetime as dt
import hashlib

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

_LINK = """
select l.course_id from learning_audiencelink l
where l.digest = %s and ((l.closed_at is null and l.used < l.most and l.ends_on >= %s) or exists (
  select from learning_admission a where a.course_id = l.course_id and a.person_id = %s))
"""


def course_of_link(actor: Actor, code: str, on: dt.date) -> int:
    """Its id. Raises NotFound for a code that is not there, closed, over or used up."""
    found = rows.scalar(_LINK, [hashlib.sha256(code.encode("utf-8", "replace")).hexdigest(), on, actor.person_id])
    if found is None:
        raise NotFound
    return int(found)
