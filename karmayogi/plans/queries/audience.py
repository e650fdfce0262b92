"""Audience rules in SQL: who holds a post today by which a rule of a mandate matches (engine/audience.py, set by set).

Every statement takes the day as %(on)s.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.db import OperationalError, transaction

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.headcount import Sums, sums_for
from karmayogi.plans.types import ON_POST, Attribute, Condition, Mandate, Rule

type Params = dict[str, Any]

# As feeds.api.verification_of answers for one person; a test compares the two.
VERIFIED = """(
  select p."group" <> '' and a.email_verified_at is not null and a.mobile_verified_at is not null
    and exists (select from orgs_incumbency h where h.person_id = p.id and h.valid_from <= %(on)s
                and (h.valid_to is null or h.valid_to > %(on)s))
    and not exists (select from feeds_profilerequest r where r.person_id = p.id and r.status = 'pending'
                    and r.field in ('group', 'designation', 'transfer'))
  from people_person p join people_account a on a.person_id = p.id
  where p.id = {person} and coalesce(a.email, '') <> '' and coalesce(a.mobile, '') <> ''
)"""
_SERVING = "i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)"
_BY_GROUP = {Attribute.GROUP}
_MEMBER = """exists (select from orgs_servicemembership s where s.person_id = i.person_id and s.valid_from <= %(on)s
  and (s.valid_to is null or s.valid_to > %(on)s) and {})"""

_NOBODY = """select null::bigint as person_id, 0 as rule, ''::text as path, null::date as since, ''::text as kind,
  null::bigint as id where false"""


def paths_of(mandates: list[Mandate]) -> dict[int, str]:
    """Path of every organisation that their rules name."""
    ids = {one.unit_id for one in mandates}
    for mandate in mandates:
        for rule in mandate.rules:
            ids |= {int(v) for c in rule.conditions if c.attribute is Attribute.UNIT for v in c.values}
    return {row.id: row.path for row in orgs.organisations(ids).values()}


def audience_sql(mandate: Mandate, paths: Mapping[int, str], name: str = "m", among: str = "") -> tuple[str, Params]:
    """(select of person_id, rule, path, since, a row for each person; its parameters, which begin with `name`).

    among: a table whose person_id are the only people asked about.
    """
    matches, params = matches_sql(mandate, paths, name, among)
    sql = f"""
    select distinct on (x.person_id) x.person_id, x.rule, x.path, x.since
    from ({matches}) x order by x.person_id, x.rule, {orgs.main_first("x", since="since")}
    """
    return sql, params


def matches_sql(mandate: Mandate, paths: Mapping[int, str], name: str, among: str = "") -> tuple[str, Params]:
    """The same before the first match of each person is chosen: a row for every post by which a rule matches. Cheaper
    where only the people are wanted."""
    params: Params = {}
    parts = [
        _rule(rule, mandate, paths, params, f"{name}_{rule.number}", among)
        for rule in mandate.rules
        if not rule.excludes
    ]
    if not parts:
        return _NOBODY, params
    barred = _barred(mandate, paths, params, name)
    where = f"where {' and '.join(barred)}" if barred else ""
    return f"select x.* from ({' union all '.join(parts)}) x {where}", params


# The groups that there are: one step in the index for each, whatever the number of people.
_GROUPS = """
with recursive g as (
  (select "group" from people_person order by "group" limit 1)
  union all
  select (select p."group" from people_person p where p."group" > g."group" order by p."group" limit 1)
  from g where g."group" is not null
) select g."group" from g where g."group" is not null
"""
# How many people are in these groups, as far as it was worked out last; for choosing a way, never for an answer.
_SHARE = """
select coalesce(sum(f), 0)::float from pg_stats s,
  unnest(s.most_common_vals::text::text[], s.most_common_freqs) as m (v, f)
where s.schemaname = current_schema and s.tablename = 'people_person' and s.attname = 'group' and v = any(%s::text[])
"""


def count(mandate: Mandate, on: Any) -> int:
    """How many people it reaches on that day."""
    if not any(not rule.excludes for rule in mandate.rules):
        return 0
    sums = sums_for(mandate.rules, paths_of([mandate]).values(), on)
    if sums is not None:
        return _count_by_sums(mandate, on, sums)
    return _count_by_posts(mandate, on)


def _count_by_sums(mandate: Mandate, on: Any, sums: Sums) -> int:
    """Whoever fills a seat as sums tell, whoever is reached by a charge alone, less those whom a rule leaves out.

    Nobody fills two seats on a day (constraint person_fills_one_post), so that seats are people.
    """
    paths, params = paths_of([mandate]), dict[str, Any]()
    includes = [rule for rule in mandate.rules if not rule.excludes]
    groups = [rule for rule in mandate.rules if rule.excludes and {c.attribute for c in rule.conditions} == _BY_GROUP]
    leaving = [rule for rule in mandate.rules if rule.excludes and rule not in groups]
    anyone, of_seats = (_any(includes, paths, params, "m", member) for member in (None, sums.member))
    if groups:
        barred = f" and not ({_any(groups, paths, params, 'm')})"
        anyone, of_seats = f"({anyone}){barred}", f"({of_seats}){barred}"
    params |= {"on": on, "low": paths[mandate.unit_id], "end": paths[mandate.unit_id] + orgs.PATH_END}
    within = "i.organisation_path >= %(low)s and i.organisation_path < %(end)s"
    found = rows.scalar(
        f"""select coalesce((
          select sum(i.people) from {sums.seats} where {within} and i.day <= %(on)s and ({of_seats})
        ), 0) + (select count(*) from (
          select i.person_id from {sums.charges} where {within} and {_SERVING} and ({anyone})
          group by 1 having not bool_or(i.kind in {orgs.FILLS})
        ) x)""",
        params,
    )
    if not leaving:
        return int(found)
    left = " union ".join(
        f"select distinct i.person_id from orgs_incumbency i {_joins(rule)}"
        f" where {_SERVING} and {_conditions(rule, paths, params, f'm_{rule.number}')}"
        for rule in leaving
    )
    hers = f"""select from orgs_incumbency i {_joins(*includes, *groups)}
      where i.person_id = x.person_id and {within} and {_SERVING} and ({anyone})"""
    return int(found) - int(rows.scalar(f"select count(*) from ({left}) x where exists ({hers})", params))


def _any(rules: list[Rule], paths: Mapping[int, str], params: Params, name: str, member: str | None = None) -> str:
    return " or ".join(f"({_conditions(rule, paths, params, f'{name}_{rule.number}', member)})" for rule in rules)


def _count_by_posts(mandate: Mandate, on: Any) -> int:
    """The same from the posts themselves, whatever the rules ask. Rows of seats are people and need not be told apart:
    only the few who match by a charge alone are. One pass, whatever the number of rules."""
    paths, params = paths_of([mandate]), dict[str, Any]()
    includes, beside = _without_few([rule for rule in mandate.rules if not rule.excludes], params)
    anyone = _any(includes, paths, params, "m")
    params |= {"on": on, "low": paths[mandate.unit_id], "end": paths[mandate.unit_id] + orgs.PATH_END}
    matched = f"""select i.person_id, i.kind in {orgs.FILLS} as seat from orgs_incumbency i {_joins(*includes)}
    where i.organisation_path >= %(low)s and i.organisation_path < %(end)s and {_SERVING} and ({anyone}){beside}"""
    barred = " and ".join(_barred(mandate, paths, params, "m")) or "true"
    found = rows.first(
        lambda seats, charges: (seats, charges),
        "select count(*) filter (where x.seat), array_agg(x.person_id) filter (where not x.seat)"
        f" from ({matched}) x where {barred}",
        params,
    )
    seats, charges = found or (0, None)
    if not charges:
        return int(seats)
    more = rows.scalar(
        "select count(distinct c.person_id) from unnest(%(charges)s::bigint[]) c (person_id)"
        f" where not exists (select from ({matched}) x where x.seat and x.person_id = c.person_id)",
        params | {"charges": charges},
    )
    return int(seats) + int(more)


def _without_few(rules: list[Rule], params: Params) -> tuple[list[Rule], str]:
    """One rule that asks for most people by their group, told by the few who are not in it; others as they are."""
    groups = [one for rule in rules for one in rule.conditions if one.attribute is Attribute.GROUP]
    if len(rules) != 1 or len(groups) != 1 or rows.scalar(_SHARE, [list(groups[0].values)]) <= 0.5:
        return rules, ""
    params["few"] = sorted(set(rows.fetch(str, _GROUPS)) - set(groups[0].values))
    left = tuple(one for one in rules[0].conditions if one.attribute is not Attribute.GROUP)
    few = 'select from people_person few where few.id = i.person_id and few."group" = any(%(few)s::text[])'
    return [dataclasses.replace(rules[0], conditions=left)], f" and not exists ({few})"


def count_quickly(mandate: Mandate, on: Any) -> int | None:
    """The same while somebody writes the rules; None where it would keep them waiting. The rehearsal counts it then."""
    try:
        with transaction.atomic():
            rows.run("set local statement_timeout = '3s'")
            return count(mandate, on)
    except OperationalError:
        return None


def _rule(rule: Rule, mandate: Mandate, paths: Mapping[int, str], params: Params, name: str, among: str) -> str:
    params |= {f"{name}_low": paths[mandate.unit_id], f"{name}_end": paths[mandate.unit_id] + orgs.PATH_END}
    return f"""
    select i.person_id, {rule.number} as rule, i.organisation_path as path, i.valid_from as since, i.kind, i.id
    from orgs_incumbency i {f"join {among} few using (person_id)" if among else ""} {_joins(rule)}
    where i.organisation_path >= %({name}_low)s and i.organisation_path < %({name}_end)s and {_SERVING}
      and {_conditions(rule, paths, params, name)}
    """


def _barred(mandate: Mandate, paths: Mapping[int, str], params: Params, name: str) -> list[str]:
    """Of each rule that leaves out: that it does not match x.person_id, at any of her posts."""
    return [
        f"not exists (select from orgs_incumbency i {_joins(rule)} where i.person_id = x.person_id and {_SERVING}"
        f" and {_conditions(rule, paths, params, f'{name}_{rule.number}')})"
        for rule in mandate.rules
        if rule.excludes
    ]


def _joins(*rules: Rule) -> str:
    """Only what the rules ask of: posts and persons are large."""
    asked = {one.attribute for rule in rules for one in rule.conditions}
    posts = f"join {orgs.POSTS_AS_ON} post on post.id = i.post_id" if Attribute.DESIGNATION in asked else ""
    persons = "join people_person person on person.id = i.person_id" if asked & {Attribute.GROUP, Attribute.TAG} else ""
    return f"{posts} {persons}"


def _conditions(rule: Rule, paths: Mapping[int, str], params: Params, name: str, member: str | None = None) -> str:
    """member: how a condition on her service (s) is asked, where not by its own table."""
    parts = [
        _condition(one, paths, params, f"{name}_c{place}", member or _MEMBER)
        for place, one in enumerate(sorted(rule.conditions, key=lambda one: one.attribute not in ON_POST))
    ]
    return " and ".join(parts) or "true"


def _condition(one: Condition, paths: Mapping[int, str], params: Params, name: str, member: str) -> str:
    values = list(one.values)
    match one.attribute:
        case Attribute.UNIT:
            params[name] = [paths[int(value)] for value in values if int(value) in paths]
            if len(params[name]) == 1:  # one range of the index
                params |= {name: params[name][0], f"{name}_end": params[name][0] + orgs.PATH_END}
                return f"i.organisation_path >= %({name})s and i.organisation_path < %({name}_end)s"
            return (
                f"exists (select from unnest(%({name})s::text[]) u (path) where i.organisation_path >= u.path"
                f" and i.organisation_path < u.path || '{orgs.PATH_END}')"
            )
        case Attribute.DESIGNATION:
            params[name] = values
            return f"post.designation_id = any(%({name})s::bigint[])"
        case Attribute.POSTING:
            params[name] = values
            return f"i.kind = any(%({name})s::text[])"
        case Attribute.POSTED:
            return _span("i.valid_from", one, params, name, "date")
        case Attribute.GROUP:
            params[name] = values
            return f'person."group" = any(%({name})s::text[])'
        case Attribute.TAG:
            params[name] = values
            return f"person.tags::text[] && %({name})s::text[]"
        case Attribute.SERVICE | Attribute.CADRE:
            params[name] = values
            return member.format(f"s.{one.attribute}_id = any(%({name})s::bigint[])")
        case Attribute.BATCH:
            return member.format(f"s.batch is not null and {_span('s.batch', one, params, name, 'int')}")
        case Attribute.JOINED:
            first = "(select min(j.valid_from) from orgs_incumbency j where j.person_id = i.person_id)"
            return _span(first, one, params, name, "date")
        case Attribute.VERIFIED:
            return VERIFIED.format(person="i.person_id")
        case Attribute.PERSON:
            params[name] = values
            return f"i.person_id = any(%({name})s::bigint[])"


def _span(value: str, one: Condition, params: Params, name: str, kind: str) -> str:
    parts = []
    for sign, end, bound in ((">=", "low", one.low), ("<=", "high", one.high)):
        if bound is not None:
            params[f"{name}_{end}"] = bound
            parts.append(f"{value} {sign} %({name}_{end})s::{kind}")
    return f"({' and '.join(parts)})" if parts else "true"
