"""Past days that were counted beforehand: what a page of a large country shows of them."""

import collections
import dataclasses
import datetime as dt
from typing import Any

import msgspec
from django.conf import settings

from karmayogi.insight.engine import days as between
from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.queries.boards import OWN, OWN_POSTS, Board, Hidden, Sums, country_of
from karmayogi.insight.queries.from_facts import PAST
from karmayogi.insight.queries.past_count import Counted
from karmayogi.insight.queries.past_units import TOLD, cell_of, figures_of
from karmayogi.insight.queries.size import has_enrolments
from karmayogi.insight.types import Place, Words
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

SOON = dt.timedelta(minutes=30)  # a count that was asked for is not asked for again within it

_DAY = """
select "on", asked_at, done, steps, counted_at, as_on, told from insight_pastday where "on" = %s
"""
_UNITS = """
select u.path, u.name_en, u.name_hi, u.name_ur, u.figures, u.own, u.shown, u.own_shown
from insight_pastday d join insight_pastunit u on u.run = d.units_run and u."on" = d."on"
"""
_ONE = f'{_UNITS} where d."on" = %s and u.organisation_id = %s'
_BELOW = f'{_UNITS} where d."on" = %s and u.parent = %s order by u.name_en collate "C", u.path'
_COUNTED = 'select counted_at from insight_pastday where "on" = %s and units_run is not null'


@dataclasses.dataclass(frozen=True, slots=True)
class PastDayRow:
    """done of steps: questions answered of a count that runs. counted_at: of the last one that ended; None before."""

    on: dt.date
    asked_at: dt.datetime
    done: int
    steps: int
    counted_at: dt.datetime | None
    as_on: dt.datetime | None
    told: dict[str, Any]

    def waits(self, at: dt.datetime) -> bool:
        """Whether a count was asked for that may still come to its end."""
        return (self.counted_at is None or self.counted_at < self.asked_at) and at < self.asked_at + SOON


def are_kept() -> bool:
    """Whether pages show what was counted beforehand, and do not ask the store themselves."""
    return has_enrolments(settings.PAST_DAYS_KEPT_AT)


def day(on: dt.date) -> PastDayRow | None:
    """None when nobody asked for it. One that was counted with other figures than those of today counts as not
    counted."""
    found = rows.first(_day, _DAY, [on])
    if found and found.counted_at and found.told.get("codes") != sorted(PAST):
        return dataclasses.replace(found, counted_at=None, told={})
    return found


def _day(*row: Any) -> PastDayRow:
    on, asked_at, done, steps, counted_at, as_on, text = row
    return PastDayRow(on, asked_at, done, steps, counted_at, as_on, msgspec.json.decode(text))


def told(counted: Counted) -> dict[str, Any]:
    """What is kept of a day, as JSON."""
    return {
        "codes": sorted(PAST),
        "sums": {place: sums for (_path, place), sums in counted.sums.items()},
        "hidden": sorted([base, place] for base, _path, place, _own in counted.hidden),
        "below": counted.below,
        "cells": sorted(counted.cells),
    }


def country(found: PastDayRow) -> Board:
    """The country and its States, as from_facts.country_as_on."""
    path = orgs.country_path()
    sums: Sums = collections.defaultdict(dict)
    for place, figures in found.told["sums"].items():
        sums[path, place] = {code: (one, two) for code, (one, two) in figures.items()}
    hidden: Hidden = {(base, path, place, False) for base, place in found.told["hidden"]}
    return country_of(sums, hidden, path)


def known(on: dt.date) -> Board | None:
    """As past_units.known_now; None while the day is not counted."""
    found = day(on)
    if found is None or found.counted_at is None:
        return None
    nation, cells = country(found), set(found.told["cells"])
    below = [
        Place(cell_of(part), Words("", "", ""), figures_of(_pairs(sums), cells, cell_of(part), part))
        for part, sums in found.told["below"].items()
    ]
    return Board(nation.total, nation.states, below)


def unit(row: OrganisationRow, on: dt.date) -> tuple[Board, dt.datetime] | None:
    """A unit at the end of a quarter as past_units.unit_as_on, without parts of which nothing is told, and when it was
    counted; None while no units of that day are."""
    counted_at = rows.scalar(_COUNTED, [on])
    if counted_at is None:
        return None
    one = rows.first(_Kept, _ONE, [on, row.id])
    if one is None:
        return Board(figures_of({}, set(), "", ""), [], []), counted_at
    units = [
        Place(part.path[-STEP:], Words(part.name_en, part.name_hi, part.name_ur), part.all)
        for part in rows.fetch(_Kept, _BELOW, [on, one.path])
    ]
    if units and (own := _read(one.own)):
        cell = between.own_cell(one.path)
        figures = figures_of(own, {cell} if one.own_shown else set(), cell, one.path)
        units.append(Place(OWN, OWN_POSTS, figures))
    return Board(one.all, [], units), counted_at


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    path: str
    name_en: str
    name_hi: str
    name_ur: str
    figures: str
    own: str
    shown: bool
    own_shown: bool

    @property
    def all(self) -> dict[str, Any]:
        cell = cell_of(self.path)
        return figures_of(_read(self.figures), {cell} if self.shown else set(), cell, self.path)


def _read(figures: str) -> dict[str, tuple[int, int]]:
    return _pairs(msgspec.json.decode(figures))


def _pairs(figures: dict[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {code: (one, two) for code, (one, two) in figures.items() if code in TOLD}
