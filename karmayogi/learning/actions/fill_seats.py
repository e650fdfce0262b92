"""Seats of an event that are free go to the waiting list, whoever has waited longest first."""

import datetime as dt
import uuid as uuids

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, System
from karmayogi.learning.queries.row import Row

_TAKEN = "select count(*) from learning_gatheringplace where course_id = %s and state = 'registered'"
_NEXT = """
update learning_gatheringplace set state = 'registered' where id in (
  select id from learning_gatheringplace where course_id = %s and state = 'waiting' order by asked_at, id limit %s)
returning uuid, person_id
"""


def taken_seats(course_id: int) -> int:
    return int(rows.scalar(_TAKEN, [course_id]))


def fill_seats(*, course_id: int, seats: int | None, at: dt.datetime) -> int:
    """How many. The caller holds the lock of the course."""
    free = 1_000_000 if seats is None else seats - taken_seats(course_id)
    moved = rows.fetch(Row, _NEXT, [course_id, free]) if free > 0 else []
    for place, person_id in moved:
        note_place("registered", System("waiting list"), place, person_id, at)
    return len(moved)


def note_place(act: str, agent: Actor | System, place: uuids.UUID, person_id: int, at: dt.datetime) -> None:
    audit.record(f"learning:place:{act}", agent=agent, at=at, kind="gathering_place", subject=place, concerns=person_id)
