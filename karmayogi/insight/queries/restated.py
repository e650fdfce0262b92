"""A snapshot beside today: what each figure would be now, and what came since that explains the difference."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.insight.queries import boards
from karmayogi.insight.queries.later import MOST, Later, kinds_of, later
from karmayogi.insight.queries.snapshots import SnapshotRow
from karmayogi.insight.queries.wording import change, counted
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import Figure, Frozen, FrozenMetric, FrozenPlace, State, Words
from karmayogi.orgs import api as orgs

COUNTRY, REGION = "country", "region"


@dataclasses.dataclass(frozen=True, slots=True)
class Restated:
    """now: None where the place or the metric is no more. change: in words, "" where it cannot be said."""

    title: Words
    was: Figure
    now: Figure | None
    change: str
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
    return {
        "lines": [_of_country(metric, frozen.country, nation.total, since) for metric in frozen.metrics.values()],
        "places": [
            _line(
                place.name,
                place.figures[code],
                (regions if place.kind == REGION else units).get(place.code, {}).get(code),
            )
            for place in places
        ],
    }


def _of_country(metric: FrozenMetric, place: FrozenPlace, now: dict[str, Figure], since: dict[str, Later]) -> Restated:
    line = _line(metric.name, place.figures[metric.code], now.get(metric.code))
    present = METRICS.get(metric.code)
    if present is None:
        return dataclasses.replace(line, code=metric.code, other_definition=True)
    reasons = [text for kind in kinds_of(metric.code, present.sources) for text in _reasons(since[kind])]
    return dataclasses.replace(
        line, code=metric.code, reasons=tuple(reasons), other_definition=present.digest != metric.digest
    )


def _line(title: Words, was: Figure, now: Figure | None) -> Restated:
    return Restated(title, was, now, change(was, now) if now is not None else "")


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
