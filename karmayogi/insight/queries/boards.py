"""What a dashboard shows: sums from the totals, turned into figures. Four to six queries, whatever the size."""

import collections
import dataclasses
import uuid
from collections.abc import Iterable, Sequence

from karmayogi.insight.engine.figures import figure
from karmayogi.insight.models.figure import EVERYWHERE
from karmayogi.insight.policies import can_see_figures
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.types import Figure, Freshness, Place, Words
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

MINISTRY_DEPTH = 16  # length of the path of a ministry or a State government: State by State is kept down to there
NO_STATE = Words("Offices without a State", "बिना राज्य वाले कार्यालय", "بغیر ریاست کے دفاتر")
OWN_POSTS = Words("Posts at the office itself", "कार्यालय के अपने पद", "دفتر کی اپنی اسامیاں")
OWN = "own"

type Sums = dict[tuple[str, str], dict[str, tuple[int, int]]]  # (path, State) -> metric -> numerator, denominator
type Hidden = set[tuple[str, str, str, bool]]  # base, path, State, own posts

_TOTALS = """
select path, state_code, metric, numerator, denominator from insight_total
where path = %s and (state_code = '*' or %s::boolean)
union all
select path, state_code, metric, numerator, denominator from insight_total
where path = any(%s::text[]) and state_code = '*' and metric = any(%s::text[])
"""
_OWN = "select path, 'own', metric, numerator, denominator from insight_figure where organisation_id = %s"
# Organisations of a kind on one page, and in one file; beyond it, one goes down to a unit first.
MOST_LISTED, MOST_IN_FILE = 300, 5000
# One look into the index by kind and path for each kind, however many units there are.
_KINDS = """
select k.kind from unnest(%s::text[]) k (kind)
where exists (
  select from orgs_organisation o
  where o.kind = k.kind and o.path > %s and o.path < %s || '~' and o.valid_to is null)
"""
_GOVERNMENTS = """
select s.code, o.uuid from orgs_organisation o join orgs_state s on s.id = o.state_id
where o.parent_id = %s and o.kind = 'state' and o.valid_to is null
"""
_OF_KIND = """
select path, uuid, name_en, name_hi, name_ur from orgs_organisation
where path > %s and path < %s || '~' and kind = %s and valid_to is null order by name_en, id limit %s
"""
_HIDDEN = "select base, path, state_code, own from insight_withheld where path = any(%s::text[])"


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """total: metric -> figure of the whole. states: empty where State by State is not kept. units: direct parts."""

    total: dict[str, Figure]
    states: list[Place]
    units: list[Place]


def freshness() -> Freshness | None:
    """None before the first refresh."""
    return rows.first(Freshness, "select as_on, day from insight_refresh where as_on is not null")


def national_board() -> Board:
    """The country and its 36 States and Union territories; offices without a State are a place of their own."""
    country = orgs.organisation_by_code("IN")
    path = country.path if country else ""
    sums = _sums([path, True, [], []])
    hidden: Hidden = set(rows.fetch(_four, _HIDDEN, [[path]]))
    return country_of(sums, hidden, path)


def organisation_board(unit: OrganisationRow, metrics: Sequence[str] = tuple(METRICS)) -> Board:
    """An organisation, its direct parts with these metrics alone, and State by State for a ministry."""
    below = orgs.children_of(unit.id)
    paths = [row.path for row in below]
    by_state = len(unit.path) <= MINISTRY_DEPTH
    sums = _sums([unit.path, by_state, paths, _counted(metrics)])
    _fold(sums, rows.fetch(_five, _OWN, [unit.id]))
    hidden: Hidden = set(rows.fetch(_four, _HIDDEN, [[unit.path, *paths]]))
    units = [
        Place(
            str(row.uuid),
            Words(row.name_en, row.name_hi, row.name_ur),
            _figures(sums, hidden, row.path, EVERYWHERE, metrics),
        )
        for row in below
    ]
    if below and sums.get((unit.path, OWN)):
        units.append(Place(OWN, OWN_POSTS, _figures(sums, hidden, unit.path, OWN, metrics)))
    states = _states(sums, hidden, unit.path) if by_state else []
    return Board(_figures(sums, hidden, unit.path, EVERYWHERE), states, units)


def state_governments(country: OrganisationRow) -> dict[str, uuid.UUID]:
    """Code of a State -> its government, of those directly below the country."""
    found = rows.fetch(lambda *row: row, _GOVERNMENTS, [country.id])
    return dict(found)


def kinds_below(unit: OrganisationRow, kinds: Sequence[str]) -> set[str]:
    """Which of these kinds there are among the organisations anywhere below."""
    return set(rows.fetch(str, _KINDS, [list(kinds), unit.path, unit.path]))


def of_kind(
    unit: OrganisationRow, kind: str, metrics: Sequence[str], most: int = MOST_LISTED
) -> tuple[list[Place], bool]:
    """Organisations of that kind anywhere below, by name, and whether there are more than are listed.

    All their pages may be seen by whoever sees this one, so that they tell nothing that those do not.
    """
    found = rows.fetch(lambda *row: row, _OF_KIND, [unit.path, unit.path, kind, most + 1])
    listed = found[:most]
    paths = [row[0] for row in listed]
    sums = _sums(["", False, paths, _counted(metrics)])
    hidden: Hidden = set(rows.fetch(_four, _HIDDEN, [paths]))
    places = [
        Place(str(number), Words(en, hi, ur), _figures(sums, hidden, path, EVERYWHERE, metrics))
        for path, number, en, hi, ur in listed
    ]
    return places, len(found) > most


def access_figures(actor: Actor, organisation: uuid.UUID) -> OrganisationRow:
    """The organisation, for somebody who may see its figures. Raises NotFound otherwise."""
    row = orgs.organisation(organisation)
    if row is None or not can_see_figures(actor, row.path):
        raise NotFound
    return row


def _five(path: str, state: str, metric: str, numerator: int, denominator: int) -> tuple[str, str, str, int, int]:
    return path, state, metric, numerator, denominator


def _four(base: str, path: str, state: str, own: bool) -> tuple[str, str, str, bool]:
    return base, path, state, own


def _counted(metrics: Iterable[str]) -> list[str]:
    """What has to be read for these figures: they themselves, and of how many people they speak."""
    codes = set(metrics)
    return list(codes | {OFFICERS.code} | {METRICS[code].base for code in codes})


def _sums(params: list[object]) -> Sums:
    sums: Sums = collections.defaultdict(dict)
    _fold(sums, rows.fetch(_five, _TOTALS, params))
    return sums


def _fold(sums: Sums, found: Iterable[tuple[str, str, str, int, int]]) -> None:
    for path, state, metric, numerator, denominator in found:
        sums.setdefault((path, state), {})[metric] = (numerator, denominator)


def country_of(sums: Sums, hidden: Hidden, path: str) -> Board:
    """The country out of sums and hidden cells, wherever these come from."""
    return Board(_figures(sums, hidden, path, EVERYWHERE), _states(sums, hidden, path), [])


def _states(sums: Sums, hidden: Hidden, path: str) -> list[Place]:
    places = [
        Place(row.code, Words(row.name_en, row.name_hi, row.name_ur), _figures(sums, hidden, path, row.code))
        for row in orgs.states()
    ]
    if sums.get((path, "")):
        places.append(Place("", NO_STATE, _figures(sums, hidden, path, "")))
    return places


def _figures(
    sums: Sums, hidden: Hidden, path: str, part: str, metrics: Iterable[str] = tuple(METRICS)
) -> dict[str, Figure]:
    cell = sums.get((path, part), {})
    people = cell.get(OFFICERS.code, (0, 0))[0]
    where = (path, EVERYWHERE, True) if part == OWN else (path, part, False)
    made = {}
    for metric in map(METRICS.__getitem__, metrics):
        numerator, denominator = cell.get(metric.code, (0, 0))
        made[metric.code] = figure(
            metric.code,
            metric.unit,
            numerator=numerator,
            denominator=denominator,
            people=people,
            about_people=metric.about_people,
            hidden=(OFFICERS.code, *where) in hidden,
            concerned=None if metric.base == OFFICERS.code else cell.get(metric.base, (0, 0))[0],
            concerned_hidden=(metric.base, *where) in hidden,
        )
    return made
