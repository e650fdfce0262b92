"""Enrolling: one row a person and course, however often the button is pressed."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.events import Enrolled
from karmayogi.learning.queries.admitted import admitted, check_may_begin
from karmayogi.learning.queries.collections.gates import gate_in_words
from karmayogi.learning.queries.row import Row
from karmayogi.orgs import api as orgs

_INSERT = f"""
insert into learning_enrolment
  (uuid, person_id, course_id, version_id, organisation_path, language, status, enrolled_at, last_at)
select %(uuid)s, %(person)s::bigint, c.id, c.current_version_id, coalesce((
    select i.organisation_path from orgs_incumbency i
    where i.person_id = %(person)s::bigint and i.valid_from <= %(on)s::date
      and (i.valid_to is null or i.valid_to > %(on)s::date)
    order by {orgs.main_first("i")} limit 1), ''),
  %(language)s, 'active', %(at)s::timestamptz, %(at)s::timestamptz
from learning_course c
where c.uuid = %(course)s and c.status = 'published' and (c.retires_on is null or c.retires_on > %(on)s::date)
  and c.kind in ('course', 'assessment')
  and (c.audience = 'everyone' or {admitted("c.id", "%(person)s", "%(on)s")})
  and not exists (select from learning_closedgate g where g.person_id = %(person)s::bigint and g.course_id = c.id)
on conflict (person_id, course_id) do nothing
returning uuid, course_id
"""

_THERE = """
select n.uuid, n.status, c.status from learning_enrolment n join learning_course c on c.id = n.course_id
where n.person_id = %s and c.uuid = %s
"""

# Two presses at once: the second finds nothing to take up.
_TAKE_UP = """
update learning_enrolment set status = 'active', last_at = %s where uuid = %s and status = 'withdrawn'
returning id, course_id
"""


@transaction.atomic
def enrol(*, actor: Actor, course_uuid: uuid.UUID, language: str, at: dt.datetime) -> uuid.UUID:
    """Enrols the actor herself; returns the enrolment's uuid. Being enrolled already is fine and changes nothing.

    An enrolment that was withdrawn is taken up again, with the progress and the version that it had. Raises NotFound
    for a course that is not published, retired or not for the actor, and Refused in words for one that asks for an
    approval first or lies behind a gate of a path.
    """
    on = clock.day(at)
    chosen = language if language in LANGUAGES else "en"
    made = rows.first(
        Row,
        _INSERT,
        {"uuid": uuid7(), "person": actor.person_id, "on": on, "language": chosen, "at": at, "course": course_uuid},
    )
    if made is None:
        there = rows.first(Row, _THERE, [actor.person_id, course_uuid])
        if there is None:
            _why_not(actor, course_uuid, on)
            raise NotFound
        if there[1] == "withdrawn" and there[2] != "published":
            raise NotFound
        if there[1] == "withdrawn":
            _take_up(actor, there[0], at)
        return there[0]
    enrolment_uuid, course_id = made
    _note("create", actor, course_id, enrolment_uuid, at)
    return enrolment_uuid


def _why_not(actor: Actor, course_uuid: uuid.UUID, on: dt.date) -> None:
    """Raises Refused where there is a reason that may be told, NotFound where nothing may be told."""
    check_may_begin(actor, course_uuid, on)
    words = gate_in_words(actor.person_id, course_uuid, on)
    if words:
        raise Refused(words)


def _take_up(actor: Actor, enrolment_uuid: uuid.UUID, at: dt.datetime) -> None:
    taken = rows.first(Row, _TAKE_UP, [at, enrolment_uuid])
    if taken is None:
        return
    enrolment_id, course_id = taken
    _note("resume", actor, course_id, enrolment_uuid, at)
    # All parts may have been done before: then nothing else would ever complete it.
    complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at)


def _note(action: str, actor: Actor, course_id: int, enrolment_uuid: uuid.UUID, at: dt.datetime) -> None:
    audit.record(
        f"learning:enrolment:{action}",
        agent=actor,
        at=at,
        kind="enrolment",
        subject=enrolment_uuid,
        concerns=actor.person_id,
    )
    events.announce(Enrolled(actor.person_id, course_id, enrolment_uuid, at))
