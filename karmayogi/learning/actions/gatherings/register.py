"""A seat at an event, or a place on its waiting list; a seat that becomes free goes to who has waited longest."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.fill_seats import fill_seats, note_place, taken_seats
from karmayogi.learning.queries.admitted import check_may_begin
from karmayogi.learning.queries.row import Row

# Seats are given under this lock, one at a time. It is taken first: whoever waited for a publication reads its version.
_LOCK = "select id from learning_course where uuid = %s and kind = 'event' for no key update"
_EVENT = """
select c.id, g.ends_at, g.seats, c.status = 'published' and (c.retires_on is null or c.retires_on > %s::date)
from learning_course c join learning_gathering g on g.version_id = c.current_version_id
where c.id = %s
"""
_MINE = "select id, uuid, state, attended_at from learning_gatheringplace where course_id = %s and person_id = %s"
_WRITE = """
insert into learning_gatheringplace as p (uuid, person_id, course_id, state, asked_at) values (%s, %s, %s, %s, %s)
on conflict (person_id, course_id) do update set state = excluded.state, asked_at = excluded.asked_at returning uuid
"""


def _locked(course: uuids.UUID, on: dt.date) -> Any:
    """(id, end, seats, open to newcomers) of the event as published now; None where there is none."""
    return rows.first(Row, _EVENT, [on, rows.scalar(_LOCK, [course])])


@transaction.atomic
def register(*, actor: Actor, course: uuids.UUID, at: dt.datetime) -> str:
    """registered | waiting. Twice is fine. Raises NotFound and, in words, Refused for an event that is over."""
    on = clock.day(at)
    found = _locked(course, on)
    if found is None:
        raise NotFound
    course_id, ends_at, seats, live = found
    mine = rows.first(Row, _MINE, [course_id, actor.person_id])
    if mine is not None and mine[2] != "cancelled":
        return str(mine[2])
    if not live:
        raise NotFound
    check_may_begin(actor, course, on)
    if at >= ends_at:
        raise Refused(_("This event is over."))
    full = seats is not None and taken_seats(course_id) >= seats
    state = "waiting" if full else "registered"
    place = rows.scalar(_WRITE, [uuid7(), actor.person_id, course_id, state, at])
    note_place(state, actor, place, actor.person_id, at)
    return state


@transaction.atomic
def cancel(*, actor: Actor, course: uuids.UUID, at: dt.datetime) -> None:
    """Gives the place back. Twice is fine; who attended keeps what is recorded."""
    found = _locked(course, clock.day(at))
    mine = rows.first(Row, _MINE, [found[0], actor.person_id]) if found is not None else None
    if found is None or mine is None:
        raise NotFound
    if mine[2] == "cancelled":
        return
    if mine[3] is not None or at >= found[1]:
        raise Refused(_("This event is over."))
    rows.run("update learning_gatheringplace set state = 'cancelled' where id = %s", [mine[0]])
    note_place("cancel", actor, mine[1], actor.person_id, at)
    fill_seats(course_id=found[0], seats=found[2], at=at)
