"""A snapshot beside today: what each figure would be now, and what came since that explains the difference."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.facts.types import StoreFault
from karmayogi.insight.queries import boards, from_facts, past_days, past_units
from karmayogi.insight.queries.later import MOST, Later, kinds_of, later
from karmayogi.insight.queries.snapshots import SnapshotRow
from karmayogi.insight.queries.wording import change, counted
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import Figure, Frozen, FrozenMetric, FrozenPlace, State, Words
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

COUNTRY, REGION = "country", "region"


@dataclasses.dataclass(frozen=True, slots=True)
class Restated:
    """now: None where the place or the metric is no more. change: in words, "" where it cannot be said.

    then: of the day of the snapshot, to its end, as the facts tell of it now; None where they do not. restated: from
    `was` to it, in words: what came late or was corrected since, and nothing of what happened on later days.
    """

    title: Words
    was: Figure
    now: Figure | None
    change: str
    then: Figure | None = None
    restated: str = ""
    code: str = ""
    reasons: tuple[str, ...] = ()
    other_definition: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind in a snapshot; heading: "region", "ministry" or "other"."""

    heading: str
    places: tuple[FrozenPlace, ...]


def places_of(frozen: Frozen) -> list[Group]:
    """The country first; places of which there is nothing to show are left out."""
    ministries = tuple(place for place in frozen.organisations if place.kind == "ministry")
    others = tuple(place for place in frozen.organisations if place.kind != "ministry")
    groups = [("region", frozen.regions), ("ministry", ministries), ("other", others)]
    return [Group(heading, there) for heading, places in groups if (there := tuple(filter(_anything, places)))]


def restated(row: SnapshotRow, frozen: Frozen, code: str, places: Iterable[FrozenPlace]) -> dict[str, Any]:
    """lines: every metric of the country with its reasons. places: this metric in these places."""
    nation = boards.national_board()
    regions = {place.code: place.figures for place in nation.states}
    country = orgs.organisation_by_code(frozen.country.code)
    found = boards.organisation_board(country, [code] if code in METRICS else []).units if country else []
    units = {place.code: place.figures for place in found}
    since = later(row)
    told = _told(row.on, country)
    return {
        "lines": [
            _of_country(metric, frozen.country, nation.total, told.get("", {}), since)
            for metric in frozen.metrics.values()
        ],
        "places": [
            _line(
                place.name,
                place.figures[code],
                (regions if place.kind == REGION else units).get(place.code, {}).get(code),
                told.get(place.code, {}).get(code),
            )
            for place in places
        ],
        "told": bool(told),
    }


def _told(on: dt.date, country: OrganisationRow | None) -> dict[str, dict[str, Figure]]:
    """Place -> what the facts tell now of that day; nothing while the store is away, or before the night in which a
    large country's day is counted. "": of the country."""
    board = _board(on) if country else None
    if country is None or board is None:
        return {}
    cells = {past_units.cell_of(row.path): str(row.uuid) for row in orgs.children_of(country.id)}
    found = {place.code: place.figures for place in board.states if place.code}
    found |= {cells[place.code]: place.figures for place in board.units if place.code in cells}
    return found | {"": board.total}


def _board(on: dt.date) -> boards.Board | None:
    if past_days.are_kept():
        return past_days.known(on)
    store = from_facts.freshness()
    if store is None or store.as_on is None:
        return None
    try:
        return past_units.known_now(on)
    except StoreFault:
        return None


def _of_country(
    metric: FrozenMetric, place: FrozenPlace, now: dict[str, Figure], told: dict[str, Figure], since: dict[str, Later]
) -> Restated:
    line = _line(metric.name, place.figures[metric.code], now.get(metric.code), told.get(metric.code))
    present = METRICS.get(metric.code)
    if present is None:
        return dataclasses.replace(line, code=metric.code, other_definition=True)
    reasons = [text for kind in kinds_of(metric.code, present.sources) for text in _reasons(since[kind])]
    return dataclasses.replace(
        line, code=metric.code, reasons=tuple(reasons), other_definition=present.digest != metric.digest
    )


def _line(title: Words, was: Figure, now: Figure | None, then: Figure | None) -> Restated:
    if then is not None and then.metric not in from_facts.PAST:
        then = None
    moved = change(was, then) if then is not None and then != was else ""
    return Restated(title, was, now, change(was, now) if now is not None else "", then, moved)


def _anything(place: FrozenPlace) -> bool:
    return any(one.state is not State.EMPTY for one in place.figures.values())


def _reasons(since: Later) -> list[str]:
    """Sentences; nothing of what did not happen."""
    said = []
    if since.came:
        said.append(
            _("%(fact)s: %(count)s came later, %(late)s of them of that day or earlier.")
            % {"fact": _fact(since.kind), "count": counted(since.came, MOST), "late": counted(since.late, MOST)}
        )
    if since.changed:
        said.append(
            _("%(fact)s: %(count)s of before were ended or taken back.")
            % {"fact": _fact(since.kind), "count": counted(since.changed, MOST)}
        )
    return said


def _fact(kind: str) -> str:
    return {
        "incumbency": _("Entries of who holds which post"),
        "post": _("Posts"),
        "account": _("Accounts"),
        "enrolment": _("Enrolments"),
        "completion": _("Completions"),
        "credit": _("Credits of learning time"),
        "certificate": _("Certificates"),
        "evidence": _("Rows of evidence"),
        "profile": _("Role profiles"),
        "recheck": _("Re-checks ended"),
    }[kind]
