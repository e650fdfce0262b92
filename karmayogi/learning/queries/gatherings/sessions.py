"""Sessions in the rule of a version: events, and whether somebody was there."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.learning.queries.admitted import finds


@dataclasses.dataclass(frozen=True, slots=True)
class SessionLine:
    """An event that counts as a session of a version, as one person stands to it. needed: of all of these, so many.
    The title is "" for an event by invitation that she does not find."""

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


_SESSIONS = f"""
select c.uuid, c.code, shown.name_en, shown.name_hi, shown.name_ur, g.starts_at, g.ends_at, shown.place,
  a.attended_minutes is not null, coalesce(a.state = 'registered', false), v.sessions_needed
from learning_courseversion v
join learning_versionsession s on s.version_id = v.id
join learning_course c on c.id = s.event_id
join learning_gathering g on g.version_id = c.current_version_id
left join learning_catalogueentry e on e.course_id = c.id
left join learning_gatheringplace a on a.course_id = c.id and a.person_id = %(person)s::bigint
cross join lateral (
  select coalesce(e.title_en, c.code), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), g.place
  where c.audience <> 'invited' or {finds("c.id", "%(person)s", "%(on)s")}
  union all select '', '', '', '' limit 1
) shown(name_en, name_hi, name_ur, place)
where v.sessions_needed > 0 and v.id = coalesce(
  (select n.version_id from learning_enrolment n
   where n.person_id = %(person)s::bigint and n.course_id = %(course)s and n.status <> 'withdrawn'),
  (select current_version_id from learning_course where id = %(course)s))
order by g.starts_at, s.position
"""


def sessions_of(course_id: int, person_id: int | None, on: dt.date) -> list[SessionLine]:
    """Of the version that she is in, else of today's, in the order of time; none where the rule asks for none."""
    return rows.fetch(SessionLine, _SESSIONS, {"course": course_id, "person": person_id, "on": on})


def states_of(lines: Sequence[SessionLine], at: dt.datetime) -> list[str]:
    """Of each: attended, make_up (attended after another was missed), missed, missed_open (and another one is still to
    come), made_up (missed, and enough others attended), enough (not needed any more), registered or open (still to
    come)."""
    found: list[str] = []
    missed = False
    there = sum(line.attended for line in lines)
    to_come = any(line.ends_at > at and not line.attended for line in lines)
    for line in lines:
        over = line.ends_at <= at
        if line.attended:
            state = "make_up" if missed and line.needed < len(lines) else "attended"
        elif there >= line.needed:
            state = "made_up" if over else "enough"
        elif over:
            state = "missed_open" if to_come and line.needed < len(lines) else "missed"
        else:
            state = "registered" if line.registered else "open"
        missed = missed or (over and not line.attended)
        found.append(state)
    return found


def event_ids(codes: Sequence[str]) -> dict[str, int]:
    """Events among these codes; a retired one keeps its list of who was there."""
    return dict(
        rows.fetch(
            lambda code, event: (code, event),
            "select code, id from learning_course"
            " where kind = 'event' and current_version_id is not null and code = any(%s)",
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
order by n.person_id, n.id for no key update of n
"""


def waiting_for(event_id: int, people: Sequence[int]) -> list[int]:
    """Ids of active enrolments of these people whose rule names the event; locked, in order."""
    return rows.fetch(int, _WAITING, [event_id, list(people)])
