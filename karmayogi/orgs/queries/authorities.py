"""Who holds which role where, until when and by whom; and everybody who reaches a person."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import clock, rows
from karmayogi.orgs.engine.paths import ancestors
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import INCUMBENCIES, POSTS, on
from karmayogi.orgs.types import Page

SOON = dt.timedelta(days=30)


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds. approved_by: the second person, where two had to agree."""

    id: int
    uuid: uuids.UUID
    person_id: int
    person_uuid: uuids.UUID
    person: str
    person_native: str
    role: str
    path: str
    unit_id: int
    unit_en: str
    unit_hi: str
    unit_ur: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None
    granted_by: str | None
    granted_by_native: str | None
    approved_by: str | None
    approved_by_native: str | None
    reason: str
    while_on_post_id: int | None
    while_on: str | None
    while_on_hi: str | None
    while_on_ur: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A role that waits for a second person."""

    uuid: uuids.UUID
    person_id: int
    person: str
    person_native: str
    role: str
    path: str
    unit_en: str
    unit_hi: str
    unit_ur: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None
    reason: str
    proposed_by_id: int
    proposed_by: str
    proposed_by_native: str
    proposed_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Above:
    """Somebody on a post above hers. step: how many posts up."""

    step: int
    person_id: int
    person: str
    person_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    unit_en: str
    unit_hi: str
    unit_ur: str
    since: dt.date


# The unit under its name of the day %(on)s.
_HELD = f"""
select a.id, a.uuid, person.id, person.uuid, person.name, person.name_native, a.role, a.path, o.id,
  coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur),
  a.valid_from, a.valid_to, giver.name, giver.name_native, second.name, second.name_native,
  a.reason, a.while_on_post_id, d.name, d.name_hi, d.name_ur
from orgs_delegatedauthority a
join people_person person on person.id = a.person_id
join orgs_organisation o on o.id = a.organisation_id
left join orgs_organisationspell n on n.organisation_id = o.id and {on("n")}
left join people_person giver on giver.id = a.granted_by_id
left join orgs_authorityproposal y on y.authority_id = a.id
left join people_person second on second.id = y.decided_by_id
left join orgs_post w on w.id = a.while_on_post_id
left join orgs_designation d on d.id = w.designation_id
"""

_WITHIN = """
exists (select from unnest(%(paths)s::text[]) as mine (path) where a.path >= mine.path and a.path < mine.path || '~')
"""

SHOWS = {
    "now": "a.valid_from <= %(at)s and (a.valid_to is null or a.valid_to > %(at)s)",
    "soon": "a.valid_from <= %(at)s and a.valid_to > %(at)s and a.valid_to <= %(soon)s",
    "ended": "a.valid_to <= %(at)s",
}


def held_within(
    paths: tuple[str, ...],
    at: dt.datetime,
    show: str = "now",
    q: str = "",
    roles: list[str] | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[Held]:
    """Roles held at or below one of these paths (of today), in the order of the tree. show: a key of SHOWS.

    q: part of the name of a person or a unit.
    """
    last_id, _dot, last_path = (after or "").partition(".")
    values = {
        "paths": list(paths), "at": at, "on": clock.day(at), "soon": at + SOON, "q": rows.like(q), "roles": roles or [],
        "limit": limit + 1,
        "last": int(last_id) if last_id.isascii() and last_id.isdigit() and len(last_id) < 19 else 0, "path": last_path,
    }  # fmt: skip
    found = rows.fetch(
        Held,
        _HELD + "where " + _WITHIN + " and " + SHOWS[show]
        + (" and (person.search like lower(%(q)s) or o.name_en ilike %(q)s"
           " or o.name_hi like %(q)s or o.name_ur like %(q)s)" if q else "")
        + (" and a.role = any(%(roles)s::text[])" if roles else "")
        + (" and (a.path, a.id) > (%(path)s::text, %(last)s::bigint)" if values["last"] else "")
        + " order by a.path, a.id limit %(limit)s",
        values,
    )  # fmt: skip
    page = found[:limit]
    return Page(page, f"{page[-1].id}.{page[-1].path}" if len(found) > limit else None)


def authority(uuid: uuids.UUID, on_day: dt.date) -> Held | None:
    return rows.first(Held, _HELD + "where a.uuid = %(uuid)s", {"uuid": uuid, "on": on_day})


_PROPOSAL = """
select a.uuid, person.id, person.name, person.name_native, a.role, a.path, o.name_en, o.name_hi, o.name_ur,
  a.valid_from, a.valid_to, a.reason, asker.id, asker.name, asker.name_native, a.proposed_at
from orgs_authorityproposal a
join people_person person on person.id = a.person_id
join people_person asker on asker.id = a.proposed_by_id
join orgs_organisation o on o.id = a.organisation_id
"""


def proposals_within(paths: tuple[str, ...]) -> list[Proposal]:
    """Those that wait for a second person at or below one of these paths, the oldest first."""
    return rows.fetch(
        Proposal,
        _PROPOSAL + "where a.status = 'open' and " + _WITHIN + " order by a.id limit 200",
        {"paths": list(paths)},
    )


_IN_FORCE = "a.valid_from <= %(at)s and (a.valid_to is null or a.valid_to > %(at)s)"
# Authority over her: a role at a path with which one of her paths begins.
_OVER = f"""
where exists (select from unnest(%(paths)s::text[]) as hers (path)
              where hers.path >= a.path and hers.path < a.path || '~')
  and a.path = any(%(lines)s::text[]) and {_IN_FORCE}
order by length(a.path) desc, a.role, a.id
"""
# The same on a past day: the unit of the role stood at the path of that day, and where it stands now says nothing.
_OVER_THEN = f"""
where coalesce(n.path, a.path) = any(%(lines)s::text[]) and {_IN_FORCE}
order by length(coalesce(n.path, a.path)) desc, a.role, a.id
"""


def paths_of(person_id: int, on_day: dt.date) -> list[str]:
    """Where she works on that day: the paths of that day."""
    found = rows.fetch(
        Record,
        f"select distinct i.organisation_path from {INCUMBENCIES} i where i.person_id = %(person)s and {on('i')}",
        {"person": person_id, "on": on_day},
    )
    return sorted(path for (path,) in found)


def held_over(paths: list[str], at: dt.datetime, *, then: bool = False) -> list[Held]:
    """Every role that reaches one of these paths at that instant, the nearest unit first. then: the instant is past,
    and the paths are those of its day."""
    lines = sorted({step for path in paths for step in ["", *ancestors(path)]})
    asked = {"paths": paths, "lines": lines, "at": at, "on": clock.day(at)}
    return rows.fetch(Held, _HELD + (_OVER_THEN if then else _OVER), asked)


_LINE = f"""
with recursive line (step, post_id) as (
  select 1, p.reports_to_id
  from orgs_incumbency i join {POSTS} p on p.post_id = i.post_id and {on("p")}
  where i.person_id = %(person)s and {on("i")} and p.reports_to_id is not null
  union
  select line.step + 1, p.reports_to_id
  from line join {POSTS} p on p.post_id = line.post_id and {on("p")}
  where p.reports_to_id is not null and line.step < 20
)
select distinct on (line.step, person.id, i.post_id)
  line.step, person.id, person.name, person.name_native, d.name, d.name_hi, d.name_ur,
  coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur), i.valid_from
from (select * from line limit 400) line
join orgs_incumbency i on i.post_id = line.post_id and {on("i")}
join people_person person on person.id = i.person_id
join {POSTS} p on p.post_id = line.post_id and {on("p")}
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
left join orgs_organisationspell n on n.organisation_id = o.id and {on("n")}
where person.id <> %(person)s
order by line.step, person.id, i.post_id
"""


def above(person_id: int, on_day: dt.date) -> list[Above]:
    """Everybody who holds a post above one of hers, the nearest first: the same line by which supervisors see her."""
    return rows.fetch(Above, _LINE, {"person": person_id, "on": on_day})
