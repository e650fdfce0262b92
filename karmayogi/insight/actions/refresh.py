"""Bringing the figures up to date: what was touched since the last time, or everything.

Both go the same way and differ only in the units asked for: the queries of the registry are run for these units, what
differs from the facts is written, and the sums above move by the difference.
"""

import dataclasses
import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from karmayogi.insight.actions import withhold
from karmayogi.insight.actions.count_cuts import count_cuts
from karmayogi.insight.actions.count_in_store import count_in_store
from karmayogi.insight.actions.count_offers import count_offers
from karmayogi.insight.actions.count_taken import count_taken
from karmayogi.insight.queries import touched as sources
from karmayogi.insight.registry import METRICS, Metric
from karmayogi.insight.registry.bases import BASES, Base
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.kernel import clock, marks, rows
from karmayogi.kernel.dates import financial_year_start
from karmayogi.orgs.api import POSTS_AS_ON, main_first
from karmayogi.plans import api as plans

LOCK = 1_010_2026  # of pg_advisory_xact_lock: one refresh at a time, whoever asks
COUNTED: dict[str, Metric | Base] = METRICS | BASES
OF_DUTIES = tuple(code for code, one in COUNTED.items() if "duty_now" in one.sql)  # all that an order touches
REST_MOST = dt.timedelta(minutes=5)

_TABLES = """
create temporary table if not exists unit_now
  (organisation_id bigint primary key, path text collate "C" not null, state_code text collate "C" not null)
  on commit drop;
create temporary table if not exists officer_now (person_id bigint not null, organisation_id bigint not null)
  on commit drop;
create temporary table if not exists duty_now (person_id bigint not null, due_on date not null, done_on date)
  on commit drop;
create temporary table if not exists figure_now
  (organisation_id bigint, metric text collate "C", numerator bigint, denominator bigint,
   primary key (organisation_id, metric)) on commit drop;
create temporary table if not exists change_now
  (organisation_id bigint, metric text collate "C", path text collate "C", state_code text collate "C",
   numerator bigint, denominator bigint) on commit drop;
create temporary table if not exists added_now
  (organisation_id bigint, metric text collate "C", path text collate "C", state_code text collate "C",
   numerator bigint, denominator bigint) on commit drop;
truncate unit_now, officer_now, duty_now, figure_now, change_now, added_now
"""

# A unit without a State of its own lies where the nearest unit above it lies.
_UNITS = """
insert into unit_now (organisation_id, path, state_code)
select o.id, o.path, coalesce(
  (select s.code from generate_series(8, length(o.path), 8) as n
   join orgs_organisation above on above.path = left(o.path, n) join orgs_state s on s.id = above.state_id
   order by n desc limit 1), '')
from orgs_organisation o
"""

_HOLDS = "i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)"

# Everybody once, at her main post: the order is that of orgs.current_post.
_OFFICERS = """
insert into officer_now (person_id, organisation_id)
select main.person_id, main.organisation_id
from (
  select distinct on (i.person_id) i.person_id, p.organisation_id
  from orgs_incumbency i join {posts} p on p.id = i.post_id
  where {holds} {some}
  order by i.person_id, {main_first}
) main
join unit_now u on u.organisation_id = main.organisation_id
"""

_SOME_OFFICERS = """
and i.person_id in (
  select i.person_id from unit_now u join orgs_incumbency i on i.organisation_path = u.path where {holds})
"""


def _officers(some: str = "") -> str:
    """Posts as they are today: an order for a later day counts from that day on."""
    return _OFFICERS.format(posts=POSTS_AS_ON, holds=_HOLDS, some=some, main_first=main_first("i"))


# What an order asked by a day of this year that is over; whoever is exempt owes nothing.
_DUTIES = """
insert into duty_now
select d.person_id, d.due_on, d.done_on from ({sql}) d
where d.status <> 'exempt' and d.due_on >= %(year_began)s and d.due_on < %(year_now)s
"""
# By any of their posts, not only the main one: a charge in another organisation binds by the orders of that one.
_ABOVE = f"""
select distinct left(held.path, n)
from (
  select distinct i.organisation_path as path
  from officer_now o join orgs_incumbency i on i.person_id = o.person_id and {_HOLDS}
) held cross join lateral generate_series(8, length(held.path), 8) as n
"""

# What is no longer so leaves with a minus, what is new comes with a plus: the sums above move by the difference.
_GONE = """
insert into change_now
select f.organisation_id, f.metric, f.path, f.state_code, -f.numerator, -f.denominator
from insight_figure f
{join} unit_now u on u.organisation_id = f.organisation_id
left join figure_now n on n.organisation_id = f.organisation_id and n.metric = f.metric
where (n.metric is null
  or (n.numerator, n.denominator, u.path, u.state_code)
     is distinct from (f.numerator, f.denominator, f.path, f.state_code))
  and (%(codes)s::text[] is null or f.metric = any(%(codes)s::text[]))
"""

_DELETE = """
delete from insight_figure f using change_now c where f.organisation_id = c.organisation_id and f.metric = c.metric
"""

# Found first and entered afterwards: a statement that looks for what is missing in the table that it fills walks, where
# the table was empty, over every row that it has entered itself so far.
_COME = (
    """
    insert into added_now
    select n.organisation_id, n.metric, u.path, u.state_code, n.numerator, n.denominator
    from figure_now n join unit_now u on u.organisation_id = n.organisation_id
    where not exists (
      select from insight_figure f where f.organisation_id = n.organisation_id and f.metric = n.metric)
    """,
    """
    insert into insight_figure (organisation_id, metric, path, state_code, numerator, denominator, as_on)
    select organisation_id, metric, path, state_code, numerator, denominator, %(at)s::timestamptz from added_now
    """,
    "insert into change_now select * from added_now",
)

_SPREAD = """
select path, state_code, metric, sum(numerator)::bigint, sum(denominator)::bigint
from (
  select left(c.path, n) as path, '*' as state_code, c.metric, c.numerator, c.denominator
  from {facts} c cross join lateral generate_series(8, length(c.path), 8) as n
  union all
  select left(c.path, n), c.state_code, c.metric, c.numerator, c.denominator
  from {facts} c cross join lateral generate_series(8, least(length(c.path), 16), 8) as n
) spread
group by 1, 2, 3
"""

_TOTALS = f"""
insert into insight_total as t (path, state_code, metric, numerator, denominator)
{_SPREAD.format(facts="change_now")} having sum(numerator) <> 0 or sum(denominator) <> 0
on conflict (path, state_code, metric) do update
  set numerator = t.numerator + excluded.numerator, denominator = t.denominator + excluded.denominator
"""

_NOTHING = """
delete from insight_total t
using (select distinct left(c.path, n) as path from change_now c
       cross join lateral generate_series(8, length(c.path), 8) as n) moved
where t.path = moved.path and t.numerator = 0 and t.denominator = 0
"""

# For whom the list of withheld cells has to be worked out again. Of those of whom a share speaks, more people where
# some were already leave every group at least as large as it was: what is withheld stays safe, if more than needed
# until midnight. All enrolments of a busy day are of this kind, and the list takes seconds.
_UNSAFE = """
select distinct metric
from (
  select metric, sum(numerator) as net, count(*) filter (where numerator < 0) as was,
    count(*) filter (where numerator > 0) as now, count(distinct (path, state_code)) as places
  from change_now where metric = any(%(bases)s::text[]) or metric = %(officers)s
  group by metric, organisation_id
) c
where metric = %(officers)s or (was, now, places) <> (1, 1, 1) or net < 0
"""

_MARK = """
insert into insight_mark (source, settled, seen, horizon) values (%s, %s, %s, %s)
on conflict (source) do update set settled = excluded.settled, seen = excluded.seen, horizon = excluded.horizon
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Refreshed:
    """units: organisations recomputed. changed: figures that differ now. full: whether it was all of them.

    tops: source -> highest id that was there when it was read.
    """

    units: int
    changed: int
    full: bool
    milliseconds: int
    tops: dict[str, int]


def is_due(at: dt.datetime) -> bool:
    """Whether a refresh may begin: the last one ended at least four times as long ago as it took, or five minutes.

    A refresh of a second or two is due every time. One that takes half a minute, after a very large change, must not
    take half of a processor for good; until the next one the screens say how old the figures are.
    """
    last = rows.first(lambda as_on, took: (as_on, took), "select as_on, milliseconds from insight_refresh")
    if last is None or last[0] is None:
        return True
    took = dt.timedelta(milliseconds=last[1])
    return bool(at - last[0] - took >= min(4 * took, REST_MOST))


@transaction.atomic
def refresh(*, at: dt.datetime, everything: bool = False) -> Refreshed | None:
    """Recomputes the units touched since the last refresh; all of them when asked, when a new day has begun in India,
    and after an event that the marks do not see. None when another refresh is running.

    A command that asks for everything waits for the other one.
    """
    if everything:
        rows.scalar("select 1 from pg_advisory_xact_lock(%s::bigint)", [LOCK])
    elif not rows.scalar("select pg_try_advisory_xact_lock(%s::bigint)", [LOCK]):
        return None
    started = time.perf_counter()
    on = clock.day(at)
    # Before anything is counted or written: what is committed later is above the marks, or of somebody who runs now and
    # for whom they wait; it comes next time.
    now, tops = sources.now()
    rows.run(
        "insert into insight_refresh (id, full_due, units, milliseconds, undone) values (1, true, 0, 0, '{}') "
        "on conflict do nothing"
    )
    full = everything or bool(
        # Locked, so that a handler which asks for a full refresh meanwhile is not overwritten below.
        rows.scalar("select full_due or day is distinct from %s::date from insight_refresh for update", [on])
    )
    known = sources.marks()
    if set(known) != set(sources.SOURCES) or marks.went_back(known, now):
        known, full = {}, True
    before = (known["audit"] if known else marks.first(tops["audit"], now)).settled
    undone = sources.undone(before)
    full = full or not undone <= set(rows.scalar("select undone from insight_refresh"))
    # Rows that can be seen are of orders whose change can be seen; one that comes later is for the next time.
    orders = rows.fetch(int, "delete from insight_changedorder returning mandate_id")
    ids = [] if full else sources.touched(known)
    bound = [] if full else sources.bound(orders, on)
    changed = _recompute(ids=None if full else ids, on=on, at=at) if full or ids else 0
    units = int(rows.scalar("select count(*) from unit_now")) if full else len({*ids, *bound})
    if bound:
        changed += _recompute(ids=bound, on=on, at=at, codes=OF_DUTIES)
    for source, top in tops.items():
        mark = marks.advance(known[source], top, now, whole=True) if known else marks.first(top, now)
        rows.run(_MARK, [source, mark.settled, mark.seen, mark.horizon])
    took = round((time.perf_counter() - started) * 1000)
    rows.run(
        "update insight_refresh set as_on = %s, day = %s, full_due = false, units = %s, milliseconds = %s, undone = %s",
        [at, on, units, took, sorted(undone)],
    )
    return Refreshed(units, changed, full, took, tops)


def _owe(above: list[str] | None, days: dict[str, Any]) -> None:
    """Fills duty_now. above: paths that can have ordered something of these officers; None: any."""
    for sql, params in plans.duty_statements("officer_now", above, days["on"]):
        rows.run(_DUTIES.format(sql=sql), params | {"year_began": days["since"], "year_now": days["on"]})
    rows.run("analyze duty_now")


def _recompute(*, ids: list[int] | None, on: dt.date, at: dt.datetime, codes: Sequence[str] = tuple(COUNTED)) -> int:
    """Recomputes these figures of the units with these ids, None for all; how many changed."""
    days: dict[str, Any] = {"on": on, "since": financial_year_start(on), "month": on.replace(day=1)}
    for statement in _TABLES.split(";"):
        rows.run(statement)
    if ids is None:
        rows.run(_UNITS)
        rows.run(_officers(), days)
    else:
        rows.run(_UNITS + "where o.id = any(%s::bigint[])", [ids])
        rows.run("analyze unit_now")
        rows.run(_officers(_SOME_OFFICERS.format(holds=_HOLDS)), days)
    rows.run("analyze unit_now")
    rows.run("analyze officer_now")
    _owe(None if ids is None else rows.fetch(str, _ABOVE, {"on": on}), days)
    # Few units are counted faster where the rows are; all of them, in a country, in the columnar store.
    done = count_in_store(on, at) if ids is None else set()
    for metric in map(COUNTED.__getitem__, codes):
        if metric.code in done:
            continue
        rows.run(
            "insert into figure_now (organisation_id, metric, numerator, denominator) "
            f"select f.organisation_id, '{metric.code}', f.numerator, f.denominator "
            f"from ({metric.sql}) as f (organisation_id, numerator, denominator) "
            "where f.numerator <> 0 or f.denominator <> 0",
            {name: day for name, day in days.items() if f"%({name})s" in metric.sql},
        )
    if ids is None:
        count_offers()
    rows.run("analyze figure_now")
    rows.run(_GONE.format(join="join" if ids is not None else "left join"), {"codes": list(codes) if ids else None})
    rows.run(_DELETE)
    for statement in _COME:
        rows.run(statement, {"at": at} if "%(at)s" in statement else ())
    if ids is None:
        rows.run("delete from insight_total")
        rows.run(
            "insert into insight_total (path, state_code, metric, numerator, denominator) "
            + _SPREAD.format(facts="insight_figure")
        )
    else:
        rows.run(_TOTALS)
        rows.run(_NOTHING)
    changed = int(rows.scalar("select count(distinct (organisation_id, metric)) from change_now"))
    moved = set(rows.fetch(str, _UNSAFE, {"officers": OFFICERS.code, "bases": list(BASES)}))
    for base in (OFFICERS.code, *BASES):
        if ids is None or base in moved:
            withhold.withhold(base)
    if ids is None:
        count_taken()
        count_cuts(days)
    return changed
