"""Work orders: fetching one with authority, the list, and what an order says as one tree."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.policies import OVER_ORDER, can_over_order
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.api import THEN_POSTS

STATUSES = ("draft", "l1", "l2", "published", "archived")


@dataclasses.dataclass(frozen=True, slots=True)
class OrderRow:
    id: int
    uuid: uuids.UUID
    number: str
    series: uuids.UUID
    version: int
    organisation_id: int
    organisation_uuid: uuids.UUID
    organisation_code: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    path: str
    title: str
    title_hi: str
    title_ur: str
    basis: str
    status: str
    author_id: int
    author: str
    author_native: str
    first_reviewer_id: int | None
    first_reviewer: str | None
    second_reviewer_id: int | None
    second_reviewer: str | None
    code: str | None
    content: str
    content_hash: str
    changed_at: dt.datetime
    published_at: dt.datetime | None
    archived_at: dt.datetime | None


# An order begins with the name of its designation as title: then it has that name in every language.
_TITLED = """
left join lateral (
  select d.name_hi as hi, d.name_ur as ur from competencies_orderposition p
  join orgs_designation d on d.id = p.designation_id and d.name = o.title
  where p.order_id = o.id limit 1) titled on true
"""

_COLUMNS = f"""
select o.id, o.uuid, o.number, o.series, o.version, g.id, g.uuid, g.code, g.name_en, g.name_hi, g.name_ur, g.path,
  o.title, coalesce(titled.hi, ''), coalesce(titled.ur, ''),
  o.basis, o.status, o.author_id, a.name, a.name_native, o.first_reviewer_id, l1.name,
  o.second_reviewer_id, l2.name, o.code, o.content, o.content_hash, o.changed_at, o.published_at, o.archived_at
from competencies_workorder o
join orgs_organisation g on g.id = o.organisation_id
join people_person a on a.id = o.author_id
left join people_person l1 on l1.id = o.first_reviewer_id
left join people_person l2 on l2.id = o.second_reviewer_id
{_TITLED}
"""


def access_order(actor: Actor, order: uuids.UUID, to: str = "see") -> OrderRow:
    """The order, for somebody who may do `to` with it: see | draft | review_l1 | review_l2 | administer.

    Raises NotFound when it does not exist and when no role of the actor reaches it: nobody can tell which.
    """
    row = rows.first(OrderRow, _COLUMNS + "where o.uuid = %s", [order])
    if row is None or not can_over_order(actor, row.path, to):
        raise NotFound
    return row


def order_by_id(order_id: int) -> OrderRow:
    row = rows.first(OrderRow, _COLUMNS + "where o.id = %s", [order_id])
    assert row is not None
    return row


def order_by_code(code: str) -> OrderRow | None:
    """For the public verification page: whoever holds the paper may ask."""
    return rows.first(OrderRow, _COLUMNS + "where o.code = %s", [code])


@dataclasses.dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of the list. positions: names of its designations; unmapped: what still has to be filled in."""

    id: int
    uuid: uuids.UUID
    number: str
    version: int
    title: str
    title_hi: str
    title_ur: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    status: str
    author: str
    author_native: str
    positions_en: str
    positions_hi: str
    positions_ur: str
    unmapped: int
    changed_at: dt.datetime


_LINES = f"""
select o.id, o.uuid, o.number, o.version, o.title, coalesce(titled.hi, ''), coalesce(titled.ur, ''),
  g.name_en, g.name_hi, g.name_ur, o.status, a.name, a.name_native,
  coalesce(named.en, ''), coalesce(named.hi, ''), coalesce(named.ur, ''),
  (select count(*) from competencies_orderposition p join competencies_orderrole r on r.position_id = p.id
     join competencies_orderactivity a on a.role_id = r.id left join competencies_orderneed n on n.activity_id = a.id
   where p.order_id = o.id and n.level is null),
  o.changed_at
from competencies_workorder o
join orgs_organisation g on g.id = o.organisation_id
join people_person a on a.id = o.author_id
cross join lateral (
  select string_agg(d.name, ', ' order by p.place) as en,
    string_agg(coalesce(nullif(d.name_hi, ''), d.name), ', ' order by p.place) as hi,
    string_agg(coalesce(nullif(d.name_ur, ''), d.name), '، ' order by p.place) as ur
  from competencies_orderposition p join orgs_designation d on d.id = p.designation_id where p.order_id = o.id) named
{_TITLED}
where exists (select 1 from unnest(%(paths)s::text[]) as mine(path) where starts_with(g.path, mine.path))
  and (cardinality(%(statuses)s::text[]) = 0 or o.status = any(%(statuses)s::text[]))
  and (%(q)s = '' or o.number ilike %(like)s or o.title ilike %(like)s or g.name_en ilike %(like)s
       or exists (select 1 from competencies_orderposition p join orgs_designation d on d.id = p.designation_id
                  where p.order_id = o.id and (d.name ilike %(like)s or d.name_hi ilike %(like)s
                                               or d.name_ur ilike %(like)s)))
  and (o.changed_at, o.id) < (%(before)s::timestamptz, %(last)s::bigint)
order by o.changed_at desc, o.id desc
limit %(limit)s
"""
_NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def order_lines(
    actor: Actor, q: str, statuses: list[str], after: str | None = None, limit: int = 25
) -> tuple[list[OrderLine], str | None]:
    """Orders under the organisations where the actor may see them, changed last first; the key of the next page."""
    before, last = _cursor(after)
    found = rows.fetch(
        OrderLine,
        _LINES,
        {
            "paths": list(actor.paths(*OVER_ORDER["see"])), "statuses": statuses, "q": q.strip(),
            "like": rows.like(q), "before": before, "last": last, "limit": limit + 1,
        },
    )  # fmt: skip
    page = found[:limit]
    return page, f"{page[-1].changed_at.isoformat()}_{page[-1].id}" if len(found) > limit else None


def order_counts(actor: Actor) -> dict[str, int]:
    """Status -> number of orders that the actor may see."""
    found = rows.fetch(
        lambda status, count: (status, count),
        """
        select o.status, count(*) from competencies_workorder o join orgs_organisation g on g.id = o.organisation_id
        where exists (select 1 from unnest(%s::text[]) as mine(path) where starts_with(g.path, mine.path)) group by 1
        """,
        [list(actor.paths(*OVER_ORDER["see"]))],
    )
    return dict(found)


def to_review(actor: Actor) -> int:
    """How many orders wait for a review that the actor may give: not as the author, nor as the reviewer before."""
    found: int = rows.scalar(
        """
        select count(*) from competencies_workorder o join orgs_organisation g on g.id = o.organisation_id
        where ((o.status = 'l1' and exists (select 1 from unnest(%(l1)s::text[]) as mine(path)
                                            where starts_with(g.path, mine.path)))
            or (o.status = 'l2' and exists (select 1 from unnest(%(l2)s::text[]) as mine(path)
                                            where starts_with(g.path, mine.path))))
          and o.author_id <> %(me)s
          and not exists (select 1 from competencies_workorderhand h where h.order_id = o.id and h.person_id = %(me)s)
        """,
        {
            "l1": list(actor.paths(*OVER_ORDER["review_l1"])), "l2": list(actor.paths(*OVER_ORDER["review_l2"])),
            "me": actor.person_id,
        },
    )  # fmt: skip
    return found


def _cursor(after: str | None) -> tuple[dt.datetime, int]:
    instant, _, last = (after or "").rpartition("_")
    try:
        return dt.datetime.fromisoformat(instant), int(last)
    except ValueError:
        return _NEVER, 0


@dataclasses.dataclass(frozen=True, slots=True)
class StepRow:
    step: str
    person: str | None
    person_native: str | None
    comment: str
    at: dt.datetime


def steps_of(order_id: int) -> list[StepRow]:
    """The way of an order so far, last step first."""
    return rows.fetch(
        StepRow,
        """
        select s.step, p.name, p.name_native, s.comment, s.at from competencies_workorderstep s
        left join people_person p on p.id = s.person_id where s.order_id = %s order by s.id desc
        """,
        [order_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class VersionRow:
    uuid: uuids.UUID
    number: str
    version: int
    status: str
    changed_at: dt.datetime


def versions_of(series: uuids.UUID) -> list[VersionRow]:
    """Every version of an order, newest first."""
    return rows.fetch(
        VersionRow,
        "select uuid, number, version, status, changed_at from competencies_workorder where series = %s"
        " order by version desc",
        [series],
    )


def is_hand(order_id: int, person_id: int) -> bool:
    """Whether the person wrote in the draft."""
    return bool(
        rows.scalar(
            "select 1 from competencies_workorderhand where order_id = %s and person_id = %s", [order_id, person_id]
        )
    )


def posts_of(designations: list[int], on: dt.date) -> dict[int, int]:
    """Designation -> number of its posts on that day, in the whole country: for all of them the profile will hold."""
    found = rows.fetch(
        lambda designation, posts: (designation, posts),
        f"""
        select p.designation_id, count(*) from {THEN_POSTS} p
        where p.designation_id = any(%(designations)s::bigint[]) and p.valid_from <= %(on)s
          and (p.valid_to is null or p.valid_to > %(on)s)
        group by 1
        """,
        {"designations": designations, "on": on},
    )
    return dict(found)


def outside(order_id: int, paths: tuple[str, ...], on: dt.date) -> list[tuple[str, int]]:
    """(designation, posts) of the order that have posts on that day outside all of these subtrees."""
    return rows.fetch(
        lambda name, posts: (name, posts),
        f"""
        select d.name, count(*) from competencies_orderposition p
        join orgs_designation d on d.id = p.designation_id
        join {THEN_POSTS} s on s.designation_id = d.id and s.valid_from <= %(on)s
          and (s.valid_to is null or s.valid_to > %(on)s)
        where p.order_id = %(order)s
          and not exists (select 1 from unnest(%(paths)s::text[]) as mine(path)
                          where starts_with(s.organisation_path, mine.path))
        group by d.name order by d.name
        """,
        {"order": order_id, "paths": list(paths), "on": on},
    )
