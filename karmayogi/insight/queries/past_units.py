"""A ministry or any unit as on the end of a past quarter, out of the store of facts."""

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from karmayogi.facts import api as facts
from karmayogi.insight.engine import days as between
from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.engine.figures import figure
from karmayogi.insight.queries.boards import OWN, OWN_POSTS, Board
from karmayogi.insight.queries.from_facts import PAST, PATIENCE, country_as_on, days_of
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.types import Figure, Place, Words
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

# Before it the product told nothing of past days. Every quarter that is shown is held against all before it, so that
# the first one stays the first.
FIRST_DAY = dt.date(2026, 3, 31)

# A share that speaks of some officers only would need these held against each other over all quarters, too.
TOLD = {code: metric for code, metric in PAST.items() if metric.base == OFFICERS.code}

type Ask = Callable[[list[str]], list[list[list[Any]]]]  # queries -> the rows of each

_HELD = """
select person_id, path from holding
where main = 1 and valid_from <= {on} and (valid_to is null or valid_to > {on})
"""
_OWN = "select path, count(*) as officers from ({held}) held group by path"
_MOVES = """
select coalesce(b.path, '') as path_before, coalesce(a.path, '') as path_after, count(*) as officers
from ({before}) b full join ({after}) a on a.person_id = b.person_id
where coalesce(b.path, '') <> coalesce(a.path, '')
group by coalesce(b.path, ''), coalesce(a.path, '')
"""
# Where each unit stood, as in from_facts.
STOOD = """
select organisation_id, path, state_code, name_en, name_hi, name_ur,
  row_number() over (partition by organisation_id order by
  case when valid_from <= :on then valid_from end desc nulls last, valid_from) as place
from organisation
"""
_LINE = f"select path from ({STOOD}) s where place = 1 and organisation_id = {{unit}}"
_PARTS = f"""
select s.path, s.name_en, s.name_hi, s.name_ur from ({STOOD}) s
where s.place = 1 and length(s.path) = {{length}} + {STEP} and substring(s.path, 1, {{length}}) = '{{path}}'
order by s.name_en, s.path
"""
_SUMS = f"""
select substring(s.path, 1, {{length}} + {STEP}) as part, sum(f.numerator) as numerator,
  sum(f.denominator) as denominator
from ({{facts}}) f join ({STOOD}) s on s.organisation_id = f.organisation_id
where s.place = 1 and substring(s.path, 1, {{length}}) = '{{path}}'
group by substring(s.path, 1, {{length}} + {STEP})
"""


def offered(today: dt.date) -> list[dt.date]:
    """Days of which units are shown, the latest first."""
    return between.quarter_ends(FIRST_DAY, today)[::-1]


def unit_as_on(unit: OrganisationRow, on: dt.date) -> Board:
    """on: one that is offered. Empty when there was no such unit. Raises StoreFault of facts."""
    found = facts.query(_LINE.format(unit=int(unit.id)), days_of(on))
    if not found:
        return Board(figures_of({}, set(), "", ""), [], [])
    path = str(found[0][0])
    there = {"length": len(path), "path": path}
    asked = [_SUMS.format(facts=metric.facts.strip(), **there) for metric in TOLD.values()]
    parts, *answers = facts.queries([_PARTS.format(**there), *asked], days_of(on), seconds=PATIENCE)
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    whole: dict[str, tuple[int, int]] = {}
    for code, answer in zip(TOLD, answers, strict=True):
        for part, one, two in answer:
            sums.setdefault(part, {})[code] = (int(one), int(two))
        if answer:
            whole[code] = (sum(int(row[1]) for row in answer), sum(int(row[2]) for row in answer))
    cells = set(_shown(on, _number()))
    units = [
        Place(str(part)[-STEP:], Words(*names), figures_of(sums.get(part, {}), cells, part[-STEP:], part))
        for part, *names in parts
    ]
    if units and path in sums:
        units.append(Place(OWN, OWN_POSTS, figures_of(sums[path], cells, between.own_cell(path), path)))
    return Board(figures_of(whole, cells, path[-STEP:], path), [], units)


def known_now(on: dt.date) -> Board:
    """The country, its States and what lies directly below it, as the facts tell of that day now: with what was to be
    hidden on that day hidden. Parts go by the code of their cell. Raises StoreFault of facts."""
    nation = country_as_on(on)
    path = orgs.country_path()
    there = {"length": len(path), "path": path}
    asked = [_SUMS.format(facts=metric.facts.strip(), **there) for metric in TOLD.values()]
    officers, *answers = facts.queries(
        [_OWN.format(held=_HELD.format(on=":on").strip()), *asked], days_of(on), seconds=PATIENCE
    )
    cells = set(between.alone({held: int(count) for held, count in officers}))
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    for code, answer in zip(TOLD, answers, strict=True):
        for part, one, two in answer:
            sums.setdefault(part, {})[code] = (int(one), int(two))
    below = [
        Place(cell_of(part), Words("", "", ""), figures_of(found, cells, cell_of(part), part))
        for part, found in sums.items()
        if part != path
    ]
    return Board(nation.total, nation.states, below)


def cell_of(path: str) -> str:
    return path[-STEP:]


def _number() -> str:
    """Of the run that the store shows: with the next one late facts may have come."""
    return str(facts.freshness().as_on)


@functools.lru_cache(maxsize=8)
def _shown(on: dt.date, number: str) -> frozenset[between.Cell]:
    """Of the end of a quarter, beside what is shown of those before it."""
    days = between.quarter_ends(FIRST_DAY, on + dt.timedelta(days=1))
    return shown(days, lambda asked: facts.queries(asked, seconds=PATIENCE))[-1]


def shown(days: Sequence[dt.date], ask: Ask) -> list[frozenset[between.Cell]]:
    """Which cells may be shown of each of the days, the first of them the first that was ever shown."""

    def held(on: dt.date) -> str:
        return _HELD.format(on=f"date '{on.isoformat()}'").strip()

    pairs = list(itertools.combinations(range(len(days)), 2))
    asked = [_OWN.format(held=held(day)) for day in days]
    asked += [_MOVES.format(before=held(days[one]), after=held(days[other])) for one, other in pairs]
    answers = ask(asked)
    own = [between.alone({path: int(count) for path, count in answer}) for answer in answers[: len(days)]]
    moves = {
        pair: {(before, after): int(count) for before, after, count in answer}
        for pair, answer in zip(pairs, answers[len(days) :], strict=True)
    }
    return between.together(own, moves)


def figures_of(sums: dict[str, tuple[int, int]], cells: set[str], cell: str, path: str) -> dict[str, Figure]:
    people = sums.get(OFFICERS.code, (0, 0))[0]
    made = {}
    for code, metric in TOLD.items():
        one, two = sums.get(code, (0, 0))
        made[code] = figure(
            code, metric.unit, numerator=one, denominator=two, people=people, about_people=metric.about_people,
            hidden=bool(path) and people > 0 and cell not in cells,
        )  # fmt: skip
    return made
