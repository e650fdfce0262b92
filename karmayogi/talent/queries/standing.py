"""The standing of everybody in an appraisal year, or of one officer, in one statement: engine/eligibility.py by sets.

A property test holds the two together on posts, absences, orders and histories drawn at random.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans import api as plans
from karmayogi.talent.types import Terms

type Params = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """An appraisal year as it is worked out. away: kinds of absence that take days off."""

    id: int
    year: int
    path: str
    terms: Terms
    away: tuple[str, ...]
    test_id: int | None


def mine_sql(asked: Asked, on: dt.date, people: Sequence[int] | None = None) -> tuple[str, Params]:
    """(clauses of a with, the last of them `mine`: person_id, path and post_id of whose year it is; their parameters).
    people: only these."""
    params: Params = {
        "on": min(on, asked.terms.last), "low": asked.path, "end": asked.path + orgs.PATH_END,
    }  # fmt: skip
    if people is not None:
        params["people"] = list(people)
        within = "unnest(%(people)s::bigint[]) as n (person_id)"
    else:
        within = """(select distinct j.person_id from orgs_incumbency j where j.organisation_path >= %(low)s
          and j.organisation_path < %(end)s and j.valid_from <= %(on)s
          and (j.valid_to is null or j.valid_to > %(on)s)) n"""
    whose, given = _whose(asked)
    sql = f"""held as (
      select distinct on (i.person_id) i.person_id, i.organisation_path as path, i.post_id
      from {within} join orgs_incumbency i on i.person_id = n.person_id
      where i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
      order by i.person_id, {orgs.main_first("i")}
    ),
    mine as materialized (
      select w.* from held w where case when {whose} then true else false end
    )
    """
    return sql, params | given


def standing_sql(asked: Asked, on: dt.date, people: Sequence[int] | None = None) -> tuple[str, Params]:
    """(select of person_id, path, post_id, standing, prescribed, done, needed, days, test_on, eligible_on; its
    parameters): a row for each officer of the year. people: only these."""
    terms = asked.terms
    orders = plans.for_appraisal(asked.path, terms.first, terms.last)
    prescribed, params = plans.prescribed_sql(orders, people)
    params |= {
        "today": on, "first": terms.first, "last": terms.last, "share": terms.share, "span": terms.span,
        "least": terms.least_days, "appraisal": asked.id, "away": list(asked.away),
        "test": asked.test_id, "since": dt.date.min if terms.counts_earlier else terms.first,
        "courses": sorted({course for one in orders for same in one.what.items for course in same}),
    }  # fmt: skip
    mine, given = mine_sql(asked, on, people)
    params |= given
    part, whole = ("coalesce(d.days, 0)", "%(span)s::int") if terms.prorata else ("1", "1")
    done = plans.done_sql(
        "n.course_id = any(%(courses)s::bigint[]) and n.person_id in (select m.person_id from mine m)"
    )
    tested = plans.done_sql("n.course_id = %(test)s and n.person_id in (select m.person_id from mine m)")
    sql = f"""
    with {mine},
    posts as (
      select i.person_id, range_agg(daterange(i.valid_from, i.valid_to)) * datemultirange(
        daterange(%(first)s::date, %(last)s::date, '[]')) as span
      from orgs_incumbency i join mine using (person_id)
      where i.valid_to is null or i.valid_to > i.valid_from group by 1
    ),
    away as (
      select a.person_id, range_agg(daterange(a.from_on, a.until_on, '[]')) as span
      from talent_absence a join mine using (person_id)
      where a.removed_at is null and a.kind = any(%(away)s::text[]) group by 1
    ),
    duty as (
      select p.person_id, (
        select coalesce(sum(upper(r) - lower(r)), 0)::int
        from unnest(p.span - coalesce(w.span, '{{}}'::datemultirange)) r) as days
      from posts p left join away w using (person_id)
    ),
    asked as materialized (select x.* from ({prescribed}) x join mine using (person_id)),
    fact as materialized (
      select person_id, course_id, day from ({done}) f where day between %(since)s::date and %(on)s::date
      union all
      select a.person_id, a.course_id, a.done_on from talent_allowance a
      where a.year_id = %(appraisal)s and a.done_on between %(since)s::date and %(on)s::date
    ),
    each as (
      select a.person_id, a.course_id, min(f.day) as day
      from asked a left join fact f on f.person_id = a.person_id and f.course_id = a.same_id group by 1, 2
    ),
    counted as (
      select person_id, count(*)::int as prescribed, count(day)::int as done,
        array_agg(day order by day) filter (where day is not null) as days
      from each group by 1
    ),
    test as (
      select person_id, min(day) as day from (
        select person_id, day from ({tested}) t where day between %(since)s::date and %(on)s::date
        union all
        select a.person_id, a.done_on from talent_allowance a where a.year_id = %(appraisal)s
          and a.course_id = %(test)s and a.done_on between %(since)s::date and %(on)s::date
      ) t group by 1
    ),
    known as (
      select m.*, coalesce(c.prescribed, 0) as prescribed, coalesce(c.done, 0) as done, c.days as done_days,
        coalesce(d.days, 0) as days, t.day as test_on,
        case when c.prescribed is null then 0
          else greatest(1, (c.prescribed * %(share)s::int * {part} + 100 * {whole} - 1) / (100 * {whole})) end as needed
      from mine m left join counted c using (person_id) left join duty d using (person_id)
      left join test t using (person_id)
    ),
    judged as (
      select k.*, case when k.days < %(least)s then 'not_asked' when k.prescribed = 0 then 'nothing'
        when k.done >= k.needed and {"k.test_on is not null" if terms.needs_test else "true"} then 'eligible'
        when %(today)s::date > %(last)s::date then 'short' else 'open' end as standing
      from known k
    )
    select j.person_id, j.path, j.post_id, j.standing, j.prescribed, j.done, j.needed, j.days, j.test_on,
      case when j.standing = 'eligible' then {
        "greatest(j.done_days[j.needed], j.test_on)" if terms.needs_test else "j.done_days[j.needed]"
    } end as eligible_on
    from judged j
    """
    return sql, params


# Years that somebody at the path or below may have instead: those in force, and this one itself, whatever its state.
_RIVALS = """
select y.id, y.service_id, o.path from talent_appraisalyear y join orgs_organisation o on o.id = y.organisation_id
where y.year = %(year)s and (y.state <> 'draft' or y.id = %(appraisal)s)
  and (starts_with(o.path, %(path)s::text) or starts_with(%(path)s::text, o.path))
"""
_SERVING = "s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)"


def _whose(asked: Asked) -> tuple[str, Params]:
    """(the condition on w, a person with the path of her main post, under which the year is hers, its parameters).

    Of several years in force one of her service comes first, then that of the nearest office: so those that come before
    this one are named, and whoever has one of them is left out. Usually there is none. The caller puts the condition
    into a case: of anything else the planner reckons that it holds of next to nobody, and joins a hundred thousand
    people in loops.
    """
    given: Params = {"year": asked.year, "appraisal": asked.id, "path": asked.path}
    found = rows.fetch(lambda *row: row, _RIVALS, given)
    service = next((service for id, service, _path in found if id == asked.id), None)
    nearer = [path for id, of, path in found if id != asked.id and of == service and len(path) > len(asked.path)]
    conditions, params = ["w.path >= %(low)s and w.path < %(end)s"], dict[str, Any]()
    if nearer:
        conditions.append(
            "w.path not in (select o.path from unnest(%(nearer)s::text[]) as z (path) join orgs_organisation o"
            f" on o.path >= z.path and o.path < z.path || '{orgs.PATH_END}')"
        )
        params["nearer"] = nearer
    if service is not None:
        conditions.append(
            "w.person_id in (select s.person_id from orgs_servicemembership s"
            f" where s.service_id = %(service)s and {_SERVING})"
        )
        params["service"] = service
    elif cadres := [(of, path) for _id, of, path in found if of is not None]:
        conditions.append(
            "not exists (select from orgs_servicemembership s"
            " join unnest(%(cadres)s::bigint[], %(cadre_paths)s::text[]) as z (service_id, path)"
            " on z.service_id = s.service_id"
            f" where s.person_id = w.person_id and {_SERVING} and starts_with(w.path, z.path))"
        )
        params |= {"cadres": [of for of, _path in cadres], "cadre_paths": [path for _of, path in cadres]}
    return " and ".join(conditions), params


@dataclasses.dataclass(frozen=True, slots=True)
class StandingRow:
    """Of one officer, as the statement answers."""

    person_id: int
    path: str
    post_id: int
    standing: str
    prescribed: int
    done: int
    needed: int
    days: int
    test_on: dt.date | None
    eligible_on: dt.date | None


def standings(asked: Asked, on: dt.date, people: Sequence[int] | None = None) -> dict[int, StandingRow]:
    """Person -> standing, of those whose year it is."""
    sql, params = standing_sql(asked, on, people)
    return {one.person_id: one for one in rows.fetch(StandingRow, sql, params)}
