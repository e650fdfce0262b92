"""What a draft would do, counted by the offices directly below its issuer; and what was counted."""

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.audience import Params, audience_sql, matches_sql, paths_of
from karmayogi.plans.queries.evaluation import evaluation_sql
from karmayogi.plans.queries.mandates import mandate as mandate_of
from karmayogi.plans.queries.mandates import mandates
from karmayogi.plans.types import Mandate, Wants

# Of other mandates for the same items, so many are compared person by person.
MOST_OTHERS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """offices: rows of RehearsalOffice, as column -> value."""

    everybody: int
    offices: list[dict[str, Any]]


def figures(mandate_id: int, on: dt.date) -> Figures:
    """Counted now, in two statements. on: the day for which dates are worked out and people are asked for."""
    draft = mandate_of(mandate_id)
    replaced = rows.scalar("select replaces_id from plans_mandate where id = %s", [mandate_id])
    old = mandates([replaced]) if replaced else []
    others = mandates(one.id for one in same_items(mandate_id)[:MOST_OTHERS])
    paths = paths_of([draft, *old, *others])
    new_sql, params = evaluation_sql(draft, on, paths)
    old_sql = _union([_named(one, paths, params, "was") for one in old])
    other_sql = _union([_people(one, paths, params, f"o{place}") for place, one in enumerate(others)])
    root = paths[draft.unit_id]
    params |= {"on": on, "root": root, "depth": len(root) + orgs.PATH_STEP, "each": _minutes_each(draft)}
    sql = f"""
    with new as materialized ({new_sql}), old as materialized ({old_sql}), others as materialized ({other_sql}),
    lines as (
      select left(coalesce(n.path, o.path), %(depth)s) as path, n.person_id is not null as reached,
        o.person_id is not null as was, n.status, x.person_id is not null as also
      from new n full join old o using (person_id)
      left join (select distinct person_id from others) x on x.person_id = n.person_id
    )
    select unit.id, count(*) filter (where reached), count(*) filter (where was),
      count(*) filter (where reached and not was), count(*) filter (where was and not reached),
      count(*) filter (where status = 'done'), count(*) filter (where status = 'exempt'),
      count(*) filter (where status = 'overdue'), count(*) filter (where reached and not was and also),
      %(each)s * count(*) filter (where status in ('open', 'overdue', 'extended', 'upcoming'))
    from lines join orgs_organisation unit on unit.path = lines.path group by unit.id, unit.path order by unit.path
    """
    names = (
        "organisation_id", "people", "was", "gains", "loses", "done", "exempt", "overdue", "asked_already", "minutes",
    )  # fmt: skip
    with transaction.atomic():  # sorts and joins of everybody whom it reaches stay in memory
        rows.run("set local work_mem = '128MB'")
        offices = rows.fetch(lambda *row: dict(zip(names, row, strict=True)), sql, params)
    everybody = rows.scalar(
        "select count(distinct person_id) from orgs_incumbency where organisation_path >= %s and organisation_path < %s"
        " and valid_from <= %s and (valid_to is null or valid_to > %s)",
        [root, root + orgs.PATH_END, on, on],
    )
    return Figures(int(everybody), offices)


def _named(mandate: Mandate, paths: dict[int, str], params: Params, name: str) -> str:
    sql, more = audience_sql(mandate, paths, name)
    params |= more
    return f"select person_id, path from ({sql}) {name}"


def _people(mandate: Mandate, paths: dict[int, str], params: Params, name: str) -> str:
    sql, more = matches_sql(mandate, paths, name)
    params |= more
    return f"select person_id, path from ({sql}) {name}"


def _union(parts: list[str]) -> str:
    return " union all ".join(parts) or "select null::bigint as person_id, ''::text as path where false"


def _minutes_each(mandate: Mandate) -> int:
    """Minutes of learning that it asks of somebody who has done nothing yet; 0 for a level."""
    if mandate.what.wants is Wants.MINUTES:
        return mandate.what.needed
    if mandate.what.wants is Wants.LEVEL:
        return 0
    found: Any = rows.scalar(
        "select coalesce(sum(minutes), 0) from (select minutes from learning_catalogueentry"
        " where course_id = any(%s::bigint[]) order by minutes limit %s) x",
        [[same[0] for same in mandate.what.items], mandate.what.needed],
    )
    return int(found)


@dataclasses.dataclass(frozen=True, slots=True)
class Other:
    """A live mandate that asks for one of the same items of people who may be the same."""

    id: int
    uuid: Any
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    course_en: str
    course_hi: str
    course_ur: str
    differs: bool


def same_items(mandate_id: int) -> list[Other]:
    """Its issuer stands above or below ours. differs: its dates are worked out in another way."""
    return rows.fetch(
        Other,
        """
        select distinct on (m.id) m.id, m.uuid, m.title_en, m.title_hi, m.title_ur, m.number, o.name_en, o.name_hi,
          o.name_ur, e.title_en, e.title_hi, e.title_ur,
          (m.anchor, m.fixed_on, m.amount, m.unit, m.round_to, m.repeat_months, m.repeat_basis) is distinct from
          (mine.anchor, mine.fixed_on, mine.amount, mine.unit, mine.round_to, mine.repeat_months, mine.repeat_basis)
        from plans_mandate mine join orgs_organisation mo on mo.id = mine.organisation_id
        join plans_mandateitem i on i.mandate_id = mine.id
        join plans_mandateitem j on j.course_id = i.course_id and j.mandate_id <> mine.id
        join plans_mandate m on m.id = j.mandate_id and m.status = 'live' and m.id is distinct from mine.replaces_id
        join orgs_organisation o on o.id = m.organisation_id
        join learning_catalogueentry e on e.course_id = i.course_id
        where mine.id = %s and (starts_with(o.path, mo.path) or starts_with(mo.path, o.path))
        order by m.id, i.place
        """,
        [mandate_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class OfficeRow:
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


_COUNTED = "r.people, r.was, r.gains, r.loses, r.done, r.exempt, r.overdue, r.asked_already, r.minutes"


def offices(rehearsal_id: int) -> list[OfficeRow]:
    """The issuer's own posts first, then the offices by name."""
    return rows.fetch(
        OfficeRow,
        f"""
        select o.name_en, o.name_hi, o.name_ur, {_COUNTED} from plans_rehearsaloffice r
        join orgs_organisation o on o.id = r.organisation_id where r.rehearsal_id = %s
        order by length(o.path), o.name_en
        """,
        [rehearsal_id],
    )


def total(lines: list[OfficeRow]) -> OfficeRow:
    sums = [sum(getattr(one, name) for one in lines) for name in OfficeRow.__slots__[3:]]
    return OfficeRow("", "", "", *sums)
