"""Rates of signals by office, without names; how often the rules were wrong.

The rates are counted by assessment in its nightly run, for each office alone; here they are summed over subtrees.
"""

import dataclasses
import datetime as dt
import functools

from karmayogi.insight.engine.disclosure import Withheld, withheld
from karmayogi.insight.engine.figures import figure
from karmayogi.insight.engine.interval import wilson
from karmayogi.insight.queries.boards import OWN, OWN_POSTS
from karmayogi.insight.registry import RATES
from karmayogi.insight.registry import honesty as registered
from karmayogi.insight.registry.honesty import CASES, FALSE_ALARMS
from karmayogi.insight.types import Figure, Place, State, Unit, Words
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

PEOPLE = registered.PEOPLE.code
KINDS = tuple(code for code in RATES if code != PEOPLE)

_BELOW = """
select place.code, r.kind, sum(r.people)::int, sum(r.marked)::int
from unnest(%s::text[], %s::text[]) place(code, path)
join assessment_integrityrate r on r.path >= place.path collate "C" and r.path < (place.path || '~') collate "C"
group by 1, 2
"""
_LAST = "select id, ended_at from assessment_integrityrun order by id desc limit 1"
_OWN = "select 'own', kind, people, marked from assessment_integrityrate where path = %s"


@dataclasses.dataclass(frozen=True, slots=True)
class Rates:
    """total: of the whole organisation. places: its parts. Figures by kind, and of those who completed (PEOPLE)."""

    total: dict[str, Figure]
    places: list[Place]


@dataclasses.dataclass(frozen=True, slots=True)
class Alarms:
    """Of one version of the policy: share of false alarms with its 95 % interval in per cent, as text."""

    policy: str
    share: Figure
    low: str
    high: str


def rates(unit: OrganisationRow) -> Rates:
    """Of one run, whole: where the next one ends while it is read, it is read again. What one run hides could be worked
    out from the sums of another."""
    run = _last()
    while True:
        found = _rates(unit, _hidden(run))
        before, run = run, _last()
        if run == before:
            return found


def counted_at() -> dt.datetime | None:
    """When the last nightly run ended; None before the first."""
    run = _last()
    return None if run is None else run[1]


def _last() -> tuple[int, dt.datetime] | None:
    return rows.first(lambda number, ended: (number, ended), _LAST)


def _rates(unit: OrganisationRow, hidden: Withheld) -> Rates:
    below = orgs.children_of(unit.id)
    codes = ["*", *(str(row.uuid) for row in below)]
    paths = [unit.path, *(row.path for row in below)]
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    for code, kind, people, marked in [
        *rows.fetch(lambda *row: row, _BELOW, [codes, paths]),
        *(rows.fetch(lambda *row: row, _OWN, [unit.path]) if below else []),
    ]:
        sums.setdefault(code, {})[kind] = (people, marked)
    places = [
        Place(
            str(row.uuid), Words(row.name_en, row.name_hi, row.name_ur),
            _figures(sums.get(str(row.uuid), {}), row.path in hidden.total),
        )
        for row in below
    ]  # fmt: skip
    if OWN in sums:
        places.append(Place(OWN, OWN_POSTS, _figures(sums[OWN], unit.path in hidden.own)))
    there = [place for place in places if place.figures[PEOPLE].state is not State.EMPTY]
    return Rates(_figures(sums.get("*", {}), unit.path in hidden.total), there)


@functools.lru_cache(maxsize=1)
def _hidden(run: tuple[int, dt.datetime] | None) -> Withheld:
    """What all pages together must not show; the rates change with a run only, in its transaction. run: the last."""
    people = rows.fetch(
        lambda path, count: (path, ("", count)), "select path, max(people) from assessment_integrityrate group by 1"
    )
    return withheld(dict(people))


def _figures(sums: dict[str, tuple[int, int]], hidden: bool) -> dict[str, Figure]:
    people = max((count for count, _marked in sums.values()), default=0)
    made = {
        PEOPLE: figure(
            PEOPLE, Unit.COUNT, numerator=people, denominator=0, people=people, about_people=True, hidden=hidden
        )
    }
    for kind in KINDS:
        marked = sums.get(kind, (0, 0))[1]
        made[kind] = figure(
            kind, Unit.SHARE, numerator=marked, denominator=people, people=people, about_people=True, hidden=hidden
        )
    return made


def false_alarms() -> list[Alarms]:
    """By version of the policy, the latest first. The same cases as the figure FALSE_ALARMS."""
    return [
        _alarms(policy, cleared, decided)
        for policy, cleared, decided in rows.fetch(lambda *row: row, f"{CASES} order by policy desc")
    ]


def _alarms(policy: int, cleared: int, decided: int) -> Alarms:
    low, high = wilson(cleared, decided)
    share = Figure(FALSE_ALARMS.code, Unit.SHARE, State.SHOWN, cleared, decided)
    return Alarms(str(policy), share, f"{100 * low:.1f}", f"{100 * high:.1f}")
