"""How a figure went from one day of frozen figures to the next, and to today."""

import datetime as dt
import functools
import uuid

from karmayogi.insight.queries.snapshots import SnapshotRow, snapshot, snapshots
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import Figure, Frozen, FrozenPlace

MOST = 12  # frozen days that a trend goes back
COUNTRY = ""


def trend(place: str, metric: str, now: Figure, on: dt.date | None) -> list[tuple[dt.date, Figure]]:
    """Oldest first, today last. place: the uuid of an organisation, the code of a State, COUNTRY.

    A day on which the figure meant something else is left out, and so is a place that a snapshot does not have: they
    hold the country, its States, ministries and State governments.
    """
    found: list[tuple[dt.date, Figure]] = []
    for line in reversed(snapshots()[:MOST]):
        frozen = kept(line.uuid)
        then = frozen.metrics.get(metric)
        there = _place(frozen, place)
        if then is not None and there is not None and then.digest == METRICS[metric].digest:
            found = [one for one in found if one[0] != frozen.on]  # of a day the last
            found.append((frozen.on, there.figures[metric]))
    if on is not None:
        found = [one for one in found if one[0] < on]
        found.append((on, now))
    return found


@functools.lru_cache(maxsize=2 * MOST)
def kept(number: uuid.UUID) -> Frozen:
    """A snapshot never changes: each process reads it once."""
    row = snapshot(number)
    assert isinstance(row, SnapshotRow)
    return row.frozen


def _place(frozen: Frozen, place: str) -> FrozenPlace | None:
    if place == COUNTRY:
        return frozen.country
    return next((one for one in (*frozen.organisations, *frozen.regions) if one.code == place), None)
