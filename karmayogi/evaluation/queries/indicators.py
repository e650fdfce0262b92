"""Service indicators: the list, where their figures come from, the figures of units and months."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from karmayogi.evaluation.models import ServiceFeed, ServiceIndicator, ServiceSource
from karmayogi.evaluation.queries.studies import PAGE, check_evaluates
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound


def access_service(actor: Actor, uuid: uuids.UUID) -> ServiceIndicator:
    check_evaluates(actor)
    found = ServiceIndicator.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceLine:
    id: int
    uuid: uuids.UUID
    code: str
    name: str
    measure: str
    units: int
    first: dt.date | None
    last: dt.date | None


_LINES = """
select i.id, i.uuid, i.code, i.name, i.measure, f.units, f.first, f.last
from evaluation_serviceindicator i
left join lateral (select count(distinct unit)::int as units, min(month) as first, max(month) as last
                   from evaluation_servicefigure f where f.indicator_id = i.id) f on true
where (%(q)s::text = '' or i.name ilike %(like)s or i.code ilike %(like)s)
  and (%(after)s::bigint is null or i.id < %(after)s::bigint)
order by i.id desc limit %(limit)s
"""


def service_lines(*, q: str = "", after: int | None = None, limit: int = PAGE) -> tuple[list[ServiceLine], int | None]:
    asked = {"q": q.strip(), "like": rows.like(q), "after": after, "limit": limit + 1}
    found = rows.fetch(ServiceLine, _LINES, asked)
    return found[:limit], found[limit - 1].id if len(found) > limit else None


@dataclasses.dataclass(frozen=True, slots=True)
class FigureLine:
    unit: str
    month: dt.date
    value: float
    publisher: str
    licence: str
    fetched_at: dt.datetime


# The latest source that speaks of a unit and month.
_FIGURES = """
select distinct on (f.unit, f.month) f.unit, f.month, f.value, s.publisher, s.licence, s.fetched_at
from evaluation_servicefigure f join evaluation_servicesource s on s.id = f.source_id
where f.indicator_id = %(indicator)s and (%(q)s::text = '' or f.unit ilike %(like)s)
  and (%(unit)s::text is null or (f.unit, f.month) > (%(unit)s::text, %(month)s::date))
order by f.unit, f.month, f.source_id desc limit %(limit)s
"""


def figure_lines(
    indicator: int, *, q: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[FigureLine], str | None]:
    """By unit and month; after: "2026-01-01_code"."""
    day, _, unit = after.replace("\0", "").partition("_")
    try:
        month: dt.date | None = dt.date.fromisoformat(day)
    except ValueError:
        month = None
    found = rows.fetch(
        FigureLine, _FIGURES,
        {"indicator": indicator, "q": q.strip(), "like": rows.like(q), "unit": unit if month else None,
         "month": month, "limit": limit + 1},
    )  # fmt: skip
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.month}_{last.unit}" if last else None


_MEANS = """
select unit, avg(value)::float, count(*)::int from (
  select distinct on (unit, month) unit, month, value from evaluation_servicefigure
  where indicator_id = %s and unit = any(%s) and month >= %s and month <= %s
  order by unit, month, source_id desc) latest
group by unit order by unit
"""


def means_of(indicator: int, from_on: dt.date, until_on: dt.date, units: Sequence[str]) -> list[tuple[str, float, int]]:
    """(unit, mean, months) over the months that lie in these days as a whole."""
    first = from_on if from_on.day == 1 else (from_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    last = (until_on + dt.timedelta(days=1)).replace(day=1) - dt.timedelta(days=1)
    return rows.fetch(lambda *row: row, _MEANS, [indicator, list(units), first, last])


def feed_of(indicator: ServiceIndicator) -> ServiceFeed | None:
    """From where it is fetched now."""
    return ServiceFeed.objects.filter(indicator=indicator, ended_at__isnull=True).first()


@dataclasses.dataclass(frozen=True, slots=True)
class SourceLine:
    publisher: str
    address: str
    licence: str
    fetched_at: dt.datetime
    sha256: str
    rows: int
    refused: int
    faults: list[list[str]]
    at: dt.datetime


def sources_of(indicator: ServiceIndicator) -> list[SourceLine]:
    """The last hundred, newest first."""
    found = ServiceSource.objects.filter(indicator=indicator).order_by("-id")[:100]
    return [
        SourceLine(
            one.publisher, one.address, one.licence, one.fetched_at, one.sha256, one.rows, one.refused, one.faults,
            one.at,
        )
        for one in found
    ]  # fmt: skip
