"""The gaps of an office as a table of groups by competencies: two statements, whatever the size of the office.

Each person counts once, on the first post held in the office (the one that she fills before charges). Requirements meet
the counts of people per designation, and only what people have shown is looked at level by level; the database ranks
the competencies and answers for the few that are shown.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence, Set
from typing import Any

from karmayogi.competencies.engine.small_cells import LEAST, hidden_keys
from karmayogi.competencies.queries.gaps import fold, then
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END, PATH_STEP, POSTS_AS_ON, main_first

# What the rows of the table are -> the key of a person's group, as text.
GROUPINGS = {
    "unit": f"substr(i.organisation_path, 1, length(%(path)s::text) + {PATH_STEP})",
    "designation": "post.designation_id::text",
    "cadre": """coalesce((select coalesce(m.cadre_id, -m.service_id)::text from orgs_servicemembership m
                where m.person_id = i.person_id and m.valid_from <= %(on)s
                  and (m.valid_to is null or m.valid_to > %(on)s)), '')""",
    "group": """(select person."group" from people_person person where person.id = i.person_id)""",
}

ALL = "''::text"  # the key of everybody

# Everybody at the path and below on that day, once, with the key of her group.
PEOPLE = f"""
  select distinct on (i.person_id) i.person_id, post.designation_id, {{key}} as key
  from orgs_incumbency i join {POSTS_AS_ON} post on post.id = i.post_id
  where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by i.person_id, {main_first("i")}
"""

# Rows of three kinds in one pass over the people and their levels: a group and how many it has (competency 0); the
# whole office in a competency (key null), the greatest need first, as many as asked for; and the groups in just these.
_TABLE = """
with {people}, needs as materialized (
  select p.designation_id, r.competency_id, r.level, r.importance
  from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
  where {in_force} and p.designation_id in (select designation_id from people)
), {proved}, cells as materialized (
  select key, competency_id, needed.n, coalesce(proved.met, 0) as met,
    needed.levels - coalesce(proved.levels, 0) as missing, needed.weight - coalesce(proved.weight, 0) as weight
  from (
    select people.key, needs.competency_id, sum(people.n) as n, sum(people.n * needs.level) as levels,
      sum(people.n * needs.level * needs.importance) as weight
    from people join needs using (designation_id) group by 1, 2
  ) needed left join proved using (key, competency_id)
), ranked as materialized (
  select competency_id, sum(n) as n, sum(met) as met, sum(missing) as missing, sum(weight) as weight
  from cells where competency_id <> all(%(untold)s::bigint[])
  group by 1 having sum(n) >= %(least)s
  order by 5 desc, 2 desc, 1 limit %(columns)s
)
select key, 0::bigint, sum(n)::bigint, 0::bigint, 0::bigint, 0::bigint from people group by 1
union all
select null, competency_id, n::bigint, met::bigint, missing::bigint, weight::bigint from ranked
union all
select key, competency_id, n::bigint, met::bigint, missing::bigint, weight::bigint
from cells where competency_id in (select competency_id from ranked)
"""

# The people of today, and what the stored levels say of what they need; `fold` has both for a past day.
PEOPLE_TODAY = """at_post as materialized (
{people}), people as (
  select key, designation_id, count(*) as n from at_post group by 1, 2
)"""
PROVED_TODAY = """proved as (
  select held.key, held.competency_id, count(*) filter (where held.level >= needs.level) as met,
    sum(least(held.level, needs.level)) as levels, sum(least(held.level, needs.level) * needs.importance) as weight
  from (
    select a.key, a.designation_id, l.competency_id, l.level
    from at_post a join competencies_level l on l.person_id = a.person_id and l.level > 0
    where a.designation_id in (select designation_id from needs)
    offset 0  -- or the planner asks the index once for each thing that each person needs
  ) held join needs on needs.designation_id = held.designation_id and needs.competency_id = held.competency_id
  group by 1, 2
)"""

# How many people of each group need each competency, whatever they show.
_NEEDED = """
with at_post as (
{people}), people as (
  select key, designation_id, count(*) as n from at_post group by 1, 2
)
select people.key, r.competency_id, sum(people.n)::bigint
from people join competencies_profile p on p.designation_id = people.designation_id and {in_force}
join competencies_profilerequirement r on r.profile_id = p.id
group by 1, 2
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A group (None: the whole office) and a competency: how many people need it, how many have shown what they need,
    levels missing in all.

    weight: levels missing times importance; it ranks the competencies.
    """

    key: str | None
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
    cells: dict[tuple[str | None, int], Cell]
    totals: dict[int, Cell]
    hidden: frozenset[tuple[str | None, int]]


NOTHING = Heat((), (), {}, {}, frozenset())


def people_of(by: str) -> str:
    """The statement of PEOPLE for a key of GROUPINGS; it asks for path, end and on."""
    return PEOPLE.format(key=GROUPINGS[by])


@dataclasses.dataclass(frozen=True, slots=True)
class _Day:
    """How today is read, or a past day: who was there, which profiles held, what people and units were called.

    folded: the people of a past day and what they had shown, worked out already; None for today.
    """

    people: str
    in_force: str
    names: dict[str, tuple[str, str]]
    folded: dict[str, list[Any]] | None = None

    def table(self, key: str, params: dict[str, Any], columns: int, least: int, untold: Set[int]) -> list[Cell]:
        """Cells as `_TABLE` has them: key "" and competency 0 stand for themselves, a key None for the whole office."""
        people, proved = fold.PEOPLE, fold.PROVED
        if self.folded is None:
            people, proved = PEOPLE_TODAY.format(people=self.people.format(key=key)), PROVED_TODAY
        sql = _TABLE.format(people=people, proved=proved, in_force=self.in_force)
        asked = {"columns": columns, "least": least, "untold": list(untold)}
        return rows.fetch(Cell, sql, params | (self.folded or {}) | asked)

    def needed(self, key: str, params: dict[str, Any]) -> list[tuple[str, int, int]]:
        sql = _NEEDED.format(people=self.people.format(key=key), in_force=self.in_force)
        return rows.fetch(lambda key, competency, people: (key, competency, people), sql, params)


def heat(
    path: str, on: dt.date, by: str, *, columns: int = 8, persons_visible: bool, above: Sequence[str] = ()
) -> Heat:
    """The table for the office at `path` and below. by: a key of GROUPINGS.

    persons_visible: the reader may open each person anyway, so nothing is hidden. above: paths of the offices above it
    whose tables the reader may see: what one of them hides of this branch is not told here either.
    """
    today = _Day(PEOPLE, "p.in_force", _NAMES)
    return _table(today, path, on, by, columns, persons_visible=persons_visible, above=above)


def heat_then(path: str, on: dt.date, by: str, *, columns: int = 8, above: Sequence[str] = ()) -> Heat | None:
    """The same for a past day, with the paths of that day; None when too many worked there to work it out at once.

    Small cells are hidden from everybody: who was there then may be elsewhere today, out of the reader's reach.
    """
    people = then.people_then(_params(path, on), GROUPINGS[by])
    if len(people) > then.MOST:
        return None
    past = _Day(then.PEOPLE, then.IN_FORCE, _NAMES | _NAMES_THEN, fold.folded(people, on))
    return _table(past, path, on, by, columns, persons_visible=False, above=above)


def _params(path: str, on: dt.date) -> dict[str, Any]:
    return {"path": path, "end": path + PATH_END, "on": on}


def _table(
    day: _Day, path: str, on: dt.date, by: str, columns: int, *, persons_visible: bool, above: Sequence[str]
) -> Heat:
    params = _params(path, on)
    untold: set[int] = set()
    if not persons_visible:
        untold = untold.union(*(_hidden_above(day, higher, path, on) for higher in above))
    found = day.table(GROUPINGS[by], params, columns, 0 if persons_visible else LEAST, untold)
    sizes = {cell.key: cell.people for cell in found if cell.competency_id == 0 and cell.key is not None}
    totals = {cell.competency_id: cell for cell in sorted(found, key=_greatest) if cell.key is None}
    cells = [cell for cell in found if cell.competency_id and cell.key is not None]
    hidden: set[tuple[str | None, int]] = set()
    if not persons_visible:
        counts: dict[int, dict[str | None, int]] = {}
        for cell in cells:
            counts.setdefault(cell.competency_id, {})[cell.key] = cell.people
        hidden = {(key, competency) for competency, people in counts.items() for key in hidden_keys(people)}
    names, join = day.names[by]
    groups = rows.fetch(
        Group, _GROUPS.format(names=names, join=join), params | {"keys": list(sizes), "sizes": list(sizes.values())}
    )
    return Heat(
        tuple(groups),
        tuple(totals),
        {key: cell for cell in cells if (key := (cell.key, cell.competency_id)) not in hidden},
        totals,
        frozenset(hidden),
    )


def _hidden_above(day: _Day, higher: str, path: str, on: dt.date) -> set[int]:
    """The competencies of which the table of the office at `higher`, by unit, hides the branch that `path` is in."""
    counts: dict[int, dict[str, int]] = {}
    for key, competency, people in day.needed(GROUPINGS["unit"], _params(higher, on)):
        counts.setdefault(competency, {})[key] = people
    branch = path[: len(higher) + PATH_STEP]
    return {competency for competency, people in counts.items() if branch in hidden_keys(people)}


def totals(path: str, on: dt.date) -> list[Cell]:
    """Each competency over the whole office at `path`, the greatest need first: for figures and benchmarks."""
    today = _Day(PEOPLE, "p.in_force", {})
    found = today.table(ALL, _params(path, on), 10_000, 0, frozenset())
    return sorted((cell for cell in found if cell.key is None), key=_greatest)


def _greatest(cell: Cell) -> tuple[int, int, int]:
    return -cell.weight, -cell.people, cell.competency_id


_GROUPS = """
select g.key, {names}, g.n from unnest(%(keys)s::text[], %(sizes)s::bigint[]) as g (key, n) {join} order by 2, 1
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
