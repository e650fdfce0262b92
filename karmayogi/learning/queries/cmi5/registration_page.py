"""One learner's course of units, for those who answer for the learner: units, sessions, what was refused."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

import msgspec

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.policies import report_paths
from karmayogi.learning.queries.cmi5.registrations import Registered, by_uuid
from karmayogi.learning.queries.cmi5.units import UnitRow, in_language, units_of
from karmayogi.learning.queries.row import Row

SHOWN = 50


@dataclasses.dataclass(frozen=True, slots=True)
class SessionLine:
    """refused: how many reports of it were refused; why: what was answered to the last one."""

    unit: str
    mode: str
    state: str
    launched_at: dt.datetime
    ended_at: dt.datetime | None
    refused: int
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class RegistrationPage:
    registered: Registered
    name: str
    name_native: str
    title_en: str
    title_hi: str
    title_ur: str
    course_uuid: UUID
    units: list[UnitRow]
    sessions: list[SessionLine]


_HEAD = """
select p.name, p.name_native, t.title, coalesce(th.title, ''), coalesce(tu.title, ''), c.uuid
from learning_registration r
join people_person p on p.id = r.person_id
join learning_enrolment n on n.id = r.enrolment_id
join learning_course c on c.id = n.course_id
join learning_coursetext t on t.version_id = n.version_id and t.language = 'en'
left join learning_coursetext th on th.version_id = n.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = n.version_id and tu.language = 'ur'
where r.id = %s
"""
_SESSIONS = """
select u.titles::text, s.mode, s.state, s.launched_at, s.ended_at, coalesce(f.count, 0), coalesce(f.text, '')
from learning_launchsession s
join learning_packageunit u on u.id = s.unit_id
left join lateral (
  select sum(count)::int as count, (array_agg(text order by last_at desc))[1] as text
  from learning_launchrefusal f where f.session_id = s.id
) f on true
where s.registration_id = %s order by s.id desc limit %s
"""


def registration_page(actor: Actor, registration: UUID, language: str) -> RegistrationPage:
    """Raises NotFound for a learner whose results the actor does not see."""
    registered = by_uuid(registration)
    if registered is None or not any(registered.organisation_path.startswith(one) for one in report_paths(actor)):
        raise NotFound
    [(name, native, title_en, title_hi, title_ur, course_uuid)] = rows.fetch(Row, _HEAD, [registered.id])

    def line(*found: Any) -> SessionLine:
        return SessionLine(in_language(msgspec.json.decode(found[0]), language)[0], *found[1:])

    return RegistrationPage(
        registered,
        name,
        native,
        title_en,
        title_hi,
        title_ur,
        course_uuid,
        units_of(registered.id, registered.package_id, language),
        rows.fetch(line, _SESSIONS, [registered.id, SHOWN]),
    )
