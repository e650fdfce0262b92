"""How far posts are described: the share of posts whose designation has an approved profile, as on a day.

Approved is what a work order published; a profile that came with the product or an import is proposed. A profile
counts from the day it was published to the day before another took its place or it was archived. Posts are counted
under the organisation where they stand today.
"""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.api import THEN_POSTS


@dataclasses.dataclass(frozen=True, slots=True)
class ProgressRow:
    """A unit with everything below it. designations: different ones among its posts; approved: those with
    such a profile. posts_proposed: posts whose designation has a profile that nobody has approved yet."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    posts: int
    posts_approved: int
    posts_proposed: int
    designations: int
    approved: int

    @property
    def share(self) -> float | None:
        return self.posts_approved / self.posts if self.posts else None


@dataclasses.dataclass(frozen=True, slots=True)
class DesignationRow:
    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    posts: int
    profile: uuids.UUID | None
    approved: bool | None
    version: int | None
    published_on: dt.date | None
    open_order: uuids.UUID | None
    open_status: str | None


_FRAC = f"""
with held as (
  select distinct on (designation_id) designation_id, uuid, version, published_on,
    exists (select 1 from competencies_orderposition o where o.profile_id = competencies_profile.id) as approved
  from competencies_profile
  where published_on <= %(on)s and (ended_on is null or ended_on > %(on)s)
  order by designation_id, version desc
), post as (
  select s.organisation_path as path, s.designation_id
  from {THEN_POSTS} s
  where s.organisation_path >= %(path)s and s.organisation_path < %(path)s || '~'
    and s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)
)
"""

_UNITS = (
    _FRAC
    + """
, unit as (
  select g.uuid, g.name_en, g.name_hi, g.name_ur, g.kind, g.path, (g.path <> %(path)s)::int as below
  from orgs_organisation g where g.path = %(path)s or g.parent_id = %(id)s
), counted as (
  select left(post.path, %(length)s + 8) as path, post.designation_id, count(*) as posts,
    held.approved
  from post left join held on held.designation_id = post.designation_id
  group by 1, 2, 4
)
select u.uuid, u.name_en, u.name_hi, u.name_ur, u.kind,
  coalesce(sum(c.posts), 0)::bigint, coalesce(sum(c.posts) filter (where c.approved), 0)::bigint,
  coalesce(sum(c.posts) filter (where not c.approved), 0)::bigint,
  count(distinct c.designation_id), count(distinct c.designation_id) filter (where c.approved)
from unit u left join counted c on (u.below = 0 or c.path = u.path)
group by u.uuid, u.name_en, u.name_hi, u.name_ur, u.kind, u.below, u.path
order by u.below, u.name_en
"""
)

_DESIGNATIONS = (
    _FRAC
    + """
select d.id, d.uuid, d.name, d.name_hi, d.name_ur, count(*), held.uuid, held.approved, held.version,
  held.published_on,
  o.uuid, o.status
from post
join orgs_designation d on d.id = post.designation_id
left join held on held.designation_id = d.id
left join lateral (
  select w.uuid, w.status from competencies_orderposition p
  join competencies_workorder w on w.id = p.order_id
  join orgs_organisation g on g.id = w.organisation_id
  where p.designation_id = d.id and w.status in ('draft', 'l1', 'l2')
    and g.path >= %(path)s and g.path < %(path)s || '~'
  order by w.id desc limit 1
) o on true
group by d.id, d.uuid, d.name, d.name_hi, d.name_ur, held.uuid, held.approved, held.version,
  held.published_on, o.uuid, o.status
order by coalesce(held.approved, false), count(*) desc, d.name
limit %(limit)s
"""
)


def progress(organisation_id: int, path: str, on: dt.date) -> list[ProgressRow]:
    """The organisation itself first, then each unit directly below it."""
    return rows.fetch(ProgressRow, _UNITS, {"id": organisation_id, "path": path, "length": len(path), "on": on})


def designations_in(path: str, on: dt.date, limit: int = 200) -> list[DesignationRow]:
    """Designations of the posts there, those without an approved profile first, most posts first."""
    return rows.fetch(DesignationRow, _DESIGNATIONS, {"path": path, "on": on, "limit": limit})
