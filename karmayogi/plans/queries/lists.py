"""Lists of administrators: mandates of an organisation and below, exemptions that wait, values to choose from."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    id: int
    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    status: str
    starts_on: dt.date
    ends_on: dt.date | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    replaces: str | None


def mandates_within(
    paths: tuple[str, ...], *, status: str = "", q: str = "", before: int | None = None, limit: int = 50
) -> list[Listed]:
    """Of the organisations at these paths and below, the latest first. before: an id, for the next page."""
    return rows.fetch(
        Listed,
        """
        select m.id, m.uuid, m.title_en, m.title_hi, m.title_ur, m.number, m.status, m.starts_on, m.ends_on,
          o.name_en, o.name_hi, o.name_ur, old.number
        from plans_mandate m join orgs_organisation o on o.id = m.organisation_id
        left join plans_mandate old on old.id = m.replaces_id
        where exists (select from unnest(%(paths)s::text[]) as mine (path) where starts_with(o.path, mine.path))
          and (%(status)s::text = '' or m.status = %(status)s) and (%(before)s::bigint is null or m.id < %(before)s)
          and (%(plain)s::text = '' or m.title_en ilike %(q)s or m.title_hi like %(q)s or m.title_ur like %(q)s
               or m.number ilike %(q)s)
        order by m.id desc limit %(limit)s
        """,
        {
            "paths": list(paths),
            "status": status,
            "plain": q.strip(),
            "q": rows.like(q),
            "before": before,
            "limit": limit,
        },
    )


_CLOSED = """
select m.id, o.name_en, o.name_hi, o.name_ur from plans_mandate m
join orgs_organisation issuer on issuer.id = m.organisation_id
join lateral (
  select m.organisation_id as id union
  select c.organisation_id from plans_mandaterule r join plans_mandatecondition c on c.rule_id = r.id
  where r.mandate_id = m.id and c.organisation_id is not null
) named on true
join orgs_organisation o on o.id = named.id and o.valid_to <= %(on)s
where m.status = 'live' and (m.ends_on is null or m.ends_on >= %(on)s)
"""


def closed_offices(mandate_id: int, on: dt.date) -> list[tuple[str, str, str]]:
    """Offices that a mandate in force names and that are no more: merged, split or abolished. It binds nobody there."""
    return rows.fetch(
        lambda _id, *names: names,
        _CLOSED + " and m.id = %(mandate)s order by o.path",
        {"on": on, "mandate": mandate_id},
    )


def with_closed_offices(paths: tuple[str, ...], on: dt.date, limit: int = 50) -> int:
    """How many mandates in force of the organisations at these paths and below name such an office."""
    return int(
        rows.scalar(
            f"select count(*) from (select distinct x.id from ({_CLOSED} and exists (select from"
            " unnest(%(paths)s::text[]) as mine (path) where starts_with(issuer.path, mine.path))) x"
            " limit %(limit)s) y",
            {"on": on, "paths": list(paths), "limit": limit},
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    id: int
    uuid: uuids.UUID
    kind: str
    reason: str
    from_on: dt.date
    until_on: dt.date | None
    asked_at: dt.datetime
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    person_id: int
    person_uuid: uuids.UUID
    name: str
    name_native: str
    state: str
    note: str


_RELIEF = """
select r.id, r.uuid, r.kind, r.reason, r.from_on, r.until_on, r.asked_at, m.title_en, m.title_hi, m.title_ur, m.number,
  p.id, p.uuid, p.name, p.name_native, r.state, r.note
from plans_relief r join plans_mandate m on m.id = r.mandate_id join people_person p on p.id = r.person_id
"""


def reliefs_waiting(paths: tuple[str, ...], *, after: int = 0, limit: int = 50) -> list[Waiting]:
    """The longest waiting first."""
    return rows.fetch(
        Waiting,
        _RELIEF
        + """
        where r.state = 'waiting' and m.status = 'live' and r.id > %s
          and exists (select from unnest(%s::text[]) as mine (path) where starts_with(r.organisation_path, mine.path))
        order by r.id limit %s
        """,
        [after, list(paths), limit],
    )


def relief_row(uuid: uuids.UUID) -> Waiting | None:
    """Whoever asks; the page authorises."""
    return rows.first(Waiting, _RELIEF + "where r.uuid = %s", [uuid])


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the value that the form sends back, and what it is called."""

    value: str
    name: str
    name_hi: str = ""
    name_ur: str = ""
    detail: str = ""


_FOUND = {
    "unit": """
        select uuid::text, name_en, name_hi, name_ur, code from orgs_organisation
        where valid_to is null and path >= %(low)s and path < %(end)s
          and (name_en ilike %(q)s or name_hi like %(q)s or name_ur like %(q)s or code ilike %(q)s)
        order by length(path), name_en limit 20""",
    "designation": """
        select uuid::text, name, name_hi, name_ur, '' from orgs_designation
        where merged_into_id is null and (name ilike %(q)s or name_hi like %(q)s or name_ur like %(q)s)
        order by length(name), name limit 20""",
    "service": "select id::text, name, '', '', '' from orgs_service where name ilike %(q)s order by name limit 20",
    "cadre": "select id::text, name, '', '', '' from orgs_cadre where name ilike %(q)s order by name limit 20",
    "person": """
        select p.uuid::text, p.name, p.name_native, '', p.employee_code
        from (select id from people_person where search like lower(%(q)s)
              union select id from people_person where employee_code = %(plain)s) x
        join people_person p on p.id = x.id
        where exists (select from orgs_incumbency i where i.person_id = p.id
          and i.organisation_path >= %(low)s and i.organisation_path < %(end)s and i.valid_from <= %(on)s
          and (i.valid_to is null or i.valid_to > %(on)s))
        order by p.name, p.id limit 20""",
    "course": """
        select uuid::text, title_en, title_hi, title_ur, code from learning_catalogueentry
        where live and not hidden
          and (title_en ilike %(q)s or title_hi like %(q)s or title_ur like %(q)s or code ilike %(q)s)
        order by length(title_en), title_en limit 20""",
}


def choices(kind: str, q: str, *, path: str, on: dt.date) -> list[Choice]:
    """What a condition or an item can name: at most twenty. path: of the issuer's organisation; nobody outside it."""
    if not q.strip():
        return []
    asked: dict[str, Any] = {"q": rows.like(q), "plain": q.strip(), "low": path, "end": path + orgs.PATH_END, "on": on}
    return rows.fetch(Choice, _FOUND[kind], asked)


@dataclasses.dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition as its page writes it; names are those of today."""

    id: int
    rule: int
    excludes: bool
    attribute: str | None
    name_en: str
    name_hi: str
    name_ur: str
    text: str
    low: int | None
    high: int | None
    from_on: dt.date | None
    until_on: dt.date | None
    person_id: int | None


def conditions_of(mandate_id: int) -> list[ConditionRow]:
    """Rules in their order, those without a condition with one row whose attribute is None."""
    return [one for _group, one in _conditions("r.mandate_id = %s", mandate_id)]


def conditions_of_groups(groups: list[int]) -> dict[int, list[ConditionRow]]:
    """The same of groups that are kept, by group."""
    found: dict[int, list[ConditionRow]] = {}
    for group, one in _conditions("r.group_id = any(%s::bigint[])", groups):
        found.setdefault(group, []).append(one)
    return found


def _conditions(which: str, given: Any) -> list[tuple[int, ConditionRow]]:
    return rows.fetch(
        lambda group, *row: (group, ConditionRow(*row)),
        f"""
        select r.group_id, coalesce(c.id, 0), r.number, r.excludes, c.attribute,
          coalesce(o.name_en, d.name, s.name, k.name, p.name, ''),
          coalesce(o.name_hi, d.name_hi, p.name_native, s.name, k.name, ''),
          coalesce(o.name_ur, d.name_ur, s.name, k.name, ''),
          coalesce(c.text, ''), c.low, c.high, c.from_on, c.until_on, c.person_id
        from plans_mandaterule r left join plans_mandatecondition c on c.rule_id = r.id
        left join orgs_organisation o on o.id = c.organisation_id
        left join orgs_designation d on d.id = c.designation_id
        left join orgs_service s on s.id = c.service_id left join orgs_cadre k on k.id = c.cadre_id
        left join people_person p on p.id = c.person_id
        where {which} order by r.excludes, r.number, c.attribute, c.id
        """,
        [given],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class ItemRow:
    """place: equivalents share it with what they stand for."""

    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    minutes: int
    place: int
    equivalent: bool
    live: bool


def items_of(mandate_ids: list[int]) -> dict[int, list[ItemRow]]:
    """Mandate -> its items, each followed by its equivalents."""
    found: dict[int, list[ItemRow]] = {}
    for mandate, item in rows.fetch(
        lambda mandate, *cells: (mandate, ItemRow(*cells)),
        """
        select i.mandate_id, e.uuid, e.title_en, e.title_hi, e.title_ur, e.minutes, i.place, i.equivalent, e.live
        from plans_mandateitem i join learning_catalogueentry e on e.course_id = i.course_id
        where i.mandate_id = any(%s::bigint[]) order by i.mandate_id, i.place, i.equivalent, i.id
        """,
        [mandate_ids],
    ):
        found.setdefault(mandate, []).append(item)
    return found


def competency_names(ids: list[int]) -> dict[int, tuple[str, str, str]]:
    return {
        id_: (en, hi, ur)
        for id_, en, hi, ur in rows.fetch(
            lambda *row: row,
            "select id, name_en, name_hi, name_ur from competencies_competency where id = any(%s::bigint[])",
            [ids],
        )
    }
