"""Surveys of needs: what one asks of an officer, how far it is, and what it said when it closed."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.capacity.policies import LEAST
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Requirement
from karmayogi.kernel import rows
from karmayogi.orgs.api import POSTS_AS_ON, main_first

MOST_ASKED = 15  # competencies, those that matter most to the post first: it is answered in a minute

# Surveys that are open on a day to somebody who holds a post in their organisation or below on it, of which something
# is asked.
_OPEN = f"""
from capacity_survey s join capacity_plan p on p.id = s.plan_id join orgs_organisation o on o.id = p.organisation_id
where s.closed_at is null and p.status = 'draft' and %(on)s between s.opens_on and s.closes_on and exists (
  select from orgs_incumbency i join {POSTS_AS_ON} c on c.id = i.post_id
  join competencies_profile f on f.designation_id = c.designation_id and f.in_force
  where i.person_id = %(person)s and starts_with(i.organisation_path, o.path)
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What a survey asks of somebody. said: code -> her own rating; hinders: "" before she answered."""

    survey_id: int
    survey_uuid: uuids.UUID
    plan_uuid: uuids.UUID
    title_en: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    closes_on: dt.date
    designation_id: int
    designation_en: str
    designation_hi: str
    designation_ur: str
    requirements: tuple[Requirement, ...] = ()
    said: dict[str, int] = dataclasses.field(default_factory=dict)
    hinders: str = ""


def asked_of(person_id: int, survey: uuids.UUID, on: dt.date) -> Asked | None:
    """None: it is not open on that day, or she holds no post in its organisation. By her main post there."""
    found = rows.first(
        Asked,
        f"""
        select s.id, s.uuid, p.uuid, p.title_en, o.name_en, o.name_hi, o.name_ur, s.closes_on, d.id, d.name,
          d.name_hi, d.name_ur
        from capacity_survey s join capacity_plan p on p.id = s.plan_id
        join orgs_organisation o on o.id = p.organisation_id
        join lateral (
          select c.designation_id from orgs_incumbency i join {POSTS_AS_ON} c on c.id = i.post_id
          where i.person_id = %(person)s and starts_with(i.organisation_path, o.path) and i.valid_from <= %(on)s
            and (i.valid_to is null or i.valid_to > %(on)s) order by {main_first("i")} limit 1
        ) post on true
        join orgs_designation d on d.id = post.designation_id
        where s.uuid = %(survey)s and s.closed_at is null and p.status = 'draft'
          and %(on)s between s.opens_on and s.closes_on
        """,
        {"person": person_id, "survey": survey, "on": on},
    )
    if found is None:
        return None
    said = rows.fetch(
        lambda *row: row,
        "select y.hinders, c.code, g.rating from capacity_surveyreply y"
        " join capacity_surveyrating g on g.reply_id = y.id join competencies_competency c on c.id = g.competency_id"
        " where y.survey_id = %s and y.person_id = %s",
        [found.survey_id, person_id],
    )
    return dataclasses.replace(
        found,
        requirements=tuple(competencies.requirements_for(found.designation_id)[:MOST_ASKED]),
        said={code: rating for _hinders, code, rating in said},
        hinders=said[0][0] if said else "",
    )


@dataclasses.dataclass(frozen=True, slots=True)
class OpenTo:
    uuid: uuids.UUID
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    closes_on: dt.date


def unanswered(person_id: int, on: dt.date) -> list[OpenTo]:
    """Surveys that wait for her, the one that closes first before the others."""
    return rows.fetch(
        OpenTo,
        f"select s.uuid, o.name_en, o.name_hi, o.name_ur, s.closes_on {_OPEN} and not exists (select from"
        " capacity_surveyreply y where y.survey_id = s.id and y.person_id = %(person)s) order by s.closes_on, s.id",
        {"person": person_id, "on": on},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyRow:
    """replies: people so far while it is open, in the end afterwards."""

    id: int
    uuid: uuids.UUID
    opens_on: dt.date
    closes_on: dt.date
    closed_at: dt.datetime | None
    reminded_at: dt.datetime | None
    replies: int


def surveys_of(plan_id: int) -> list[SurveyRow]:
    """The latest first."""
    return rows.fetch(
        SurveyRow,
        "select s.id, s.uuid, s.opens_on, s.closes_on, s.closed_at, s.reminded_at, case when s.closed_at is null then"
        " (select count(*) from capacity_surveyreply y where y.survey_id = s.id) else s.replies end"
        " from capacity_survey s where s.plan_id = %s order by s.id desc",
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class CountRow:
    """How many of a designation answered; names "" for several designations with few answers each. hindered: what
    hinders most -> people."""

    name_en: str
    name_hi: str
    name_ur: str
    people: int
    hindered: dict[str, int]


def hindrances_of(survey_ids: list[int]) -> list[CountRow]:
    """Counted answers of closed surveys by designation, the largest group first."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for en, hi, ur, hinders, people in rows.fetch(
        lambda *row: row,
        "select coalesce(d.name, ''), coalesce(d.name_hi, ''), coalesce(d.name_ur, ''), h.hinders, sum(h.people)::int"
        " from capacity_surveyhindrance h left join orgs_designation d on d.id = h.designation_id"
        " where h.survey_id = any(%s::bigint[]) group by d.id, 1, 2, 3, 4",
        [survey_ids],
    ):
        found.setdefault((en, hi, ur), {})[hinders] = people
    lines = [CountRow(*names, people=sum(hindered.values()), hindered=hindered) for names, hindered in found.items()]
    return sorted(lines, key=lambda one: (-one.people, one.name_en))


def replies_by_designation(survey_id: int) -> list[tuple[str, str, str, int]]:
    """Of an open survey: designations of which enough people have answered to be told."""
    return rows.fetch(
        lambda *row: row,
        "select d.name, d.name_hi, d.name_ur, count(*) from capacity_surveyreply y"
        " join orgs_designation d on d.id = y.designation_id where y.survey_id = %s group by d.id"
        " having count(*) >= %s order by 4 desc, 1",
        [survey_id, LEAST],
    )


_TO_REMIND = f"""
select distinct on (i.person_id) i.person_id
from orgs_incumbency i join orgs_organisation o on o.id = %(organisation)s
join {POSTS_AS_ON} c on c.id = i.post_id
join competencies_profile f on f.designation_id = c.designation_id and f.in_force
where starts_with(i.organisation_path, o.path) and i.valid_from <= %(on)s
  and (i.valid_to is null or i.valid_to > %(on)s) and i.person_id > %(after)s
  and not exists (select from capacity_surveyreply y where y.survey_id = %(survey)s and y.person_id = i.person_id)
order by i.person_id limit %(chunk)s
"""


def to_remind(survey_id: int, organisation_id: int, on: dt.date, after: int, chunk: int) -> list[int]:
    """Officers who have not answered, by person."""
    asked = {"survey": survey_id, "organisation": organisation_id, "on": on, "after": after, "chunk": chunk}
    return rows.fetch(int, _TO_REMIND, asked)
