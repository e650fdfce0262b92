"""Freezing the figures of today: the country, its States, ministries and State governments, signed."""

import datetime as dt
import json
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.engine import frozen as documents
from karmayogi.insight.models import Snapshot
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.snapshots import SnapshotRow, snapshot, snapshot_named
from karmayogi.insight.registry import METRICS, Metric
from karmayogi.insight.types import FrozenMetric, FrozenPlace, Words
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs import api as orgs

LONGEST = 100  # letters of a name


@transaction.atomic
def freeze(*, agent: Agent, number: uuid.UUID, name: str, on: dt.date | None = None, at: dt.datetime) -> SnapshotRow:
    """The snapshot with this number; made now unless it is there already, so that a press sent twice freezes once.

    on: the day meant, today if left out. Only today can be frozen (decision 0053). A command counts everything first
    and waits for a count that runs; a page brings up to date what was touched.
    """
    country = orgs.organisation_by_code("IN")
    if country is None or (isinstance(agent, Actor) and not can_freeze(agent, country.path)):
        raise NotFound
    name = " ".join(name.replace("\0", "").split())
    if (there := snapshot(number)) is not None:
        return there
    if not name or len(name) > LONGEST:
        raise Refused(_("A snapshot needs a name of at most %(most)s letters.") % {"most": LONGEST})
    if on is not None and on != clock.day(at):
        raise Refused(_("Only the figures of today can be frozen: those of another day would be a mixture of both."))
    counted = refresh(at=at, everything=not isinstance(agent, Actor))
    if counted is None:
        raise Refused(_("The figures are being counted at this moment. Try again in a minute."))
    # The lock of the refresh is held from here on: whoever pressed at the same moment has ended, or waits.
    if (there := snapshot(number)) is not None:
        return there
    if snapshot_named(name) is not None:
        raise Refused(_("There is a snapshot of this name already."))
    fresh = boards.freshness()
    assert fresh is not None
    # And to the end of the transaction, so that all of it is read at one moment.
    document = documents.write(
        number=number, name=name, on=fresh.day, as_on=fresh.as_on, frozen_at=at, issued_by=str(settings.OWNER_NAME),
        metrics=[_metric(metric) for metric in METRICS.values()], places=_places(country.id),
    )  # fmt: skip
    signed = credentials.sign_document(document, at)
    made = Snapshot.objects.create(
        uuid=number, name=name, on=fresh.day, as_on=fresh.as_on, frozen_at=at, digest=documents.digest(signed),
        marks=counted.tops,
        document=json.dumps(signed, ensure_ascii=False),
    )  # fmt: skip
    audit.record(
        "insight:snapshot:freeze", agent=agent, at=at, kind="snapshot", subject=number, label=name,
        detail={"on": made.on.isoformat(), "digest": made.digest},
    )  # fmt: skip
    row = snapshot(number)
    assert row is not None
    return row


def _metric(metric: Metric) -> FrozenMetric:
    return FrozenMetric(
        code=metric.code, full=metric.full, name=metric.name, short=metric.short, definition=metric.definition,
        numerator=metric.numerator, denominator=metric.denominator, owner=metric.owner, grain=metric.grain,
        refresh=metric.refresh, small_cells=metric.small_cells, unit=metric.unit, digest=metric.digest,
    )  # fmt: skip


def _places(country_id: int) -> list[FrozenPlace]:
    """The country, its States, and the organisations directly below it: ministries, State governments, others."""
    country = orgs.organisations([country_id])[country_id]
    nation = boards.national_board()
    tiles = {state.code: (state.tile_row, state.tile_col) for state in orgs.states()}
    kinds = {str(row.uuid): row.kind for row in orgs.children_of(country_id)}
    names = Words(country.name_en, country.name_hi, country.name_ur)
    return [
        FrozenPlace(documents.COUNTRY, country.code, names, nation.total),
        *(
            FrozenPlace(documents.REGION, place.code, place.name, place.figures, tiles.get(place.code))
            for place in nation.states
        ),
        *(
            FrozenPlace(kinds[place.code], place.code, place.name, place.figures)
            for place in boards.organisation_board(country).units
            if place.code in kinds
        ),
    ]
