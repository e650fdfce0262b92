"""The gaps of an office as a table of groups by competencies: one statement, whatever the size of the office.

Each person counts once, on the first post that she holds in the office (the substantive one before others). The levels
are folded into a histogram (group, designation, competency, level) before they meet the requirements, so that the
statement handles each level row once and the requirements only per designation.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from karmayogi.competencies.engine.small_cells import LEAST, hidden_keys
from karmayogi.competencies.queries.gaps import then
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END, PATH_STEP

# What the rows of the table are -> the key of a person's group, as text.
GROUPINGS = {
    "unit": f"substr(i.organisation_path, 1, length(%(path)s::text) + {PATH_STEP})",
    "designation": "post.designation_id::text",
    "cadre": """coalesce((select coalesce(m.cadre_id, -m.service_id)::text from orgs_servicemembership m
                where m.person_id = i.person_id and m.valid_from <= %(on)s
                  and (m.valid_to is null or m.valid_to > %(on)s)), '')""",
    "group": """(select person."group" from people_person person where person.id = i.person_id)""",
}

# Everybody at the path and below on that day, once, with the key of her group.
PEOPLE = """
  select distinct on (i.person_id) i.person_id, post.designation_id, {key} as key
  from orgs_incumbency i join orgs_post post on post.id = i.post_id
  where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by i.person_id, (i.kind = 'substantive') desc, i.valid_from, i.id
"""

_CELLS = """
with at_post as materialized (
{people}), people as (
  select key, designation_id, count(*) as n from at_post group by 1, 2
), shown as (
  select a.key, a.designation_id, l.competency_id, l.level, count(*) as n
  from at_post a join {levels} l on l.person_id = a.person_id and l.level > 0
  group by 1, 2, 3, 4
), needs as (
  select p.designation_id, r.competency_id, r.level, r.importance
  from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
  where {in_force} and p.designation_id in (select designation_id from people)
), proved as (
  select s.key, s.designation_id, s.competency_id,
    sum(s.n) filter (where s.level >= needs.level) as met, sum(s.n * least(s.level, needs.level)) as levels
  from shown s join needs using (designation_id, competency_id)
  group by 1, 2, 3
)
select people.key, needs.competency_id, sum(people.n)::bigint, coalesce(sum(proved.met), 0)::bigint,
  (sum(people.n * needs.level) - coalesce(sum(proved.levels), 0))::bigint,
  (sum((people.n * needs.level - coalesce(proved.levels, 0)) * needs.importance))::bigint
from people
join needs using (designation_id)
left join proved using (key, designation_id, competency_id)
group by 1, 2
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A group and a competency: how many people need it, how many have shown what they need, levels missing in all.

    weight: levels missing times importance; it ranks the competencies.
    """

    key: str
    competency_id: int
    people: int
    met: int
    missing: int
    weight: int


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A row of the table. uuid: of the unit, where rows are units; people: all in it, with a profile or not."""

    key: str
    name_en: str
    name_hi: str
    name_ur: str
    uuid: uuid.UUID | None
    people: int


@dataclasses.dataclass(frozen=True, slots=True)
class Heat:
    """columns: competency ids, the greatest need first. cells: (key, competency id) -> cell, hidden ones left out.

    totals: competency id -> over all groups. hidden: cells of fewer than ten people, and what would give them away.
    """

    groups: tuple[Group, ...]
    columns: tuple[int, ...]
    cells: dict[tuple[str, int], Cell]
    totals: dict[int, Cell]
    hidden: frozenset[tuple[str, int]]


NOTHING = Heat((), (), {}, {}, frozenset())


def people_of(by: str) -> str:
    """The statement of PEOPLE for a key of GROUPINGS; it asks for path, end and on."""
    return PEOPLE.format(key=GROUPINGS[by])


def _cells_now(people: str, params: dict[str, Any]) -> list[Cell]:
    return rows.fetch(Cell, _CELLS.format(people=people, levels="competencies_level", in_force="p.in_force"), params)


def _cells_then(people: str, params: dict[str, Any], shown: dict[str, list[int]]) -> list[Cell]:
    sql = _CELLS.format(people=people, levels=f"({then.LEVELS})", in_force=then.IN_FORCE)
    return rows.fetch(Cell, sql, params | shown)


def heat(
    path: str, on: dt.date, by: str, *, columns: int = 8, persons_visible: bool, above: Sequence[str] = ()
) -> Heat:
    """The table for the office at `path` and below. by: a key of GROUPINGS.

    persons_visible: the reader may open each person anyway, so nothing is hidden from her. above: paths of the
    offices above it whose tables she may see: what one of them hides of this branch is not told here either.
    """
    params: dict[str, Any] = {"path": path, "end": path + PATH_END, "on": on}
    found = _cells_now(people_of(by), params)
    untold = set() if persons_visible else set().union(*(_hidden_above(higher, path, on) for higher in above))
    groups = _groups(by, params, people_of(by), _NAMES[by])
    return _table(found, groups, columns, persons_visible=persons_visible, untold=untold)


def heat_then(path: str, on: dt.date, by: str, *, columns: int = 8, above: Sequence[str] = ()) -> Heat | None:
    """The same for a past day, with the paths of that day; None when too many worked there to work it out at once.

    Small cells are hidden from everybody: who was there then may be elsewhere today, out of the reader's reach.
    """
    params: dict[str, Any] = {"path": path, "end": path + PATH_END, "on": on}
    persons = then.persons_in(params)
    if len(persons) > then.MOST:
        return None
    people = then.PEOPLE.format(key=GROUPINGS[by])
    found = _cells_then(people, params, then.levels_then(persons, on))
    untold = set().union(*(_hidden_above(higher, path, on, past=True) for higher in above))
    groups = _groups(by, params, people, _NAMES_THEN.get(by, _NAMES[by]))
    return _table(found, groups, columns, persons_visible=False, untold=untold)


def _table(found: list[Cell], groups: list[Group], columns: int, *, persons_visible: bool, untold: set[int]) -> Heat:
    totals: dict[int, Cell] = {}
    for cell in found:
        was = totals.get(cell.competency_id)
        totals[cell.competency_id] = cell if was is None else _sum(was, cell)
    ranked = sorted(totals.values(), key=lambda cell: (-cell.weight, -cell.people, cell.competency_id))
    if not persons_visible:
        ranked = [cell for cell in ranked if cell.people >= LEAST and cell.competency_id not in untold]
    chosen = [cell.competency_id for cell in ranked[:columns]]
    hidden: set[tuple[str, int]] = set()
    if not persons_visible:
        for competency in chosen:
            counts = {cell.key: cell.people for cell in found if cell.competency_id == competency}
            hidden |= {(key, competency) for key in hidden_keys(counts)}
    return Heat(
        tuple(groups),
        tuple(chosen),
        {
            (cell.key, cell.competency_id): cell
            for cell in found
            if cell.competency_id in chosen and (cell.key, cell.competency_id) not in hidden
        },
        {competency: totals[competency] for competency in chosen},
        frozenset(hidden),
    )


def _hidden_above(higher: str, path: str, on: dt.date, *, past: bool = False) -> set[int]:
    """The competencies of which the table of the office at `higher`, by unit, hides the branch that `path` is in."""
    counts: dict[int, dict[str, int]] = {}
    params = {"path": higher, "end": higher + PATH_END, "on": on}
    if past:  # how many people need it decides, not what they show
        nothing: dict[str, list[int]] = {"persons": [], "competencies": [], "levels": []}
        found = _cells_then(then.PEOPLE.format(key=GROUPINGS["unit"]), params, nothing)
    else:
        found = _cells_now(people_of("unit"), params)
    for cell in found:
        counts.setdefault(cell.competency_id, {})[cell.key] = cell.people
    branch = path[: len(higher) + PATH_STEP]
    return {competency for competency, people in counts.items() if branch in hidden_keys(people)}


def totals(path: str, on: dt.date) -> list[Cell]:
    """Each competency over the whole office at `path`, the greatest need first: for figures and benchmarks."""
    found = _cells_now(PEOPLE.format(key="''::text"), {"path": path, "end": path + PATH_END, "on": on})
    return sorted(found, key=lambda cell: (-cell.weight, -cell.people, cell.competency_id))


def _sum(one: Cell, other: Cell) -> Cell:
    return Cell(
        "", one.competency_id, one.people + other.people, one.met + other.met, one.missing + other.missing,
        one.weight + other.weight,
    )  # fmt: skip


_COUNTS = """
with at_post as (
{people})
select g.key, {names}, g.n
from (select key, count(*) as n from at_post group by key) g {join}
order by 2, 1
"""

_NAMES = {
    "unit": ("o.name_en, o.name_hi, o.name_ur, o.uuid", "join orgs_organisation o on o.path = g.key"),
    "designation": (
        "d.name, d.name_hi, d.name_ur, null::uuid",
        "join orgs_designation d on d.id = g.key::bigint",
    ),
    "cadre": (
        "coalesce(c.name, s.name, ''), '', '', null::uuid",
        "left join orgs_cadre c on g.key <> '' and c.id = nullif(g.key, '')::bigint "
        "left join orgs_service s on g.key <> '' and -s.id = nullif(g.key, '')::bigint",
    ),
    "group": ("g.key, '', '', null::uuid", ""),
}


# The unit that stood at the path on that day, as it was called then.
_NAMES_THEN = {
    "unit": (
        "s.name_en, s.name_hi, s.name_ur, o.uuid",
        "join orgs_organisationspell s on s.path = g.key and s.valid_from <= %(on)s "
        "and (s.valid_to is null or s.valid_to > %(on)s) join orgs_organisation o on o.id = s.organisation_id",
    ),
}


def _groups(by: str, params: dict[str, Any], people: str, naming: tuple[str, str]) -> list[Group]:
    names, join = naming
    return rows.fetch(Group, _COUNTS.format(people=people, names=names, join=join), params)
