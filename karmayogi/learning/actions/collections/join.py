"""Enrolling in a programme and leaving it.

Whoever is in keeps the version that they joined; joining again after leaving gives today's, which leads out of one
whose items are retired.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.collections.advance import advance_people, lock_people
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.events import ProgrammeJoined
from karmayogi.learning.queries.admitted import check_may_begin
from karmayogi.learning.queries.row import Row

_INSERT = """
insert into learning_programmeenrolment (uuid, person_id, course_id, version_id, language, status, enrolled_at)
select %s, %s, c.id, c.current_version_id, %s, 'active', %s from learning_course c
where c.uuid = %s and c.kind = 'programme' and c.status = 'published'
  and (c.retires_on is null or c.retires_on > %s::date)
on conflict (person_id, course_id) do nothing returning uuid, course_id
"""
_THERE = """
select pe.uuid, pe.status, c.status = 'published' and (c.retires_on is null or c.retires_on > %s::date), c.id
from learning_programmeenrolment pe join learning_course c on c.id = pe.course_id
where pe.person_id = %s and c.uuid = %s
"""
_AGAIN = """
update learning_programmeenrolment pe set status = 'active', version_id = c.current_version_id
from learning_course c where c.id = pe.course_id and pe.uuid = %s
"""


@transaction.atomic
def join(*, actor: Actor, programme: uuid.UUID, language: str, at: dt.datetime) -> uuid.UUID:
    """Enrols the actor; the enrolment's uuid. Twice is fine. One that was left is taken up again in today's version.

    Raises NotFound for a programme that is not published, is retired or is not for the actor, and Refused in words for
    one that asks for an approval first.
    """
    on = clock.day(at)
    lock_people([actor.person_id])
    there = rows.first(Row, _THERE, [on, actor.person_id, programme])
    if there is not None and there[1] != "withdrawn":
        return there[0]
    if there is not None and not there[2]:
        raise NotFound
    check_may_begin(actor, programme, on)
    if there is not None:
        rows.run(_AGAIN, [there[0]])
        _note("resume", actor, there[0], there[3], at)
        advance_people(agent=actor, people=[actor.person_id], at=at)
        return there[0]
    chosen = language if language in LANGUAGES else "en"
    made = rows.first(Row, _INSERT, [uuid7(), actor.person_id, chosen, at, programme, on])
    if made is None:
        there = rows.first(Row, _THERE, [on, actor.person_id, programme])
        if there is None:
            raise NotFound
        return there[0]
    _note("create", actor, made[0], made[1], at)
    # What was completed before may open stages, or be all of it.
    advance_people(agent=actor, people=[actor.person_id], at=at)
    return made[0]


@transaction.atomic
def leave(*, actor: Actor, enrolment: uuid.UUID, at: dt.datetime) -> None:
    """Out of the programme; its courses and what is completed of them stay, its gates no longer hold.

    Twice is fine. Raises NotFound for somebody else's, Refused for one that is completed.
    """
    lock_people([actor.person_id])
    found = rows.first(
        Row,
        "select status, course_id from learning_programmeenrolment where uuid = %s and person_id = %s",
        [enrolment, actor.person_id],
    )
    if found is None:
        raise NotFound
    if found[0] == "withdrawn":
        return
    if found[0] == "completed":
        raise Refused(_("This programme is completed. It stays on your record."))
    rows.run("update learning_programmeenrolment set status = 'withdrawn' where uuid = %s", [enrolment])
    audit.record(
        "learning:programme:leave", agent=actor, at=at, kind="programme_enrolment", subject=enrolment,
        concerns=actor.person_id,
    )  # fmt: skip
    advance_people(agent=actor, people=[actor.person_id], at=at)


def _note(act: str, actor: Actor, enrolment: uuid.UUID, course_id: int, at: dt.datetime) -> None:
    audit.record(
        f"learning:programme:{act}", agent=actor, at=at, kind="programme_enrolment", subject=enrolment,
        concerns=actor.person_id,
    )  # fmt: skip
    events.announce(ProgrammeJoined(actor.person_id, course_id, enrolment, at))
