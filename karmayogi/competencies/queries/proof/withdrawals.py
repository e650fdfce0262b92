"""What an instrument proves, and what its withdrawal would move, without saying whose levels they are."""

import dataclasses
import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping

from karmayogi.competencies.engine.small_cells import LEAST, hidden_keys
from karmayogi.competencies.queries.proof.facts import STANDING
from karmayogi.competencies.queries.proof.previews import MoveLine
from karmayogi.kernel import bulk, rows
from karmayogi.orgs import api as orgs

KIND = "competencies.instrument"

_PROVED = STANDING.replace("and e.contested_at is null", "")
_PAIRS = f"""
select distinct e.person_id, e.competency_id from competencies_evidence e
where e.registered_id = %s and {_PROVED} order by 1, 2
"""
_LEFT = f"""
select i.id from competencies_instrument i
where i.withdrawn_at is not null
  and exists (select from competencies_evidence e where e.registered_id = i.id and {_PROVED})
"""
_MOVES = """
select (r.data->>'competency')::bigint, (r.data->>'was')::int, (r.data->>'now')::int, count(*)::int
from kernel_bulkrow r where r.act_id = %s and r.data->>'what' = 'pair' group by 1, 2, 3
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """levels: ((was, now), how many; None for fewer than ten). moved, all: levels, None where few."""

    moved: int | None
    all: int
    levels: tuple[tuple[tuple[int, int], int | None], ...]
    competencies: tuple[MoveLine, ...]


def proved_by(instrument_id: int) -> Iterator[tuple[int, list[int]]]:
    """(person id, ids of the competencies of which a proof made with it stands, contested ones too), in pieces: an
    instrument may have proved something of everybody."""
    pairs = rows.stream(lambda person, competency: (person, competency), _PAIRS, [instrument_id])
    for person, hers in itertools.groupby(pairs, operator.itemgetter(0)):
        yield person, [competency for _person, competency in hers]


def half_withdrawn() -> set[int]:
    """Ids of instruments that are withdrawn while proofs made with them still stand: the act was stopped or failed."""
    return set(rows.fetch(int, _LEFT))


def withdrawals() -> dict[int, bulk.Act]:
    """Instrument id -> the latest act about it."""
    found: dict[int, bulk.Act] = {}
    for act in bulk.acts_within(orgs.country_path(), KIND, limit=200):
        found.setdefault(act.params["instrument"], act)
    return found


def effect_of(act: bulk.Act) -> Effect:
    """Counts of the plan; small ones are hidden so that totals do not give them away."""
    found: list[tuple[int, int, int, int]] = rows.fetch(lambda *row: row, _MOVES, [act.id])
    levels: dict[tuple[int, int], int] = {}
    sides: dict[tuple[int, str], int] = {}
    for competency, was, now, count in found:
        levels[was, now] = levels.get((was, now), 0) + count
        if now != was:
            key = competency, _side(was, now)
            sides[key] = sides.get(key, 0) + count
    moved = {key: count for key, count in levels.items() if key[0] != key[1]}
    few = _few(moved, {key: _side(*key) for key in moved})
    total = sum(moved.values())
    return Effect(
        total if total >= LEAST else None,  # then what is hidden in either list is nothing, or at least as many
        sum(levels.values()),
        tuple((key, None if key in few else count) for key, count in sorted(moved.items())),
        tuple(_lines(sides)),
    )


def _side(was: int, now: int) -> str:
    return "up" if now > was else "down"


def _few[K: tuple[int, int] | tuple[int, str]](cells: Mapping[K, int], side: Mapping[K, str]) -> frozenset[K]:
    """Both directions have one total on the page; the total of each can be read in the other list."""
    found = hidden_keys(cells)
    for one in ("up", "down"):
        found |= hidden_keys({key: count for key, count in cells.items() if side[key] == one})
    return found


def _lines(sides: dict[tuple[int, str], int]) -> Iterable[MoveLine]:
    few = _few(sides, {key: key[1] for key in sides})
    shown = {key: None if key in few else count for key, count in sides.items()}
    names = rows.fetch(
        lambda *row: row,
        "select id, name_en, name_hi, name_ur from competencies_competency where id = any(%s::bigint[]) order by code",
        [sorted({competency for competency, _one in sides})],
    )
    for key, en, hi, ur in names:
        yield MoveLine(en, hi, ur, shown.get((key, "up"), 0), shown.get((key, "down"), 0))
