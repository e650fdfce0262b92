"""The course to which a link lets in."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.digests import digest
from karmayogi.learning.queries.row import Row

_LINK = """
select l.course_id, l.closed_at, l.used, l.most, l.ends_on, exists (
  select from learning_admission a where a.course_id = l.course_id and a.person_id = %s)
from learning_audiencelink l where l.digest = %s
"""


def usable(*, closed_at: dt.datetime | None, used: int, most: int, ends_on: dt.date, on: dt.date) -> bool:
    """Whether the link lets in one person more on that day."""
    return closed_at is None and used < most and on <= ends_on


def course_of_link(actor: Actor, code: str, on: dt.date) -> int:
    """Its id. Raises NotFound for a code that is not there, closed, over or used up, unless the actor came by it."""
    found = rows.first(Row, _LINK, [actor.person_id, digest(code)])
    if found is None:
        raise NotFound
    course, closed_at, used, most, ends_on, known = found
    if not (known or usable(closed_at=closed_at, used=used, most=most, ends_on=ends_on, on=on)):
        raise NotFound
    return int(course)
