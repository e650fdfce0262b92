"""Whether one may see a person, and fetching her with that question asked."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.policies import OVER_PERSON, can_over_person
from karmayogi.orgs.queries.posts import current_post
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import POSTS, on
from karmayogi.orgs.types import PersonAtPost

_PATHS = """
select i.organisation_path from orgs_incumbency i
where i.person_id = %(person)s and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
"""

_ROLES = """
select d.path from orgs_delegatedauthority d
where d.person_id = %(person)s and (d.valid_to is null or d.valid_to > %(on)s)
"""

# Upwards from the posts of the person until a post that the other one holds.
_LINE = f"""
with recursive line (person_id, post_id, step) as (
  select i.person_id, p.reports_to_id, 1
  from orgs_incumbency i join {POSTS} p on p.post_id = i.post_id and {on("p")}
  where i.person_id = any(%(persons)s::bigint[]) and {on("i")} and p.reports_to_id is not null
  union
  select line.person_id, p.reports_to_id, line.step + 1
  from line join {POSTS} p on p.post_id = line.post_id and {on("p")}
  where p.reports_to_id is not null and line.step < 20
)
"""
_SUPERVISES = f"""
{_LINE}
select exists (
  select from (select * from line limit 1000) line join orgs_incumbency i on i.post_id = line.post_id
  where i.person_id = %(other)s and {on("i")}
)
"""
_ABOVE = f"""
{_LINE}
select distinct i.person_id from line join orgs_incumbency i on i.post_id = line.post_id and {on("i")}
"""
_UNDER = f"""
{_LINE}
select distinct line.person_id from line join orgs_incumbency i on i.post_id = line.post_id and {on("i")}
where i.person_id = %(other)s
"""


def supervises(other_person_id: int, person_id: int, on: dt.date) -> bool:
    """Whether `other` holds a post above a post of the person, at any height."""
    return bool(rows.scalar(_SUPERVISES, {"persons": [person_id], "other": other_person_id, "on": on}))


def above(person_id: int, on: dt.date) -> list[int]:
    """Everybody who holds a post above a post of the person, at any height: for lists, which ask once and not for each
    row."""
    return rows.fetch(int, _ABOVE, {"persons": [person_id], "on": on})


def under(person_id: int, among: Sequence[int], on: dt.date) -> list[int]:
    """Those of `among` above whom the person holds a post, at any height."""
    return rows.fetch(int, _UNDER, {"persons": list(among), "other": person_id, "on": on})


def may_see_person(actor: Actor, person_id: int, on: dt.date) -> bool:
    """Herself; whoever is above her in the reporting line; the training admin and the head over her office."""
    if actor.person_id == person_id:
        return True
    return _reached(actor, person_id, "see", on) or supervises(actor.person_id, person_id, on)


def access_person(actor: Actor, person_uuid: uuids.UUID, to: str, on: dt.date) -> PersonAtPost:
    """The person with her main post, for an actor who may "see" or "staff" her. Raises NotFound otherwise."""
    found = rows.first(
        Record,
        'select id, uuid, name, name_native, employee_code, "group" from people_person where uuid = %s',
        [person_uuid],
    )
    if found is None:
        raise NotFound
    person_id: int = found[0]
    allowed = may_see_person(actor, person_id, on) if to == "see" else _reached(actor, person_id, to, on)
    if not allowed:
        raise NotFound
    _id, uuid, name, name_native, employee_code, group = found
    return PersonAtPost(person_id, uuid, name, name_native, employee_code, group, current_post(person_id, on))


def may_place(actor: Actor, person_id: int, on: dt.date) -> bool:
    """Whether the actor may give the person a post: she holds one that day in an office that the actor staffs, or none
    and no role beyond those offices. Otherwise anybody's record could be opened by giving her an additional charge, and
    who runs the platform could be placed and then retired."""
    paths = rows.fetch(str, _PATHS, {"person": person_id, "on": on})
    if paths:
        return any(can_over_person(actor, path, "staff") for path in paths)
    roles = rows.fetch(str, _ROLES, {"person": person_id, "on": on})
    return all(can_over_person(actor, path, "staff") for path in roles)


def _reached(actor: Actor, person_id: int, to: str, on: dt.date) -> bool:
    if not actor.paths(*OVER_PERSON[to]):
        return False
    paths = rows.fetch(str, _PATHS, {"person": person_id, "on": on})
    return any(can_over_person(actor, path, to) for path in paths)
