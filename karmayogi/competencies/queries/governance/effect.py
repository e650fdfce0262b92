"""What a change of competencies would touch: counts in one statement, and the lists behind them."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any

from karmayogi.competencies.types import Touched
from karmayogi.kernel import rows, slots
from karmayogi.orgs.api import POSTS_AS_ON, THEN_POSTS, main_first

SMALL = 5  # fewer persons than this in an office are not told apart


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """holders: persons on the posts; shown: persons with a level; evidence: rows that stand. orders: work allocation
    orders that are still being drawn up or reviewed."""

    profiles: int
    posts: int
    holders: int
    shown: int
    evidence: int
    occupations: int
    links: int
    schemes: int
    orders: int
    above: dict[str, int]
    """What higher packages count: "courses", "plans", ..."""


_PROFILES = """
select p.id, p.designation_id from competencies_profile p
where p.in_force and exists (select from competencies_profilerequirement r
                             where r.profile_id = p.id and r.competency_id = any(%(ids)s::bigint[]))
"""
_POSTS = f"""
select post.post_id as id from {THEN_POSTS} post join ({_PROFILES}) p on p.designation_id = post.designation_id
where post.valid_from <= %(on)s::date and (post.valid_to is null or post.valid_to > %(on)s::date)
"""
_COUNTS = f"""
select (select count(*) from ({_PROFILES}) p), (select count(*) from ({_POSTS}) p),
  (select count(distinct i.person_id) from orgs_incumbency i join ({_POSTS}) p on p.id = i.post_id
   where i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)),
  (select count(distinct l.person_id) from competencies_level l
   where l.competency_id = any(%(ids)s::bigint[]) and l.level > 0),
  (select count(*) from competencies_evidence e
   where e.competency_id = any(%(ids)s::bigint[]) and e.withdraws_id is null
     and not exists (select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)),
  (select count(distinct n.occupation_id) from competencies_occupationneed n
   where n.competency_id = any(%(ids)s::bigint[])),
  (select count(*) from competencies_crosswalklink k where k.status = 'accepted'
     and (k.origin_id = any(%(ids)s::bigint[]) or k.target_id = any(%(ids)s::bigint[]))),
  (select count(distinct s.scheme_id) from competencies_schemeneed s where s.competency_id = any(%(ids)s::bigint[])),
  (select count(distinct place.order_id) from competencies_orderneed n
   join competencies_orderactivity a on a.id = n.activity_id join competencies_orderrole r on r.id = a.role_id
   join competencies_orderposition place on place.id = r.position_id
   join competencies_workorder w on w.id = place.order_id
   where n.competency_id = any(%(ids)s::bigint[]) and w.status in ('draft', 'l1', 'l2'))
"""


def effect(competency_ids: Sequence[int], on: dt.date) -> Effect:
    """Posts and persons as on that day."""
    params = {"ids": list(competency_ids), "on": on}
    counts: dict[str, int] = {}
    for one in touched_above(competency_ids):
        counts[one.what] = counts.get(one.what, 0) + 1
    found = rows.first(functools.partial(Effect, above=counts), _COUNTS, params)
    assert found is not None
    return found


def touched_above(competency_ids: Sequence[int]) -> list[Touched]:
    """What packages above tell through the slot "competencies.touched": each fills in a function of the ids."""
    return [one for function in slots.every("competencies.touched") for one in function(list(competency_ids))]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a drill-down. key: where the next page begins. level, count: None where they mean nothing."""

    key: int
    title_en: str
    title_hi: str
    title_ur: str
    place_en: str
    place_hi: str
    place_ur: str
    code: str
    count: int | None


_LISTS = {
    "profiles": f"""
        select d.id, d.name, d.name_hi, d.name_ur, '', '', '', '',
          (select count(*) from {THEN_POSTS} post where post.designation_id = d.id and post.valid_from <= %(on)s::date
             and (post.valid_to is null or post.valid_to > %(on)s::date))
        from ({_PROFILES}) p join orgs_designation d on d.id = p.designation_id
        where d.id > %(after)s order by d.id limit %(limit)s
        """,
    "posts": f"""
        select post.id, d.name, d.name_hi, d.name_ur, o.name_en, o.name_hi, o.name_ur, post.code, null
        from ({_POSTS}) p join {POSTS_AS_ON} post on post.id = p.id
        join orgs_designation d on d.id = post.designation_id join orgs_organisation o on o.id = post.organisation_id
        where post.id > %(after)s order by post.id limit %(limit)s
        """,
    "schemes": """
        select s.id, s.name_en, s.name_hi, s.name_ur, o.name_en, o.name_hi, o.name_ur, s.code, null
        from competencies_scheme s join orgs_organisation o on o.id = s.owner_id
        where s.id > %(after)s and exists (select from competencies_schemeneed n
          where n.scheme_id = s.id and n.competency_id = any(%(ids)s::bigint[])) order by s.id limit %(limit)s
        """,
    # Persons only as figures, by ministry or State: the level below the country.
    "people": f"""
        select coalesce(o.id, 0), coalesce(o.name_en, ''), coalesce(o.name_hi, ''), coalesce(o.name_ur, ''), '', '', '',
          coalesce(o.code, ''), x.persons
        from (
          select left(i.organisation_path, 16) as path, count(distinct l.person_id) as persons
          from competencies_level l
          left join lateral (
            select i.organisation_path from orgs_incumbency i
            where i.person_id = l.person_id and i.valid_from <= %(on)s::date
              and (i.valid_to is null or i.valid_to > %(on)s::date)
            order by {main_first("i")} limit 1) i on true
          where l.competency_id = any(%(ids)s::bigint[]) and l.level > 0 group by 1) x
        left join orgs_organisation o on o.path = x.path
        where coalesce(o.id, 0) > %(after)s order by coalesce(o.id, 0) limit %(limit)s
        """,
}
LISTS = (*_LISTS, "courses")


def effect_list(
    what: str, competency_ids: Sequence[int], on: dt.date, *, after: int = -1, limit: int | None = 50
) -> list[Line]:
    """what: profiles | posts | schemes | people. People are counted by ministry or State, never named."""
    params: dict[str, Any] = {"ids": list(competency_ids), "on": on, "after": after, "limit": limit}
    return rows.fetch(Line, _LISTS[what], params)
