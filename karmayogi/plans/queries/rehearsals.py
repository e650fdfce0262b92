"""What a draft would do, counted by the offices directly below its issuer."""

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.audience import Params, matches_sql, paths_of
from karmayogi.plans.queries.costs import costs_of
from karmayogi.plans.queries.evaluation import NOBODY, evaluation_sql, named_apart
from karmayogi.plans.queries.mandates import mandate as mandate_of
from karmayogi.plans.queries.mandates import mandates
from karmayogi.plans.queries.weighing import TO_DO, clashes, loads, minutes_each
from karmayogi.plans.types import Mandate

# Of other mandates for the same items, so many are compared person by person.
MOST_OTHERS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """offices, clashes, costs: rows of RehearsalOffice, RehearsalClash, RehearsalCost as column -> value. others: how
    many mandates in force were weighed with it; None: no limit of learning applies. peaks: in which a date can lie."""

    everybody: int
    offices: list[dict[str, Any]]
    clashes: list[dict[str, Any]]
    costs: list[dict[str, Any]]
    others: int | None
    peaks: int


# A row for everybody whom the draft or what it replaces reaches; weighing.py reads it too.
_LINES = """
create temp table plans_line on commit drop as
with new as materialized ({new}), old as materialized ({old}), others as materialized ({others})
select coalesce(n.person_id, o.person_id) as person_id, unit.id as office, coalesce(n.path, o.path) as path,
  n.person_id is not null as reached, o.person_id is not null as was, n.status, n.due_on,
  coalesce(n.status in {todo}, false) as to_do, o.status as old_status, o.due_on as old_due,
  x.person_id is not null as also
from new n full join old o using (person_id)
left join (select distinct person_id from others) x on x.person_id = n.person_id
join orgs_organisation unit on unit.path = left(coalesce(n.path, o.path), %(depth)s)
"""
_COUNTED_BY_OFFICE = f"""
select unit.id, unit.path, count(*) filter (where reached), count(*) filter (where was),
  count(*) filter (where reached and not was), count(*) filter (where was and not reached),
  count(*) filter (where status = 'done'), count(*) filter (where status = 'exempt'),
  count(*) filter (where status = 'overdue'), count(*) filter (where reached and not was and also),
  %(each)s * count(*) filter (where to_do), count(*) filter (where to_do),
  count(*) filter (where old_status = 'done'), count(*) filter (where old_status = 'overdue'),
  %(old_each)s * count(*) filter (where old_status in {TO_DO}),
  count(*) filter (where reached and was and due_on < old_due),
  count(*) filter (where reached and was and due_on > old_due)
from plans_line join orgs_organisation unit on unit.id = plans_line.office
group by unit.id, unit.path order by unit.path
"""
_COLUMNS = (
    "people", "was", "gains", "loses", "done", "exempt", "overdue", "asked_already", "minutes", "left", "was_done",
    "was_overdue", "was_minutes", "sooner", "later",
)  # fmt: skip


def figures(mandate_id: int, on: dt.date) -> Figures:
    """Counted now, by one statement over everybody and a few over what it found. on: the day for which dates are
    worked out and people are asked for. In a transaction its tables stay: who is above a limit can be kept by name."""
    draft = mandate_of(mandate_id)
    replaced = rows.scalar("select replaces_id from plans_mandate where id = %s", [mandate_id])
    old = mandate_of(replaced) if replaced else None
    others = mandates(one.id for one in same_items(mandate_id)[:MOST_OTHERS])
    paths = paths_of([draft, *([old] if old else []), *others])
    root = paths[draft.unit_id]
    new_sql, params = evaluation_sql(draft, on, paths)
    old_sql = NOBODY
    if old is not None:
        old_sql, more = named_apart(*evaluation_sql(old, on, paths), "was")
        params |= more
    other_sql = _union([_people(one, paths, params, f"o{place}") for place, one in enumerate(others)])
    params |= {"on": on, "depth": len(root) + orgs.PATH_STEP}
    with transaction.atomic():
        # Sorts and joins of everybody whom it reaches stay in memory.
        rows.run("set local work_mem = '128MB'")
        rows.run("drop table if exists plans_line")
        rows.run(_LINES.format(new=new_sql, old=old_sql, others=other_sql, todo=TO_DO), params)
        rows.run("analyze plans_line")
        each = {"each": minutes_each(draft), "old_each": minutes_each(old) if old else 0}
        found = rows.fetch(lambda *row: row, _COUNTED_BY_OFFICE, each)
        costs = [{"organisation_id": unit} | dataclasses.asdict(term) for unit, term in costs_of(draft, root, on)]
        clashing, clashed, peaks = clashes(draft, root, on)
        weighed = loads(draft, replaced, root, on)
    offices = []
    for unit, _path, *counts in found:
        above = None if weighed is None else weighed[1].get(unit, 0)
        offices.append(
            {"organisation_id": unit, "clashes": clashing.get(unit, 0), "above": above}
            | dict(zip(_COLUMNS, counts, strict=True))
        )
    everybody = rows.scalar(
        "select count(distinct person_id) from orgs_incumbency where organisation_path >= %s and organisation_path < %s"
        " and valid_from <= %s and (valid_to is null or valid_to > %s)",
        [root, root + orgs.PATH_END, on, on],
    )
    return Figures(int(everybody), offices, clashed, costs, weighed[0] if weighed else None, peaks)


def _people(mandate: Mandate, paths: dict[int, str], params: Params, name: str) -> str:
    sql, more = matches_sql(mandate, paths, name)
    params |= more
    return f"select person_id from ({sql}) {name}"


def _union(parts: list[str]) -> str:
    return " union all ".join(parts) or "select null::bigint as person_id where false"


@dataclasses.dataclass(frozen=True, slots=True)
class Other:
    """A live mandate that asks for one of the same items, or for the same competency, of people who may be the same.
    level: the one that it asks for, where ours asks for another one of that competency."""

    id: int
    uuid: Any
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    same_en: str
    same_hi: str
    same_ur: str
    differs: bool
    level: int | None


# What the first date of an order is counted from and how; of what adds nothing the unit says nothing.
_DATED = """({0}.anchor, {0}.fixed_on, case when {0}.anchor <> 'fixed' then {0}.starts_on end, {0}.amount,
  case when {0}.amount > 0 then {0}.unit end, {0}.round_to, {0}.repeat_months, {0}.repeat_basis)"""


def same_items(mandate_id: int) -> list[Other]:
    """Its issuer stands above or below ours. differs: its dates are worked out in another way."""
    return rows.fetch(
        Other,
        f"""
        select distinct on (m.id) m.id, m.uuid, m.title_en, m.title_hi, m.title_ur, m.number, o.name_en, o.name_hi,
          o.name_ur, same.name_en, same.name_hi, same.name_ur,
          {_DATED.format("m")} is distinct from {_DATED.format("mine")},
          case when m.wants = 'level' and m.needed <> mine.needed then m.needed end
        from plans_mandate mine join orgs_organisation mo on mo.id = mine.organisation_id
        cross join lateral (
          select j.mandate_id, i.place, e.title_en as name_en, e.title_hi as name_hi, e.title_ur as name_ur
          from plans_mandateitem i join plans_mandateitem j on j.course_id = i.course_id
          join learning_catalogueentry e on e.course_id = i.course_id
          where i.mandate_id = mine.id and mine.wants = 'items'
          union all
          select l.id, 0, k.name_en, k.name_hi, k.name_ur
          from plans_mandate l join competencies_competency k on k.id = l.competency_id
          where l.competency_id = mine.competency_id
        ) same
        join plans_mandate m on m.id = same.mandate_id and m.status = 'live' and m.wants = mine.wants
          and m.id <> mine.id and m.id is distinct from mine.replaces_id
        join orgs_organisation o on o.id = m.organisation_id
        where mine.id = %s and (starts_with(o.path, mo.path) or starts_with(mo.path, o.path))
        order by m.id, same.place
        """,
        [mandate_id],
    )
