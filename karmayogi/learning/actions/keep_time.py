"""Time of a lesson up to now where the browser keeps no count: without JavaScript, before another form is loaded."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor

_KEEP = """
update learning_partprogress set
  seconds = seconds + greatest(0, floor(extract(epoch from %(at)s::timestamptz - seen_at))::int),
  seen_at = greatest(seen_at, %(at)s::timestamptz)
where person_id = %(person)s and part_id = %(part)s and enrolment_id = %(enrolment)s
"""


def keep_time(*, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime) -> None:
    """Counts the time since the part was opened or last reported; never more (engine/honest_time.py)."""
    rows.run(_KEEP, {"person": actor.person_id, "part": part_id, "enrolment": enrolment_id, "at": at})
