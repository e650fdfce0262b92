"""Owners of interventions, and what somebody was told of plans that still holds."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.engine.year import label, quarter
from karmayogi.capacity.queries.wording import quarter_in_words
from karmayogi.kernel import rows
from karmayogi.kernel.dates import financial_year
from karmayogi.ui.api import day, pick

SHOWN_FOR = dt.timedelta(days=14)

# Whoever is named, or holds the post that is named, as long as she holds a post in the organisation of the plan.
OWNERS = """
join lateral (
  select i.owner_person_id as person_id where i.owner_person_id is not null
  union
  select n.person_id from orgs_incumbency n where n.post_id = i.owner_post_id and n.valid_from <= %(on)s
    and (n.valid_to is null or n.valid_to > %(on)s)
) owner on exists (
  select from orgs_incumbency n where n.person_id = owner.person_id and starts_with(n.organisation_path, o.path)
    and n.valid_from <= %(on)s and (n.valid_to is null or n.valid_to > %(on)s))
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    person_id: int
    intervention_id: int
    thread: uuids.UUID
    quarter: int


def owners(plan_id: int, on: dt.date, of_quarter: int | None = None) -> list[Owner]:
    return rows.fetch(
        Owner,
        f"""
        select owner.person_id, i.id, i.thread, i.quarter
        from capacity_intervention i join capacity_plan p on p.id = i.plan_id
        join orgs_organisation o on o.id = p.organisation_id {OWNERS}
        where i.plan_id = %(plan)s and (%(quarter)s::int is null or i.quarter = %(quarter)s)
        order by i.number, owner.person_id
        """,
        {"plan": plan_id, "on": on, "quarter": of_quarter},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Mine:
    """An intervention that somebody answers for."""

    uuid: uuids.UUID
    plan_uuid: uuids.UUID
    number: int
    title_en: str
    title_hi: str
    title_ur: str
    about: str
    quarter: int
    seats: int
    cost: int
    year: int
    plan_en: str
    plan_hi: str
    plan_ur: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str


def mine(person_id: int, on: dt.date) -> list[Mine]:
    """Of plans in force, by year and quarter."""
    return rows.fetch(
        Mine,
        f"""
        select i.uuid, p.uuid, i.number, i.title_en, i.title_hi, i.title_ur, i.about, i.quarter, i.seats, i.cost,
          p.year, p.title_en, p.title_hi, p.title_ur, o.name_en, o.name_hi, o.name_ur
        from capacity_intervention i join capacity_plan p on p.id = i.plan_id and p.status = 'published'
        join orgs_organisation o on o.id = p.organisation_id {OWNERS}
        where owner.person_id = %(person)s and p.year >= %(year)s
          and (i.owner_person_id = %(person)s or i.owner_post_id in (
            select post_id from orgs_incumbency where person_id = %(person)s))
        order by p.year, i.quarter, p.id, i.number limit 200
        """,
        {"person": person_id, "on": on, "year": financial_year(on)},
    )


def chair_of(organisation_id: int, on: dt.date) -> int | None:
    """Who chairs the active unit of an organisation, as long as she holds a post in it or below."""
    found: int | None = rows.scalar(
        """
        select m.person_id from capacity_capacityunit u
        join capacity_unitmember m on m.unit_id = u.id and m.until is null and m.chairs
        join orgs_organisation o on o.id = u.organisation_id
        where u.ended_on is null and o.id = %(organisation)s and exists (
          select from orgs_incumbency i where i.person_id = m.person_id and starts_with(i.organisation_path, o.path)
            and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))
        """,
        {"organisation": organisation_id, "on": on},
    )
    return found


def fell_due(on: dt.date) -> list[tuple[int, int, int]]:
    """(plan, organisation, quarter) of plans in force: quarters with interventions that are over, or in their last
    month, and not reviewed."""
    found: list[tuple[int, int, int]] = []
    for year in (financial_year(on) - 1, financial_year(on)):
        over = [n for n in range(1, 5) if on >= quarter(year, n).last.replace(day=1)]
        found += rows.fetch(
            lambda *row: row,
            """
            select distinct p.id, p.organisation_id, i.quarter
            from capacity_plan p join capacity_intervention i on i.plan_id = p.id and i.quarter = any(%(over)s::int[])
            where p.status = 'published' and p.year = %(year)s and not exists (
              select from capacity_review r join capacity_plan q on q.id = r.plan_id
              where q.organisation_id = p.organisation_id and q.year = p.year and r.quarter = i.quarter)
            order by 1, 3
            """,
            {"year": year, "over": over},
        )
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    id: int
    what: str
    plan_uuid: uuids.UUID
    year: int
    title_en: str
    title_hi: str
    title_ur: str
    intervention_en: str
    intervention_hi: str
    intervention_ur: str
    quarter: int


_NOTES = """
select t.id, t.what, p.uuid, p.year, p.title_en, p.title_hi, p.title_ur, coalesce(i.title_en, ''),
  coalesce(i.title_hi, ''), coalesce(i.title_ur, ''), coalesce(i.quarter, t.quarter)
from capacity_told t join capacity_plan p on p.id = t.plan_id
left join capacity_intervention i on i.id = t.intervention_id
where t.person_id = %(person)s
"""
# What was told and is done, changed or taken back is shown no more.
_HOLDS = """
  and case t.what
    when 'agree' then p.status = 'draft'
    when 'review' then p.status = 'published' and not exists (
      select from capacity_review r join capacity_plan q on q.id = r.plan_id
      where q.organisation_id = p.organisation_id and q.year = p.year and r.quarter = t.quarter)
    else p.status = 'published' and t.at >= %(since)s
  end
  -- Of the chair only as long as she is it.
  and (t.what not in ('agree', 'review') or exists (
    select from capacity_capacityunit u join capacity_unitmember m on m.unit_id = u.id and m.until is null and m.chairs
    where u.organisation_id = p.organisation_id and u.ended_on is null and m.person_id = t.person_id))
order by t.id desc limit 10
"""


def notes_of(person_id: int, at: dt.datetime) -> list[Note]:
    """What still holds, the latest first; of an owner for two weeks."""
    return rows.fetch(Note, _NOTES + _HOLDS, {"person": person_id, "since": at - SHOWN_FOR})


def note_in_words(person_id: int, pk: int) -> tuple[str, str]:
    """(title, text) of one, in the language that is active."""
    [note] = rows.fetch(Note, _NOTES + " and t.id = %(id)s", {"person": person_id, "id": pk})
    return words_of(note)


def words_of(note: Note) -> tuple[str, str]:
    plan = pick(note.title_en, note.title_hi, note.title_ur)
    title = pick(note.intervention_en, note.intervention_hi, note.intervention_ur)
    if note.what == "agree":
        return _("An annual plan waits for you"), _("“%(plan)s” is ready: as chair of the unit you agree it next.") % {
            "plan": plan
        }
    if note.what == "review":
        text = _("“%(plan)s”: %(quarter)s is to be reviewed.")
        return _("A quarter is to be reviewed"), text % {"plan": plan, "quarter": quarter_in_words(note.quarter)}
    if note.what == "quarter":
        text = _("You answer for it by the annual plan. Its quarter begins on %(day)s.")
        return title, text % {"day": day(quarter(note.year, note.quarter).first)}
    text = _("The annual plan %(year)s is published, and you answer for this: %(quarter)s.")
    return title, text % {"year": label(note.year), "quarter": quarter_in_words(note.quarter)}
