"""What a mandate means for everybody whom it reaches, in one statement: engine/obligations.py, set by set.

A property test holds the two together on rules, dates and histories drawn at random.
"""

import datetime as dt
import re
from collections.abc import Mapping

from karmayogi.kernel import rows
from karmayogi.learning import api as learning
from karmayogi.plans.engine.days import LAST
from karmayogi.plans.engine.obligations import GRACE, MOST_CYCLES
from karmayogi.plans.queries.audience import Params, audience_sql, paths_of
from karmayogi.plans.queries.holidays import holidays_of
from karmayogi.plans.types import Anchor, Basis, DueRule, Mandate, RoundTo, Unit, Wants

_DAY = "(%s at time zone 'Asia/Kolkata')::date"
# Completions of courses, tests and programmes, and attendance: (person, item, day). An enrolment is completed once, so
# a test that was passed again counts by the certificate that it renewed: one that holds longer than what it replaces.
DONE = f"""
  select n.person_id, n.course_id, {_DAY % "n.completed_at"} as day
  from learning_enrolment n where n.status = 'completed' and {{only}}
  union all
  select n.person_id, n.course_id, {_DAY % "c.issued_at"}
  from learning_enrolment n join credentials_certificate c on c.ref_uuid = n.uuid and c.ref_kind = 'enrolment'
  join credentials_certificate was on was.id = c.replaces_id and c.valid_until > was.valid_until
  where n.status = 'completed' and (c.revoked_at is null or c.revoked_reason = 'replaced') and {{only}}
  union all
  select n.person_id, n.course_id, {_DAY % "n.completed_at"}
  from learning_programmeenrolment n where n.status = 'completed' and {{only}}
  union all
  select n.person_id, n.course_id, {_DAY % "n.attended_at"}
  from learning_gatheringplace n where n.attended_at is not null and {{only}}
"""
_ANCHORS = {
    Anchor.FIXED: "%(fixed)s::date", Anchor.START: "%(start)s::date", Anchor.POSTING: "m.since",
    Anchor.JOINING: "(select min(j.valid_from) from orgs_incumbency j where j.person_id = m.person_id)",
}  # fmt: skip
# The working days in a row, and how many of them there are up to each day: the n-th one after an anchor lies n places
# on. Two arrays, since nothing tells the planner how many days there are: a join of them was a product.
_FIRST = "date '1947-01-01'"
WORK = f"""
  select array_agg(day order by day) filter (where works) as days, array_agg(n order by day) as up_to from (
    select d.day, d.works, sum(d.works::int) over (order by d.day)::int as n from (
      select day::date, extract(isodow from day) < 6 and day::date <> all(%(holidays)s::date[]) as works
      from generate_series({_FIRST}, %(last)s::date, '1 day') day
    ) d
  ) e
"""
_REPEATED = "({first} + make_interval(months => ({k}) * {months}))::date"


def evaluation_sql(
    mandate: Mandate, on: dt.date, paths: Mapping[int, str], among: str = "", work: str = ""
) -> tuple[str, Params]:
    """(select of person_id, rule, path, due_on, done_on, status, its parameters): a row for each person it reaches.

    among: a table whose person_id are the only people asked about. work: a select of what WORK answers for its office,
    where many orders share it; each lays the days out for itself without it, in a tenth of a second. Dates follow from
    the day on which somebody took her post (and joined), so that they are worked out for each such day, not for each
    person; and what was decided for single persons is looked at for these alone.
    """
    if mandate.ends_on is not None and on > mandate.ends_on:
        return NOBODY, {}
    reached, params = audience_sql(mandate, paths, among=among)
    params |= {
        "on": on, "start": mandate.starts_on, "fixed": mandate.due.fixed_on, "last": LAST, "mandate": mandate.id,
        "counts_from": mandate.counts_from, "needed": mandate.what.needed,
    }  # fmt: skip
    if by_working_days(mandate.due):
        if not work:
            params["holidays"] = sorted(holidays_of(mandate.unit_id))
        work = f"work as materialized ({work or WORK}),"
    else:
        work = ""
    sql = f"""
    with m as ({reached}), {work}
    held as materialized (select m.*, {_ANCHORS[mandate.due.anchor]} as anchor from m),
    moment as (select distinct since, anchor from held),
    anchored as (select x.*, greatest(%(start)s::date, x.since) as bound from moment x),
    counted as (select a.*, {_due(mandate.due, "a.anchor")} as named from anchored a),
    dated as ({_dated(mandate)}),
    reckoned as materialized ({_cycle(mandate)}),
    cycle as materialized (
      select h.person_id, h.rule, h.path, r.due_on, r.counted_from, r.limit_on
      from held h join reckoned r on r.since = h.since and r.anchor = h.anchor),
    {_measured(mandate, params)},
    kept as (
      select r.person_id, bool_or(r.kind = 'exemption' and r.from_on <= %(on)s
          and (r.until_on is null or r.until_on > %(on)s)) as exempt,
        array_agg(r.until_on) filter (where r.kind = 'extension') as extended,
        array_agg(r.from_on order by r.id) filter (where r.kind = 'exemption' and r.until_on is not null) as free_from,
        array_agg(r.until_on order by r.id) filter (where r.kind = 'exemption' and r.until_on is not null) as free_until
      from plans_relief r where r.mandate_id = %(mandate)s and r.state = 'granted' group by 1
    ),
    asked as materialized ({_asked(mandate)}),
    eased as materialized (
      select a.person_id, kept.exempt, coalesce(y.until, x.until) as until,
        x.until is not null and y.until is null as extended
      from kept join asked a using (person_id)
      left join lateral (
        select max(e.until) as until from unnest(kept.extended) e (until)
        where e.until > a.due_on and (a.limit_on is null or e.until < a.limit_on)
      ) x on true
      left join lateral (
        select case when max(e.until) is not null then greatest(coalesce(x.until, a.due_on),
          least(max(e.until) + {GRACE}, a.limit_on - 1)) end as until
        from unnest(kept.free_from, kept.free_until) e (since, until)
        where e.since <= coalesce(x.until, a.due_on) and coalesce(x.until, a.due_on) < e.until
      ) y on true
    )
    select a.person_id, a.rule, a.path, coalesce(e.until, a.due_on) as due_on, a.done_on,
      case when e.exempt then 'exempt' when a.done_on is not null then 'done'
        when %(on)s < %(start)s::date then 'upcoming'
        when %(on)s > coalesce(e.until, a.due_on) then 'overdue'
        when e.extended then 'extended' else 'open' end as status
    from asked a left join eased e using (person_id)
    """
    return sql, params


def named_apart(sql: str, params: Params, name: str) -> tuple[str, Params]:
    """The same statement with parameters of names of its own, so that two stand in one."""
    return re.sub(r"%\((\w+)\)s", rf"%({name}_\1)s", sql), {f"{name}_{key}": value for key, value in params.items()}


def evaluated(mandate: Mandate, on: dt.date) -> list[tuple[int, int, str, dt.date, dt.date | None, str]]:
    """(person, rule, path, due on, done on, status) of everybody whom it reaches. For tests and small audiences."""
    sql, params = evaluation_sql(mandate, on, paths_of([mandate]))
    return rows.fetch(lambda *row: row, sql, params)


NOBODY = """select null::bigint as person_id, 0 as rule, ''::text as path, null::date as due_on,
  null::date as done_on, ''::text as status where false"""


def by_working_days(due: DueRule) -> bool:
    return bool(due.amount) and due.unit is Unit.WORKING_DAYS


def _dated(mandate: Mandate) -> str:
    """The first due date of each: counted anew from the day on which the order binds her, where it lies before."""
    if mandate.repeat is not None and mandate.repeat.basis is Basis.DUE:
        return "select c.*, c.named as first_due from counted c"
    due = mandate.due
    adds = due.amount or due.round_to is not RoundTo.NONE
    anew = _due(due, "c.bound") if adds else f"c.bound + {GRACE}"
    return f"select c.*, case when c.named < c.bound then {anew} else c.named end as first_due from counted c"


def _due(due: DueRule, day: str) -> str:
    """What the rule makes of that day."""
    if by_working_days(due):
        place = f"((select up_to from work))[{day} - {_FIRST} + 1] + {int(due.amount)}"
        day = f"((select days from work))[{place}]"
    elif due.amount:
        months = due.unit is Unit.MONTHS
        day = f"({day} + make_interval({'months' if months else 'days'} => {int(due.amount)}))::date"
    if due.round_to is RoundTo.QUARTER:
        return f"(date_trunc('quarter', {day}::timestamp) + interval '3 months - 1 day')::date"
    if due.round_to is RoundTo.YEAR:
        return f"make_date(extract(year from {day})::int + (extract(month from {day}) > 3)::int, 3, 31)"
    return day


def _cycle(mandate: Mandate) -> str:
    """Each person's present due date, since when what is done counts for it, and before when the next time begins."""
    repeat = mandate.repeat
    if repeat is None or repeat.basis is Basis.COMPLETION:
        once = "d.first_due as due_on, %(counts_from)s::date as counted_from, null::date as limit_on"
        return f"select d.*, {once} from dated d"
    months, window = int(repeat.months), int(repeat.window)

    def opens(k: str) -> str:
        before = _REPEATED.format(first="d.first_due", k=f"{k} - 1", months=months)
        early = f"(d.first_due + make_interval(months => ({k}) * {months} - {window}))::date"
        return f"(greatest({before}, {early}) + 1)"

    # The months that lie between give k but for one more or less, since windows begin before the dates.
    def guess(day: str) -> str:
        return (
            f"greatest(0, least({MOST_CYCLES}, ((extract(year from {day}) - extract(year from d.first_due)) * 12"
            f" + extract(month from {day}) - extract(month from d.first_due))::int / {months}))"
        )

    now, then = guess("%(on)s::date"), guess("d.bound")
    return f"""
    select d.*, {_REPEATED.format(first="d.first_due", k="c.k", months=months)} as due_on,
      case when c.k = b.k then %(counts_from)s::date else {opens("c.k")} end as counted_from,
      {opens("c.k + 1")} as limit_on
    from dated d cross join lateral (
      select coalesce(min(k), {MOST_CYCLES}) as k from generate_series(greatest(0, {then} - 1), {then} + 2) k
      where {_REPEATED.format(first="d.first_due", k="k", months=months)} >= d.bound
    ) b cross join lateral (
      select greatest(b.k, max(k)) as k from generate_series(greatest(0, {now} - 2), least({MOST_CYCLES}, {now} + 2)) k
      where k = 0 or {opens("k")} <= %(on)s
    ) c
    """


def _measured(mandate: Mandate, params: Params) -> str:
    """CTE `got`: (person_id, done_on, latest) of those who have done enough."""
    what = mandate.what
    counts = "f.day <= %(on)s and (c.counted_from is null or f.day >= c.counted_from)"
    if what.wants is Wants.LEVEL:
        params["competency"] = what.competency_id
        return f"""got as (
          select l.person_id, {_DAY % "l.computed_at"} as done_on, null::date as latest from competencies_level l
          join cycle c on c.person_id = l.person_id where l.competency_id = %(competency)s and l.level >= %(needed)s)"""
    if what.wants in (Wants.MINUTES, Wants.POINTS):
        given = 'select person_id, "on" as day, minutes as amount from learning_learningcredit'
        if what.wants is Wants.POINTS:
            lines, terms = learning.points_lines("in (select person_id from cycle)")
            given = f"select person_id, day, points as amount from ({lines}) p"
            params.update(terms)
        return f"""got as (
          select person_id, min(day) filter (where running >= %(needed)s) as done_on, null::date as latest from (
            select c.person_id, f.day, sum(f.amount) over (partition by c.person_id) as total,
              sum(f.amount) over (partition by c.person_id order by f.day, f.amount rows unbounded preceding) as running
            from cycle c join ({given}) f on f.person_id = c.person_id and {counts}
          ) s where total >= %(needed)s group by person_id)"""
    params["items"] = [item for same in what.items for item in same]
    params["places"] = [place for place, same in enumerate(what.items) for _item in same]
    only = "n.course_id = any(%(items)s::bigint[])"
    return f"""fact as (
      select f.person_id, f.day, q.place
      from ({DONE.format(only=only)}) f
      join unnest(%(items)s::bigint[], %(places)s::int[]) as q (course_id, place) on q.course_id = f.course_id),
    got as (
      select person_id, (array_agg(early order by early))[%(needed)s::int] as done_on,
        (array_agg(late order by late desc))[%(needed)s::int] as latest
      from (select c.person_id, f.place, min(f.day) as early, max(f.day) as late
            from cycle c join fact f on f.person_id = c.person_id and {counts} group by 1, 2) each
      group by 1 having count(*) >= %(needed)s::int)"""


def _asked(mandate: Mandate) -> str:
    repeat = mandate.repeat
    if repeat is None or repeat.basis is Basis.DUE:
        return "select c.*, g.done_on from cycle c left join got g using (person_id)"
    months, window = int(repeat.months), int(repeat.window)
    expires = f"(g.latest + make_interval(months => {months}))::date"
    opens = f"(greatest(g.latest, (g.latest + make_interval(months => {months - window}))::date) + 1)"
    return f"""
    select c.person_id, c.rule, c.path, greatest({expires}, c.due_on) as due_on, c.limit_on,
      case when %(on)s < {opens} then g.latest end as done_on
    from cycle c left join got g using (person_id)
    """
