"""Who takes part in a course: for the page of those who look after it."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

MOST = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Admitted:
    """began: they are enrolled, or registered."""

    person_uuid: uuids.UUID
    name: str
    name_native: str
    office_en: str
    office_hi: str
    office_ur: str
    via: str
    at: dt.datetime
    began: bool


@dataclasses.dataclass(frozen=True, slots=True)
class InvitedOffice:
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class InvitingLink:
    uuid: uuids.UUID
    used: int
    most: int
    ends_on: dt.date
    closed_at: dt.datetime | None


_ADMITTED = f"""
select p.uuid, p.name, p.name_native, coalesce(o.name_en, ''), coalesce(o.name_hi, ''), coalesce(o.name_ur, ''), a.via,
  a.at,
  exists (select from learning_enrolment n where n.person_id = a.person_id and n.course_id = a.course_id)
    or exists (select from learning_programmeenrolment n where n.person_id = a.person_id and n.course_id = a.course_id)
    or exists (select from learning_gatheringplace n where n.person_id = a.person_id and n.course_id = a.course_id)
from learning_admission a
join people_person p on p.id = a.person_id
left join lateral (
  select g.name_en, g.name_hi, g.name_ur from orgs_incumbency i join orgs_organisation g on g.path = i.organisation_path
  where i.person_id = p.id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by {orgs.main_first("i")} limit 1
) o on true
where a.course_id = %(course)s order by a.id desc limit %(limit)s
"""


def audience_of(course_id: int) -> tuple[str, int]:
    """(everyone | invited | approval, how many persons are let in by name, link or request)."""
    found = rows.fetch(
        lambda audience, count: (audience, count),
        "select c.audience, (select count(*)::int from learning_admission a where a.course_id = c.id)"
        " from learning_course c where c.id = %s",
        [course_id],
    )
    return found[0]


def admitted_people(course_id: int, on: dt.date, limit: int = MOST) -> list[Admitted]:
    """The latest first."""
    return rows.fetch(Admitted, _ADMITTED, {"course": course_id, "on": on, "limit": limit})


def invited_offices(course_id: int) -> list[InvitedOffice]:
    return rows.fetch(
        InvitedOffice,
        "select g.uuid, g.name_en, g.name_hi, g.name_ur, a.at from learning_audienceoffice a"
        " join orgs_organisation g on g.id = a.organisation_id where a.course_id = %s order by a.id",
        [course_id],
    )


def inviting_links(course_id: int) -> list[InvitingLink]:
    return rows.fetch(
        InvitingLink,
        "select uuid, used, most, ends_on, closed_at from learning_audiencelink where course_id = %s order by id desc",
        [course_id],
    )
