"""What a draft runs into: dates that lie in a peak of the office, and more learning than is asked of one person.

Both read the table `plans_line` of the transaction that counts a rehearsal: a row for each person, with the office and
the date by which she has it to do (queries/rehearsals.py).
"""

import datetime as dt
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.models import LoadLimit
from karmayogi.plans.queries.audience import paths_of
from karmayogi.plans.queries.evaluation import evaluation_sql
from karmayogi.plans.queries.mandates import mandates
from karmayogi.plans.types import Mandate, Wants

TO_DO = "('open', 'extended', 'overdue', 'upcoming')"
MOST_PEAKS = 400  # of those in which a date can lie, the first by day

_SESSIONS = """
select (g.starts_at at time zone 'Asia/Kolkata')::date, (g.ends_at at time zone 'Asia/Kolkata')::date
from learning_course c join learning_gathering g on g.version_id = c.current_version_id
where c.id = any(%s::bigint[]) and g.ends_at >= %s
"""
_PEAKS = """
select k.kind, k.name_en, k.name_hi, k.name_ur, k.from_on, k.until_on, o.path, k.state_id, k.service_id,
  k.designation_id, d.merged_into_id, count(*) over ()
from plans_peak k join orgs_organisation o on o.id = k.organisation_id
left join orgs_designation d on d.id = k.designation_id
where k.until_on >= %(on)s and (k.from_on <= (select max(due_on) from plans_line where to_do)
    or exists (select from unnest(%(first)s::date[], %(last)s::date[]) s (first, last)
      where s.first <= k.until_on and s.last >= k.from_on))
  and (o.path = any(%(above)s::text[]) or (o.path >= %(low)s and o.path < %(end)s))
order by k.from_on, k.id limit %(limit)s
"""
# Of an office that names no State the one above that does.
_STATES = """
select distinct on (u.path) u.path, a.state_id
from plans_office u join orgs_organisation a on a.path = u.above and a.state_id is not null
order by u.path, length(a.path) desc
"""
# Each office in which somebody has it to do with itself and each one above: by equality, so that what holds for an
# office and all below it is found in one join, whatever the number of offices.
_OFFICES = f"""
create temp table plans_office on commit drop as
select u.path, left(u.path, n) as above
from (select distinct path from plans_line where to_do) u,
  generate_series({orgs.PATH_STEP}, length(u.path), {orgs.PATH_STEP}) n
"""
_CLASHES = """
create temp table plans_clash on commit drop as
with state as materialized ({states}), here as materialized (
  select u.path, p.place, p.from_on, p.until_on, p.service_id, p.designation_id, p.merged_id
  from unnest(%(places)s::int[], %(froms)s::date[], %(untils)s::date[], %(paths)s::text[], %(states)s::bigint[],
      %(services)s::bigint[], %(designations)s::bigint[], %(merged)s::bigint[])
    p (place, from_on, until_on, path, state_id, service_id, designation_id, merged_id)
  join plans_office u on u.above = p.path
  left join state on state.path = u.path
  where p.state_id is null or state.state_id = p.state_id
)
select l.person_id, l.office, p.place, d.session, greatest(d.first, p.from_on) as first_on,
  least(d.last, p.until_on) as last_on
from plans_line l
join here p on p.path = l.path
cross join lateral (
  select false as session, l.due_on as first, l.due_on as last
  union all select true, s.first, s.last from unnest(%(first)s::date[], %(last)s::date[]) s (first, last)
) d
where l.to_do and d.last >= %(on)s and d.first <= p.until_on and d.last >= p.from_on
  and (p.service_id is null or exists (select from orgs_servicemembership s where s.person_id = l.person_id
    and s.service_id = p.service_id and s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)))
  and (p.designation_id is null or exists (select from orgs_incumbency i join {posts} post on post.id = i.post_id
    where i.person_id = l.person_id and i.organisation_path = l.path
      and post.designation_id in (p.designation_id, p.merged_id) and i.valid_from <= %(on)s
      and (i.valid_to is null or i.valid_to > %(on)s)))
"""


def clashes(mandate: Mandate, path: str, on: dt.date) -> tuple[dict[int, int], list[dict[str, Any]], int]:
    """(office -> people with a clash, rows of RehearsalClash as column -> value, how many peaks there are: the first
    MOST_PEAKS of them were looked at). path: of the issuer."""
    items = [same[0] for same in mandate.what.items]
    sessions: list[tuple[dt.date, dt.date]] = rows.fetch(lambda *row: row, _SESSIONS, [items, on]) if items else []
    days = {"first": [one[0] for one in sessions], "last": [one[1] for one in sessions]}
    given = {"on": on, "above": list(orgs.ancestors(path)), "low": path, "end": path + orgs.PATH_END,
             "limit": MOST_PEAKS}  # fmt: skip
    peaks = rows.fetch(lambda *row: row, _PEAKS, given | days)
    if not peaks:
        return {}, [], 0
    rows.run("drop table if exists plans_clash")
    _list_offices()
    rows.run(
        _CLASHES.format(states=_STATES if any(peak[7] for peak in peaks) else "select '' as path, 0 as state_id",
                        posts=orgs.POSTS_AS_ON),
        {
            "on": on, "places": list(range(len(peaks))), **days,
            **{name: [peak[column] for peak in peaks] for name, column in (
                ("froms", 4), ("untils", 5), ("paths", 6), ("states", 7), ("services", 8), ("designations", 9),
                ("merged", 10))},
        },
    )  # fmt: skip
    by_office = dict(
        rows.fetch(
            lambda office, people: (office, people),
            "select office, count(distinct person_id) from plans_clash group by 1",
        )
    )
    found = rows.fetch(
        lambda *row: row,
        "select office, place, session, min(first_on), max(last_on), count(distinct person_id) from plans_clash"
        " group by 1, 2, 3 order by 1, 2, 3",
    )
    names = ("kind", "name_en", "name_hi", "name_ur", "from_on", "until_on")
    clashed = [
        dict(zip(names, peaks[place], strict=False))
        | {"organisation_id": office, "session": session, "first_on": first, "last_on": last, "people": people}
        for office, place, session, first, last, people in found
    ]
    return by_office, clashed, int(peaks[0][11])


# Office of the line -> the limit of the nearest office above that has one, for a month and for a quarter.
_LIMITS = """
select distinct on (o.path, l.per) o.path, l.per, l.minutes
from plans_loadlimit l join orgs_organisation o on o.id = l.organisation_id
where l.from_on <= %(on)s and (o.path = any(%(above)s::text[]) or (o.path >= %(low)s and o.path < %(end)s))
order by o.path, l.per, l.from_on desc
"""
_OTHERS = """
select m.id from plans_mandate m join orgs_organisation o on o.id = m.organisation_id
where m.status = 'live' and (m.ends_on is null or m.ends_on >= %(on)s) and m.id <> %(mandate)s
  and m.id <> coalesce(%(replaced)s::bigint, 0)
  and (o.path = any(%(above)s::text[]) or (o.path >= %(low)s and o.path < %(end)s))
order by m.id
"""
_ABOVE = """
insert into plans_above
with limits as materialized (
  select distinct on (u.path) u.path, x.minutes as most
  from plans_office u join unnest(%(paths)s::text[], %(minutes)s::int[]) x (path, minutes) on x.path = u.above
  order by u.path, length(x.path) desc
),
mine as (
  select l.person_id, l.office, l.path, m.most,
    date_trunc(%(per)s, greatest(l.due_on, %(on)s)::timestamp)::date as first
  from plans_line l join limits m on m.path = l.path and m.most is not null where l.to_do
),
other as (
  select person_id, date_trunc(%(per)s, due_on::timestamp)::date as first, sum(minutes)::int as minutes
  from plans_load group by 1, 2
)
select m.person_id, m.office, m.path, %(per)s::text, m.first, %(each)s, %(each)s + coalesce(o.minutes, 0), m.most
from mine m left join other o on o.person_id = m.person_id and o.first = m.first
where %(each)s + coalesce(o.minutes, 0) > m.most
"""


def minutes_each(mandate: Mandate) -> int:
    """Minutes of learning that it asks of somebody who has done nothing yet; 0 for a level or points."""
    if mandate.what.wants is Wants.MINUTES:
        return mandate.what.needed
    if mandate.what.wants in (Wants.LEVEL, Wants.POINTS):
        return 0
    found: Any = rows.scalar(
        "select coalesce(sum(minutes), 0) from (select minutes from learning_catalogueentry"
        " where course_id = any(%s::bigint[]) order by minutes limit %s) x",
        [[same[0] for same in mandate.what.items], mandate.what.needed],
    )
    return int(found)


def loads(mandate: Mandate, replaced: int | None, path: str, on: dt.date) -> tuple[int, dict[int, int]] | None:
    """(how many other mandates were weighed with it, office -> people above a limit). None: no limit applies to
    anybody, or it asks for no time that can be counted. Leaves the table `plans_above`: who, and by how much."""
    each = minutes_each(mandate)
    given = {"on": on, "above": list(orgs.ancestors(path)), "low": path, "end": path + orgs.PATH_END}
    limits = rows.fetch(lambda *row: row, _LIMITS, given)
    if not each or not any(minutes for _path, _per, minutes in limits):
        return None
    rows.run("drop table if exists plans_load, plans_above, plans_todo")
    rows.run("create temp table plans_load (person_id bigint, due_on date, minutes int) on commit drop")
    rows.run(
        "create temp table plans_above (person_id bigint, office bigint, path text, per text, first_on date, mine int,"
        " minutes int, most int) on commit drop"
    )
    others = mandates(rows.fetch(int, _OTHERS, given | {"mandate": mandate.id, "replaced": replaced}))
    asked = [(other, theirs) for other in others if (theirs := minutes_each(other))]
    # Each of them is due once in a span: where all together stay within the lowest limit, nobody is above one.
    if each + sum(theirs for _other, theirs in asked) <= min(
        minutes for _path, _per, minutes in limits if minutes is not None
    ):
        return len(others), {}
    rows.run("create temp table plans_todo on commit drop as select person_id from plans_line where to_do")
    rows.run("analyze plans_todo")
    _list_offices()
    paths = paths_of(others)
    for other, theirs in asked:
        sql, params = evaluation_sql(other, on, paths, among="plans_todo")
        rows.run(
            f"insert into plans_load select e.person_id, greatest(e.due_on, %(on)s), %(theirs)s from ({sql}) e"
            f" where e.status in {TO_DO}",
            params | {"theirs": theirs, "on": on},
        )
    for per in LoadLimit.Per.values:
        here = [(unit, minutes) for unit, one, minutes in limits if one == per]
        if any(minutes for _unit, minutes in here):
            rows.run(
                _ABOVE,
                {"on": on, "per": per, "each": each, "paths": [one[0] for one in here],
                 "minutes": [one[1] for one in here]},
            )  # fmt: skip
    people = rows.fetch(
        lambda office, people: (office, people),
        "select office, count(distinct person_id) from plans_above group by 1",
    )
    return len(others), dict(people)


def _list_offices() -> None:
    """The table `plans_office`, of the lines that are counted now."""
    rows.run("drop table if exists plans_office")
    rows.run(_OFFICES)
    rows.run("analyze plans_office")
