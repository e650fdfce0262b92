"""Points: worked out from what is stored of a person's learning, by the published rules, whenever somebody looks.

Nothing of it is kept, so it cannot differ from what happened: the same function for one person and for thousands.
"""

import dataclasses
import datetime as dt
import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path

from karmayogi.kernel import rows
from karmayogi.learning.engine.onthejob.points import STREAK, RuleSet, read

# person, code of the rule, when, what, course, when it was taken back. A certificate whose act on many was undone takes
# nothing back: what it proved stands.
_HAPPENED = """
select n.person_id, 'first_enrolment', n.enrolled_at, n.uuid, n.course_id,
  case when n.status = 'withdrawn' then n.last_at end
from learning_enrolment n where n.person_id = any(%(people)s::bigint[])
union all
select n.person_id, kind.code, n.completed_at, n.uuid, n.course_id, (
  select max(c.revoked_at) from credentials_certificate c
  where c.ref_uuid = n.uuid and c.ref_kind = 'enrolment' and c.revoked_reason <> 'undone'
  having bool_and(c.revoked_at is not null))
from learning_enrolment n cross join (values ('completed'), ('tested')) as kind (code)
where n.person_id = any(%(people)s::bigint[]) and n.status = 'completed' and (kind.code = 'completed' or exists (
  select from learning_part part where part.version_id = n.version_id and part.kind = 'quiz'))
union all
select n.person_id, 'programme', n.completed_at, n.uuid, n.course_id, (
  select max(c.revoked_at) from credentials_certificate c
  where c.ref_uuid = n.uuid and c.ref_kind = 'programme' and c.revoked_reason <> 'undone'
  having bool_and(c.revoked_at is not null))
from learning_programmeenrolment n where n.person_id = any(%(people)s::bigint[]) and n.status = 'completed'
union all
select p.person_id, 'attended', p.attended_at, p.uuid, p.course_id, null
from learning_gatheringplace p where p.person_id = any(%(people)s::bigint[]) and p.attended_at is not null
union all
select r.person_id, 'rated', r.given_at, r.uuid, r.course_id, r.hidden_at
from learning_courserating r where r.person_id = any(%(people)s::bigint[])
union all
select e.person_id, 'at_work', e.decided_at, e.uuid, null, e.withdrawn_at
from learning_jobentry e where e.person_id = any(%(people)s::bigint[]) and e.confirmed_minutes is not null
union all
select k.person_id, 'applied', k.decided_at, k.uuid, k.course_id, null
from learning_applicationcheck k where k.person_id = any(%(people)s::bigint[]) and k.state = 'shown'
union all
select a.peer_id, 'judged', a.ended_at, a.uuid, null, null
from learning_peerask a where a.peer_id = any(%(people)s::bigint[]) and a.state = 'answered'
"""
# Days on which a person learned; what was taken back later was learned on its day all the same.
_DAYS = """
select g.person_id, (g.completed_at at time zone 'Asia/Kolkata')::date
from learning_partprogress g where g.person_id = any(%(people)s::bigint[]) and g.completed_at is not null
union
select p.person_id, (p.attended_at at time zone 'Asia/Kolkata')::date
from learning_gatheringplace p where p.person_id = any(%(people)s::bigint[]) and p.attended_at is not null
union
select e.person_id, e.ended_on from learning_jobentry e
where e.person_id = any(%(people)s::bigint[]) and e.confirmed_minutes is not null
union
select a.peer_id, (a.ended_at at time zone 'Asia/Kolkata')::date
from learning_peerask a where a.peer_id = any(%(people)s::bigint[]) and a.state = 'answered'
"""

# What the rules make of it. The earliest of a month count; what was taken back keeps its place among them, so that
# taking something back takes exactly its own points. A run of weeks begins anew with a new version; it has its week
# from the first day on which somebody learned in it, whatever follows: what was given on a day stays given on it.
_LINES = """
with happened (person_id, code, at, ref, course_id, back_at) as ({happened}),
days (person_id, day) as ({days}),
rule as (
  select * from unnest(
    %(numbers)s::int[], %(sinces)s::date[], %(untils)s::date[], %(codes)s::text[], %(points)s::int[], %(onces)s::int[],
    %(months)s::int[], %(weeks)s::int[], %(rests)s::int[]
  ) as x (number, since, until, code, points, once, month, weeks, rest)
),
week as (
  select d.person_id, r.number, date_trunc('week', d.day)::date as week, min(d.day) as day, r.weeks, r.rest
  from days d join rule r on r.code = '{streak}' and d.day >= r.since and (r.until is null or d.day < r.until)
  group by 1, 2, 3, r.weeks, r.rest
),
step as (
  select *, case when week - lag(week) over (partition by person_id, number order by week) <= 7 * (rest + 1) then 0
    else 1 end as begins
  from week
),
run as (select *, sum(begins) over (partition by person_id, number order by week) as run from step),
placed as (select *, row_number() over (partition by person_id, number, run order by week) as place from run),
every as (
  select person_id, code, at, ref, course_id, back_at,
    row_number() over (partition by person_id, code order by at, ref) as of_all,
    row_number() over (
      partition by person_id, code, date_trunc('month', at at time zone 'Asia/Kolkata') order by at, ref) as of_month
  from happened
  union all
  select person_id, '{streak}', (day + time '12:00') at time zone 'Asia/Kolkata', null, null, null, 1, 1
  from placed where place %% weeks = 0
),
counted as (
  select e.person_id, e.code, e.at, e.ref, e.course_id, e.back_at, r.number, r.points
  from every e
  join rule r on r.code = e.code and (e.at at time zone 'Asia/Kolkata')::date >= r.since
    and (r.until is null or (e.at at time zone 'Asia/Kolkata')::date < r.until)
  where (r.once is null or e.of_all <= r.once) and (r.month is null or e.of_month <= r.month)
)
select person_id, code, at, number, points, course_id, false as back from counted
union all
select person_id, code, back_at, number, -points, course_id, true from counted where back_at is not null
"""
_TOTALS = "select person_id, sum(points)::int from ({lines}) line where at <= %(until)s::timestamptz group by person_id"
_LEDGER = """
select line.code, line.at, line.number, line.points, line.back, coalesce(e.title_en, ''), coalesce(e.title_hi, ''),
  coalesce(e.title_ur, '')
from ({lines}) line left join learning_catalogueentry e on e.course_id = line.course_id
where line.at <= %(until)s::timestamptz order by line.at desc, line.back desc, line.code limit %(limit)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class PointsLine:
    """code: of the rule. number: of the version. back: it takes away what was given. title: of the course."""

    code: str
    at: dt.datetime
    number: int
    points: int
    back: bool
    title_en: str
    title_hi: str
    title_ur: str


FILE = Path(__file__).parents[2] / "data" / "points.toml"


@functools.cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every version of the rules that was published, the first one first."""
    return read(tomllib.loads(FILE.read_text()))


def points_of(people: Sequence[int], until: dt.datetime) -> dict[int, int]:
    """Person -> points up to that moment; whoever has none is left out."""
    sql = _TOTALS.format(lines=lines_sql())
    given = rule_terms(rule_sets()) | {"people": list(people), "until": until}
    return dict(rows.fetch(lambda person, points: (person, points), sql, given))


def points_ledger(person_id: int, until: dt.datetime, limit: int = 500) -> list[PointsLine]:
    """Line by line, newest first."""
    sql = _LEDGER.format(lines=lines_sql())
    given = rule_terms(rule_sets()) | {"people": [person_id], "until": until, "limit": limit}
    return rows.fetch(PointsLine, sql, given)


def lines_sql(happened: str = _HAPPENED, days: str = _DAYS) -> str:
    """The function itself: a statement whose rows are (person, code, when, version, points, course, taken back), from
    two statements that say what happened and on which days somebody learned. Its terms: rule_terms and theirs."""
    return _LINES.format(happened=happened, days=days, streak=STREAK)


def points_lines(people: str) -> tuple[str, dict[str, object]]:
    """(select of person_id, day, points, below zero where they are taken back; its terms). people: what stands behind
    "person_id" in each part, such as "= any(%(people)s::bigint[])"."""
    parts = (part.replace("= any(%(people)s::bigint[])", people) for part in (_HAPPENED, _DAYS))
    sql = f"""select line.person_id, (line.at at time zone 'Asia/Kolkata')::date as day, line.points
    from ({lines_sql(*parts)}) line"""
    return sql, rule_terms(rule_sets())


def rule_terms(sets: Sequence[RuleSet]) -> dict[str, object]:
    """The rules as the terms of lines_sql."""
    flat = [(one, rule) for one in sets for rule in one.rules]
    return {
        "numbers": [one.number for one, _rule in flat],
        "sinces": [one.since for one, _rule in flat],
        "untils": [one.until for one, _rule in flat],
        "codes": [rule.code for _one, rule in flat],
        "points": [rule.points for _one, rule in flat],
        "onces": [rule.once for _one, rule in flat],
        "months": [rule.month for _one, rule in flat],
        "weeks": [rule.weeks for _one, rule in flat],
        "rests": [rule.rest for _one, rule in flat],
    }
