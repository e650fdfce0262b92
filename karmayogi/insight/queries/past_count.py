"""What the store of facts tells of one past day, asked question by question, so that others are answered in between."""

import collections
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from karmayogi.facts import api as facts
from karmayogi.insight.engine import days as between
from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.models.figure import EVERYWHERE
from karmayogi.insight.queries.boards import Hidden, Sums
from karmayogi.insight.queries.from_facts import OFFICERS_HELD, PAST, add_people, days_of
from karmayogi.insight.queries.past_units import STOOD, TOLD
from karmayogi.insight.registry.bases import BASES
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.orgs import api as orgs

PATIENCE = 60.0  # seconds of one question; nobody waits at a screen

# Of whom the figures of a past day speak.
OF_WHOM = {OFFICERS.code: OFFICERS_HELD} | {
    code: base.facts for code, base in BASES.items() if code in {metric.base for metric in PAST.values()}
}
STEPS = 1 + 2 * len(OF_WHOM) + len(PAST)

_PLACED = f"""
select organisation_id, path, coalesce(state_code, ''), name_en, name_hi, name_ur from ({STOOD}) s where place = 1
"""

type Cells = dict[str, dict[str, tuple[int, int]]]  # path -> metric -> numerator, denominator
type Unit = tuple[int, str, str, str, str, str]  # organisation, path, State, names


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """sums, hidden: of the country. below: of what lies directly below it. cells: those of them that may be shown of
    this day alone. units: all that stood somewhere. own: of each unit's own posts, when asked for."""

    sums: Sums
    hidden: Hidden
    below: Cells
    cells: set[str]
    units: list[Unit]
    own: list[tuple[str, str, int, int]]


def count(on: dt.date, said: Callable[[], object], *, by_unit: bool = False) -> Counted:
    """said: called after each of the STEPS. by_unit: also figures of each unit by itself. Raises StoreFault of facts.

    Between two questions facts may come. People are asked for before and after all else, and what either answer
    withholds is withheld.
    """
    path, days = orgs.country_path(), days_of(on)

    def ask(sql: str) -> list[list[Any]]:
        rows = facts.query(sql, days, seconds=PATIENCE)
        said()
        return rows

    units: list[Unit] = [(int(row[0]), *map(str, row[1:])) for row in ask(_PLACED)]  # type: ignore[misc]
    where = {unit[0]: (unit[1], unit[2]) for unit in units}
    sums: Sums = collections.defaultdict(dict)
    hidden: Hidden = set()
    cells: set[str] = set()
    for base, sql in OF_WHOM.items():
        answer = ask(sql)
        hidden |= add_people(sums, base, path, answer)
        if base == OFFICERS.code:
            cells = _alone(answer)
    below: Cells = collections.defaultdict(dict)
    own: list[tuple[str, str, int, int]] = []
    for code, metric in PAST.items():
        told: dict[str, list[int]] = {}
        parts: dict[str, list[int]] = {}
        for unit, one, two in ask(metric.facts):
            if not (one or two):
                continue
            stood, state = where.get(int(unit), ("", ""))
            for place in (state, EVERYWHERE):
                _add(told, place, one, two)
            if code in TOLD and stood:
                _add(parts, stood[: len(path) + STEP], one, two)
                if by_unit:
                    own.append((stood, code, int(one), int(two)))
        for place, (one, two) in told.items():
            sums[path, place][code] = (one, two)
        for part, (one, two) in parts.items():
            below[part][code] = (one, two)
    for base, sql in OF_WHOM.items():
        answer = ask(sql)
        hidden |= add_people(collections.defaultdict(dict), base, path, answer)
        if base == OFFICERS.code:
            cells &= _alone(answer)
    below.pop(path, None)
    return Counted(sums, hidden, dict(below), cells & {part[-STEP:] for part in below}, units, own)


def _add(sums: dict[str, list[int]], place: str, one: Any, two: Any) -> None:
    there = sums.setdefault(place, [0, 0])
    there[0] += int(one)
    there[1] += int(two)


def _alone(answer: Iterable[list[Any]]) -> set[str]:
    held: dict[str, int] = collections.Counter()
    for _id, path, _state, count in answer:
        held[str(path)] += int(count)
    return set(between.alone(held))
