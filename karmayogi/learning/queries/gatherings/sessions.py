"""Sessions in the rule of a version: events, and whether somebody was there."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class SessionLine:
    """An event that counts as a session of a version, as one person stands to it. needed: of all of these, so many."""

    uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    attended: bool
    registered: bool
    needed: int


_SESSIONS = """
select c.uuid, c.code, coalesce(e.title_en, c.code), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), g.starts_at,
  g.ends_at, g.place, a.attended_minutes is not null, coalesce(a.state = 'registered', false), v.sessions_needed
from learning_courseversion v
join learning_versionsession s on s.version_id = v.id
join learning_course c on c.id = s.event_id
join learning_gathering g on g.version_id = c.current_version_id
left join learning_catalogueentry e on e.course_id = c.id
left join learning_gatheringplace a on a.course_id = c.id and a.person_id = %s::bigint
where v.id = %s and v.sessions_needed > 0
order by g.starts_at, s.position
"""


def sessions_of(version_id: int, person_id: int | None) -> list[SessionLine]:
    """In the order of time; none where the rule asks for none."""
    return rows.fetch(SessionLine, _SESSIONS, [person_id, version_id])


def states_of(lines: Sequence[SessionLine], at: dt.datetime) -> list[str]:
    """Of each: attended, make_up (attended after another was missed), missed, enough (not needed any more),
    registered or open (still to come)."""
    found: list[str] = []
    missed = False
    there = sum(line.attended for line in lines)
    for line in lines:
        over = line.ends_at <= at
        if line.attended:
            state = "make_up" if missed and line.needed < len(lines) else "attended"
        elif there >= line.needed:
            state = "enough"
        elif over:
            state, missed = "missed", True
        else:
            state = "registered" if line.registered else "open"
        missed = missed or (over and not line.attended)
        found.append(state)
    return found


def event_ids(codes: Sequence[str]) -> dict[str, int]:
    """Published events among these codes."""
    return dict(
        rows.fetch(
            lambda code, event: (code, event),
            "select code, id from learning_course where kind = 'event' and status = 'published' and code = any(%s)",
            [list(codes)],
        )
    )


def codes_of(version_id: int) -> list[str]:
    return rows.fetch(
        lambda code: str(code),
        "select c.code from learning_versionsession s join learning_course c on c.id = s.event_id"
        " where s.version_id = %s order by s.position",
        [version_id],
    )


# Enrolments that an attended event may complete.
_WAITING = """
select n.id from learning_enrolment n
join learning_versionsession s on s.version_id = n.version_id and s.event_id = %s
where n.person_id = any(%s::bigint[]) and n.status = 'active'
order by n.id for no key update of n
"""


def waiting_for(event_id: int, people: Sequence[int]) -> list[int]:
    """Ids of active enrolments of these people whose rule names the event; locked, in order."""
    return rows.fetch(int, _WAITING, [event_id, list(people)])
