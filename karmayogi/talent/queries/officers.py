"""The officers of an appraisal year as its office looks at them, and what one of them has prescribed."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans import api as plans
from karmayogi.talent.queries.standing import Asked, StandingRow, mine_sql, standing_sql

# What a list is sorted by: a text, so that one key reads on from any of them.
SORTS = {
    "name": "lower(p.name)",
    "missing": "lpad((1000 - greatest(x.needed - x.done, 0))::text, 5, '0') || lower(p.name)",
}


@dataclasses.dataclass(frozen=True, slots=True)
class OfficerRow:
    standing: StandingRow
    uuid: uuids.UUID
    name: str
    name_native: str
    employee_code: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    contested: bool


_LISTED = f"""
with x as materialized ({{standing}}),
listed as (
  select x.*, p.search, p.uuid, p.name, p.name_native, p.employee_code, d.name as d_en, d.name_hi as d_hi,
    d.name_ur as d_ur,
    o.name_en as o_en, o.name_hi as o_hi, o.name_ur as o_ur,
    exists (select from talent_contest c where c.year_id = %(appraisal)s and c.person_id = x.person_id
      and c.state = 'waiting') as contested, {{sort}} as k
  from x join people_person p on p.id = x.person_id
  join {orgs.POSTS_AS_ON} post on post.id = x.post_id join orgs_designation d on d.id = post.designation_id
  join orgs_organisation o on o.id = post.organisation_id
)"""
_COLUMNS = """
l.person_id, l.path, l.post_id, l.standing, l.prescribed, l.done, l.needed, l.days, l.test_on, l.eligible_on,
  l.uuid, l.name, l.name_native, l.employee_code, l.d_en, l.d_hi, l.d_ur, l.o_en, l.o_hi, l.o_ur, l.contested"""
_CHOSEN = """
from listed l
where (%(plain)s::text = '' or l.search like lower(%(q)s) or l.employee_code = %(plain)s
    or l.o_en ilike %(q)s or l.d_en ilike %(q)s)
  and (%(show)s::text = '' or l.standing = %(show)s or (%(show)s = 'contested' and l.contested))
  and (%(after)s::bigint is null or (l.k, l.person_id) > (
    select b.k, b.person_id from listed b where b.person_id = %(after)s))
order by l.k, l.person_id limit %(limit)s
"""
_LIST = f"{_LISTED} select {_COLUMNS} {_CHOSEN}"
# Everybody's standing is worked out once for both.
_PAGE = f"""{_LISTED},
counted as (
  select coalesce(jsonb_object_agg(g.standing, g.officers), '{{{{}}}}') || jsonb_build_object(
    'contested', coalesce(sum(g.contested), 0)) as figures
  from (
    select x.standing, count(*) as officers, count(c.id) as contested
    from x left join talent_contest c on c.year_id = %(appraisal)s and c.person_id = x.person_id and c.state = 'waiting'
    group by 1
  ) g
)
select {_COLUMNS}, counted.figures::text from counted left join (select l.* {_CHOSEN}) l on true
order by l.k, l.person_id
"""
_STANDING_COLUMNS = len(dataclasses.fields(StandingRow))


def every_officer(
    asked: Asked, on: dt.date, *, q: str = "", show: str = "", sort: str = "name"
) -> Iterator[OfficerRow]:
    """All of them, worked out once and held a piece at a time. show: a standing, "contested", or all."""
    sql, given = _given(asked, on, q, show, None, None)
    with transaction.atomic():
        yield from rows.stream(_officer, _LIST.format(standing=sql, sort=SORTS[sort]), given)


def officers_and_figures(
    asked: Asked, on: dt.date, *, q: str = "", show: str = "", sort: str = "name", after: int | None = None,
    limit: int = 50,
) -> tuple[list[OfficerRow], dict[str, int]]:  # fmt: skip
    """The same, and of all officers how many stand how and how many contest theirs. after: the person whose line was
    the last of the page before."""
    sql, given = _given(asked, on, q, show, after, limit)
    found = rows.fetch(lambda *row: row, _PAGE.format(standing=sql, sort=SORTS[sort]), given)
    return [_officer(*row[:-1]) for row in found if row[0] is not None], json.loads(found[0][-1])


# From so many posts on a page does not work out how everybody stands, unless it is asked to.
LARGE = 3_000
_BY_NAME = """
with {mine}
select m.person_id from mine m join people_person p on p.id = m.person_id {searched}
where (%(after)s::bigint is null or (lower(p.name), p.id) > (
    select lower(b.name), b.id from people_person b where b.id = %(after)s)) {found}
order by lower(p.name), p.id limit %(limit)s
"""
_FOUND = """
  and (p.search like lower(%(q)s) or p.employee_code = %(plain)s or o.name_en ilike %(q)s or d.name ilike %(q)s)
"""
# Whoever has a post there comes first in most cases: so the next by name are looked at before everybody is.
_THERE = """
  from orgs_incumbency j where j.organisation_path >= %(low)s
    and j.organisation_path < %(end)s and j.valid_from <= %(on)s and (j.valid_to is null or j.valid_to > %(on)s)
"""
# Of these the ones whom a search may mean: by name through its index, by code, by the name of office or designation.
# Whether it means them says _FOUND.
_MEANT = f"""
  select j.person_id {_THERE} and j.person_id in (
    select p.id from people_person p where p.search like lower(%(q)s)
    union all
    select p.id from people_person p where p.employee_code = %(plain)s and p.employee_code <> '')
  union
  select j.person_id {_THERE} and j.post_id in (
    select post.id from orgs_post post join orgs_designation d on d.id = post.designation_id where d.name ilike %(q)s
    union all
    select past.post_id from orgs_postpast past join orgs_designation d on d.id = past.designation_id
    where d.name ilike %(q)s
    union all
    select post.id from orgs_organisation o join orgs_post post on post.organisation_id = o.id
    where o.name_en ilike %(q)s
    union all
    select past.post_id from orgs_organisation o join orgs_postpast past on past.organisation_id = o.id
    where o.name_en ilike %(q)s)
"""
_NEXT = """
select p.id from ({who}) n join people_person p on p.id = n.person_id
where %(after)s::bigint is null or (lower(p.name), p.id) > (
  select lower(b.name), b.id from people_person b where b.id = %(after)s)
order by lower(p.name), p.id limit %(limit)s
"""
_SEARCHED = f"""
join {orgs.POSTS_AS_ON} post on post.id = m.post_id join orgs_designation d on d.id = post.designation_id
join orgs_organisation o on o.id = post.organisation_id
"""


def is_large(asked: Asked, on: dt.date) -> bool:
    held = rows.scalar(
        "select count(*) from (select from orgs_incumbency i where i.organisation_path >= %s and i.organisation_path"
        " < %s and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s) limit %s) x",
        [asked.path, asked.path + orgs.PATH_END, on, on, LARGE + 1],
    )
    return bool(held > LARGE)


def officers_by_name(
    asked: Asked, on: dt.date, *, q: str = "", after: int | None = None, limit: int = 50
) -> list[OfficerRow]:
    """The same list by name, of whoever stands how: only those that are shown are worked out."""
    chosen = {"plain": q.strip(), "q": rows.like(q), "after": after, "limit": limit}
    parts = {"searched": _SEARCHED, "found": _FOUND} if q.strip() else {"searched": "", "found": ""}
    people = _next_by_name(asked, on, chosen, parts)
    if people is None:
        mine, given = mine_sql(asked, on)
        people = rows.fetch(int, _BY_NAME.format(mine=mine, **parts), given | chosen)
    sql, params = standing_sql(asked, on, people)
    params |= {"plain": "", "q": "", "show": "", "after": None, "limit": limit}
    return rows.fetch(_officer, _LIST.format(standing=sql, sort=SORTS["name"]), params)


def _next_by_name(asked: Asked, on: dt.date, chosen: dict[str, Any], parts: dict[str, str]) -> list[int] | None:
    """Whose year it is of the next people by name who have a post there, and whom a search may mean; None where most of
    these have another year or are not meant, so that a few are not enough."""
    limit = chosen["limit"]
    most = 4 * limit
    mine, given = mine_sql(asked, on, [])
    who = _MEANT if parts["found"] else f"select distinct j.person_id {_THERE}"
    near = rows.fetch(int, _NEXT.format(who=who), given | chosen | {"limit": most})
    found = rows.fetch(int, _BY_NAME.format(mine=mine, **parts), given | chosen | {"people": near})
    return found if len(found) == limit or len(near) < most else None


def _given(
    asked: Asked, on: dt.date, q: str, show: str, after: int | None, limit: int | None
) -> tuple[str, dict[str, Any]]:
    sql, params = standing_sql(asked, on)
    return sql, params | {"plain": q.strip(), "q": rows.like(q), "show": show, "after": after, "limit": limit}


def _officer(*row: Any) -> OfficerRow:
    return OfficerRow(StandingRow(*row[:_STANDING_COLUMNS]), *row[_STANDING_COLUMNS:])


@dataclasses.dataclass(frozen=True, slots=True)
class CourseRow:
    """A course that is prescribed. done_on: within the year; earlier: done on a day that does not count. by: the other
    course that counts in its place."""

    id: int
    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    numbers: list[str]
    done_on: dt.date | None
    allowed: bool
    earlier: dt.date | None


def courses_of(asked: Asked, person_id: int, on: dt.date) -> list[CourseRow]:
    """What orders prescribe to her in that year, those that are missing first."""
    terms, day = asked.terms, min(on, asked.terms.last)
    orders = plans.for_appraisal(asked.path, terms.first, terms.last)
    prescribed, params = plans.prescribed_sql(orders, [person_id])
    done = plans.done_sql("n.person_id = %(person)s and n.course_id = any(%(courses)s::bigint[])")
    sql = f"""
    with asked as materialized ({prescribed}),
    fact as materialized (
      select course_id, day, false as allowed from ({done}) f where day <= %(on)s
      union all
      select a.course_id, a.done_on, true from talent_allowance a
      where a.year_id = %(appraisal)s and a.person_id = %(person)s and a.done_on <= %(on)s
    )
    select e.course_id, e.uuid, e.title_en, e.title_hi, e.title_ur, (
        select coalesce(array_agg(distinct m.number), '{{}}') from plans_mandateitem i
        join plans_mandate m on m.id = i.mandate_id where i.course_id = e.course_id and m.id = any(%(orders)s::bigint[])
      ),
      x.done_on, coalesce(x.allowed, false), x.earlier
    from (
      select a.course_id, min(f.day) filter (where f.day >= %(since)s::date) as done_on,
        bool_or(f.allowed) filter (where f.day >= %(since)s::date) as allowed,
        max(f.day) filter (where f.day < %(since)s::date) as earlier
      from asked a left join fact f on f.course_id = a.same_id group by 1
    ) x join learning_catalogueentry e on e.course_id = x.course_id
    order by x.done_on nulls first, e.title_en, e.course_id
    """
    given = params | {
        "on": day, "person": person_id, "appraisal": asked.id, "orders": [one.id for one in orders],
        "since": dt.date.min if terms.counts_earlier else terms.first,
        "courses": sorted({course for one in orders for same in one.what.items for course in same}),
    }  # fmt: skip
    return rows.fetch(CourseRow, sql, given)


@dataclasses.dataclass(frozen=True, slots=True)
class AbsenceRow:
    uuid: uuids.UUID
    kind: str
    from_on: dt.date
    until_on: dt.date
    order_number: str


def absences_of(person_id: int, asked: Asked) -> list[AbsenceRow]:
    """Within the year, the first of them first."""
    return rows.fetch(
        AbsenceRow,
        "select uuid, kind, from_on, until_on, order_number from talent_absence where person_id = %s"
        " and removed_at is null and from_on <= %s and until_on >= %s order by from_on, id limit 100",
        [person_id, asked.terms.last, asked.terms.first],
    )


def title_of(course_id: int) -> tuple[uuids.UUID, str, str, str] | None:
    """(uuid, titles) of a course in the catalogue."""
    return rows.first(
        lambda *row: row,
        "select uuid, title_en, title_hi, title_ur from learning_catalogueentry where course_id = %s",
        [course_id],
    )
