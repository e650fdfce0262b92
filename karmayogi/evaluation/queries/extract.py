"""Whom a room is about and what is known of them, before anything is left out or made broader."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import clock, rows
from karmayogi.orgs.api import PATH_END, POSTS_AS_ON, main_first

# Everybody once, at the main post of the day; a unit without a State lies where the nearest unit above it lies.
_MAIN = f"""
  select distinct on (i.person_id) i.person_id, p.organisation_id
  from orgs_incumbency i join {POSTS_AS_ON} p on p.id = i.post_id
  where i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)"""
_PEOPLE = f"""
with main as ({_MAIN}
  order by i.person_id, {main_first("i")}
),
unit as (
  select o.id, o.kind, coalesce(
    (select s.code from generate_series(8, length(o.path), 8) as n
     join orgs_organisation above on above.path = left(o.path, n) join orgs_state s on s.id = above.state_id
     order by n desc limit 1), '') as state
  from orgs_organisation o where o.path >= %(path)s and o.path < %(end)s
)
select p.id, p.uuid, u.state, u.kind, p."group", p.gender, p.birth_on,
  (select count(*)::int from learning_enrolment e where e.person_id = p.id and e.status = 'completed'),
  (select coalesce(sum(c.minutes), 0)::int / 60 from learning_learningcredit c where c.person_id = p.id)
from main m join unit u on u.id = m.organisation_id join people_person p on p.id = m.person_id
order by p.id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Somebody:
    id: int
    uuid: uuids.UUID
    state: str
    unit_kind: str
    group: str
    gender: str
    birth_on: dt.date | None
    completed: int
    hours: int


def people_of(path: str, on: dt.date) -> list[Somebody]:
    return rows.fetch(Somebody, _PEOPLE, {"on": on, "path": path, "end": path + PATH_END})


def enrolments_of(persons: list[int]) -> list[tuple[Any, ...]]:
    """(person, course, language, status, begun, ended)."""
    return rows.fetch(
        lambda *row: row,
        "select e.person_id, c.code, e.language, e.status, e.enrolled_at, e.completed_at from learning_enrolment e"
        " join learning_course c on c.id = e.course_id where e.person_id = any(%s) order by e.person_id, e.id",
        [persons],
    )


def evidence_of(persons: list[int]) -> list[tuple[Any, ...]]:
    """(person, competency, level, source, seen at) of what was not withdrawn."""
    return rows.fetch(
        lambda *row: row,
        "select e.person_id, c.code, e.level, e.source, e.observed_at from competencies_evidence e"
        " join competencies_competency c on c.id = e.competency_id where e.person_id = any(%s)"
        " and e.withdraws_id is null and not exists"
        " (select from competencies_evidence w where w.withdraws_id = e.id) order by e.person_id, e.id",
        [persons],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """A room whose tables somebody may still have: of which unit, on which day, with which columns."""

    path: str
    on: dt.date
    columns: list[str]


def earlier_rooms(room: int, path: str) -> list[Earlier]:
    """Every other room with tables of a unit above or below this one, whether it has ended or not."""
    return rows.fetch(
        lambda above, opened_at, columns: Earlier(above, clock.day(opened_at), columns),
        "select o.path, r.opened_at, r.columns from evaluation_room r join orgs_organisation o"
        " on o.id = r.organisation_id where r.people is not null and r.id <> %(room)s"
        " and (starts_with(o.path, %(path)s) or starts_with(%(path)s, o.path)) order by r.id",
        {"room": room, "path": path},
    )


def there(path: str, on: dt.date, persons: list[int]) -> set[int]:
    """Those of them whom a room of this unit and day was about."""
    return set(
        rows.fetch(
            int,
            f"select m.person_id from ({_MAIN} and i.person_id = any(%(persons)s)"
            f" order by i.person_id, {main_first('i')}) m join orgs_organisation o on o.id = m.organisation_id"
            " where o.path >= %(path)s and o.path < %(end)s",
            {"on": on, "path": path, "end": path + PATH_END, "persons": persons},
        )
    )
