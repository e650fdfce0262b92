"""Putting a suggested course aside, and taking that back. It concerns nobody else, so no trail is kept."""

import datetime as dt
import uuid

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.queries.admitted import finds

_LISTED = f"""
select e.course_id from learning_catalogueentry e
where e.uuid = %(course)s and (not e.hidden or {finds("e.course_id", "%(person)s", "%(on)s")})
"""


def put_aside(*, actor: Actor, course: uuid.UUID, at: dt.datetime) -> None:
    """It is not suggested again. Twice is fine. Raises NotFound for a course that the actor does not find."""
    asked = {"course": course, "person": actor.person_id, "on": clock.day(at)}
    found = rows.scalar(_LISTED, asked)
    if found is None:
        raise NotFound
    rows.run(
        "insert into learning_notforme (person_id, course_id, at) values (%s, %s, %s) on conflict do nothing",
        [actor.person_id, found, at],
    )


def take_back(*, actor: Actor, course: uuid.UUID) -> None:
    """It may be suggested again. Twice is fine."""
    rows.run(
        "delete from learning_notforme where person_id = %s"
        " and course_id = (select id from learning_course where uuid = %s)",
        [actor.person_id, course],
    )
