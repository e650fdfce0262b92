"""What a rehearsal found, as its page and its files read it."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class OfficeRow:
    """paise: what is known of the cost; unknown: how many terms of it are not. above: None where no limit applies."""

    id: int
    name_en: str
    name_hi: str
    name_ur: str
    people: int
    was: int
    gains: int
    loses: int
    done: int
    exempt: int
    overdue: int
    asked_already: int
    minutes: int
    left: int
    was_done: int
    was_overdue: int
    was_minutes: int
    sooner: int
    later: int
    clashes: int
    above: int | None
    paise: int
    unknown: int


_COUNTED = ", ".join(f"r.{field.name}" for field in dataclasses.fields(OfficeRow)[4:-2])


def offices(rehearsal_id: int) -> list[OfficeRow]:
    """The issuer's own posts first, then the offices by name."""
    return rows.fetch(
        OfficeRow,
        f"""
        select o.id, o.name_en, o.name_hi, o.name_ur, {_COUNTED}, coalesce(c.paise, 0)::bigint, coalesce(c.unknown, 0)
        from plans_rehearsaloffice r
        join orgs_organisation o on o.id = r.organisation_id
        left join lateral (
          select sum(total) as paise, count(*) filter (where total is null) as unknown from plans_rehearsalcost c
          where c.rehearsal_id = r.rehearsal_id and c.organisation_id = r.organisation_id) c on true
        where r.rehearsal_id = %s order by length(o.path), o.name_en
        """,
        [rehearsal_id],
    )


def total(lines: list[OfficeRow]) -> OfficeRow:
    sums = [sum(getattr(one, name) or 0 for one in lines) for name in OfficeRow.__slots__[4:]]
    summed = OfficeRow(0, "", "", "", *sums)
    limits = any(one.above is not None for one in lines)
    return summed if limits else dataclasses.replace(summed, above=None)


@dataclasses.dataclass(frozen=True, slots=True)
class CostRow:
    """One line of the arithmetic; office None: of all offices that have the same rate."""

    office_en: str | None
    office_hi: str | None
    office_ur: str | None
    title_en: str
    title_hi: str
    title_ur: str
    kind: str
    people: int
    units: int
    paise: int | None
    total: int | None


_COSTS = """
select {office}, e.title_en, e.title_hi, e.title_ur, c.kind, {people}, {units}, c.paise, {total}
from plans_rehearsalcost c join orgs_organisation o on o.id = c.organisation_id
join learning_catalogueentry e on e.course_id = c.course_id where c.rehearsal_id = %s
"""


def costs(rehearsal_id: int, limit: int | None = None) -> list[CostRow]:
    """Over all offices, by item, term and rate."""
    asked = _COSTS.format(
        office="null, null, null", people="sum(c.people)::int",
        units="case when c.kind = 'venue' then sum(c.units) else max(c.units) end::int",
        total="sum(c.total)::bigint",
    )  # fmt: skip
    return rows.fetch(
        CostRow,
        f"{asked} group by e.course_id, e.title_en, e.title_hi, e.title_ur, c.kind, c.paise,"
        " (case when c.kind = 'venue' then 0 else c.units end) order by e.title_en, e.course_id, c.kind, c.paise"
        " limit %s",
        [rehearsal_id, limit],
    )


def costs_by_office(rehearsal_id: int) -> list[CostRow]:
    asked = _COSTS.format(office="o.name_en, o.name_hi, o.name_ur", people="c.people", units="c.units", total="c.total")
    return rows.fetch(CostRow, f"{asked} order by length(o.path), o.name_en, o.id, c.id", [rehearsal_id])


@dataclasses.dataclass(frozen=True, slots=True)
class ClashRow:
    office_en: str
    office_hi: str
    office_ur: str
    kind: str
    name_en: str
    name_hi: str
    name_ur: str
    from_on: dt.date
    until_on: dt.date
    session: bool
    first_on: dt.date
    last_on: dt.date
    people: int


def clash_rows(rehearsal_id: int, limit: int | None = None) -> list[ClashRow]:
    """Where most people are concerned first."""
    return rows.fetch(
        ClashRow,
        """
        select o.name_en, o.name_hi, o.name_ur, c.kind, c.name_en, c.name_hi, c.name_ur, c.from_on, c.until_on,
          c.session, c.first_on, c.last_on, c.people
        from plans_rehearsalclash c join orgs_organisation o on o.id = c.organisation_id
        where c.rehearsal_id = %s order by c.people desc, c.from_on, o.name_en, c.id limit %s
        """,
        [rehearsal_id, limit],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class AboveRow:
    uuid: uuids.UUID
    name: str
    name_native: str
    employee_code: str
    office_en: str
    office_hi: str
    office_ur: str
    per: str
    first_on: dt.date
    mine: int
    minutes: int
    most: int


def above_rows(rehearsal_id: int, limit: int | None = None) -> list[AboveRow]:
    """The farthest above first."""
    return rows.fetch(
        AboveRow,
        """
        select p.uuid, p.name, p.name_native, p.employee_code, coalesce(o.name_en, ''), coalesce(o.name_hi, ''),
          coalesce(o.name_ur, ''), a.per, a.first_on,
          a.mine, a.minutes, a.most
        from plans_rehearsalabove a join people_person p on p.id = a.person_id
        left join orgs_organisation o on o.path = a.organisation_path  -- none where it has moved since
        where a.rehearsal_id = %s order by a.minutes - a.most desc, p.name, p.id, a.per, a.first_on limit %s
        """,
        [rehearsal_id, limit],
    )
