"""Counting past days out of the store of facts, for pages that cannot wait for it (decision 0075)."""

import datetime as dt
from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import F
from django.tasks import task
from django.utils.translation import gettext as _

from karmayogi.facts import api as facts
from karmayogi.insight.engine.days import OWN
from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.models import PastDay, PastUnit, Snapshot
from karmayogi.insight.queries import past_days, past_units
from karmayogi.insight.queries.past_count import PATIENCE, STEPS, Counted, count
from karmayogi.insight.queries.past_days import SOON
from karmayogi.insight.queries.snapshots import see_country
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.jobs import LONG

MOST = 10  # days that may wait at a time
SNAPSHOTS = 12  # the latest, whose days are counted each night

_SOURCES = """
create temporary table past_place
  (organisation_id bigint, path text collate "C", name_en text, name_hi text, name_ur text);
create temporary table past_sum (path text collate "C", metric text, numerator bigint, denominator bigint);
create temporary table past_cell (cell text collate "C")
"""
_GONE = "drop table if exists past_place, past_sum, past_cell"
_UNITS = f"""
insert into insight_pastunit
  (run, "on", organisation_id, path, parent, name_en, name_hi, name_ur, figures, own, shown, own_shown)
select %s, %s, p.organisation_id, p.path, left(p.path, -{STEP}), p.name_en, p.name_hi, p.name_ur, f.figures,
  coalesce(o.figures, '{{}}'), exists (select from past_cell c where c.cell = right(p.path, {STEP})),
  exists (select from past_cell c where c.cell = '{OWN}' || right(p.path, {STEP}))
from past_place p
join (
  select s.path, jsonb_object_agg(s.metric, jsonb_build_array(s.numerator, s.denominator)) as figures
  from (
    select left(s.path, size) as path, s.metric, sum(s.numerator) as numerator, sum(s.denominator) as denominator
    from past_sum s cross join lateral generate_series({STEP}, length(s.path), {STEP}) size
    group by left(s.path, size), s.metric
  ) s group by s.path
) f on f.path = p.path
left join (
  select s.path, jsonb_object_agg(s.metric, jsonb_build_array(s.numerator, s.denominator)) as figures
  from past_sum s group by s.path
) o on o.path = p.path
"""


@transaction.atomic
def ask_day(*, actor: Actor, on: dt.date, at: dt.datetime) -> None:
    """A count of it is started, unless one was asked for a short while ago. Raises Refused when too many days wait."""
    see_country(actor)
    PastDay.objects.get_or_create(on=on, defaults={"asked_at": at - 2 * SOON})
    waiting = PastDay.objects.filter(asked_at__gt=at - 2 * SOON).exclude(on=on).exclude(counted_at__gte=F("asked_at"))
    if waiting.count() >= MOST:
        raise Refused(_("%(most)s days wait to be counted. Try again in some minutes.") % {"most": MOST})
    if PastDay.objects.filter(on=on, asked_at__lte=at - SOON).update(asked_at=at, done=0, steps=STEPS):
        count_asked.enqueue(on.isoformat())


@task(queue_name=LONG)
def count_asked(on: str) -> None:
    """on: as 2026-03-31."""
    count_day(dt.date.fromisoformat(on), clock.now())


def count_day(on: dt.date, at: dt.datetime) -> None:
    """The country, its States and what is directly below it. Raises StoreFault of facts."""
    _keep(on, at, units=None)


def count_nightly(at: dt.datetime) -> int:
    """The ends of quarters with all units, days of snapshots, and yesterday; how many. Raises StoreFault of facts."""
    if not past_days.are_kept():
        return 0
    with rows.alone("insight_past") as mine:
        if not mine:
            return 0
        today = clock.day(at)
        quarters = past_units.offered(today)
        count_quarters(quarters, at)
        frozen = Snapshot.objects.filter(on__lt=today).order_by("-on").values_list("on", flat=True).distinct()
        others = {today - dt.timedelta(days=1), *frozen[:SNAPSHOTS]} - set(quarters)
        for on in sorted(others):
            count_day(on, at)
        return len(quarters) + len(others)


def count_quarters(days: Collection[dt.date], at: dt.datetime) -> None:
    """All of them, since what may be shown of one hangs on the others: pages change to all at once."""
    ordered = sorted(days)
    shown = past_units.shown(ordered, lambda asked: [facts.query(sql, seconds=PATIENCE) for sql in asked])
    run = 1 + int(rows.scalar("select coalesce(max(units_run), 0) from insight_pastday"))
    PastUnit.objects.filter(run__gte=run).delete()  # of one that did not come to its end
    for on, cells in zip(ordered, shown, strict=True):
        _keep(on, at, units=(run, cells))
    with transaction.atomic():
        PastDay.objects.exclude(units_run=None).update(units_run=None)
        PastDay.objects.filter(on__in=ordered).update(units_run=run)
    PastUnit.objects.exclude(run=run).delete()


def _keep(on: dt.date, at: dt.datetime, units: tuple[int, Collection[str]] | None) -> None:
    store = facts.freshness()
    PastDay.objects.get_or_create(on=on, defaults={"asked_at": at})
    mine = PastDay.objects.filter(on=on)
    mine.update(done=0, steps=STEPS)
    counted = count(on, lambda: mine.update(done=F("done") + 1), by_unit=units is not None)
    if units is not None:
        _keep_units(on, counted, *units)
    mine.update(told=past_days.told(counted), counted_at=clock.now(), as_on=store.as_on, done=STEPS)


def _keep_units(on: dt.date, counted: Counted, run: int, cells: Collection[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        cursor.execute(_SOURCES)
        with cursor.copy("copy past_place from stdin") as copy:
            for organisation, path, _state, *names in counted.units:
                copy.write_row((organisation, path, *names))
        with cursor.copy("copy past_sum from stdin") as copy:
            for line in counted.own:
                copy.write_row(line)
        with cursor.copy("copy past_cell from stdin") as copy:
            for cell in cells:
                copy.write_row((cell,))
        cursor.execute("analyze past_place; analyze past_sum; analyze past_cell")
        cursor.execute(_UNITS, [run, on])
        cursor.execute(_GONE)
