"""Persons, posts and providers that an intervention can name."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END, POSTS_AS_ON, THEN_POSTS


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """detail: the code of a post with its holder, or the code of a provider."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    detail: str


def person_here(person: uuids.UUID, path: str, on: dt.date) -> int | None:
    """Id of somebody who holds a post at the path or below on that day."""
    found: int | None = rows.scalar(
        "select p.id from people_person p where p.uuid = %s and exists (select from orgs_incumbency i"
        " where i.person_id = p.id and starts_with(i.organisation_path, %s) and i.valid_from <= %s"
        " and (i.valid_to is null or i.valid_to > %s))",
        [person, path, on, on],
    )
    return found


def post_here(post: uuids.UUID, path: str, on: dt.date) -> int | None:
    found: int | None = rows.scalar(
        f"select s.id from {POSTS_AS_ON} s where s.uuid = %(post)s and starts_with(s.organisation_path, %(path)s)"
        " and s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)",
        {"post": post, "path": path, "on": on},
    )
    return found


def posts_like(q: str, path: str, on: dt.date) -> list[Choice]:
    """By designation, desk or code: at most twenty."""
    if not q.strip():
        return []
    return rows.fetch(
        Choice,
        f"""
        select s.uuid, d.name, d.name_hi, d.name_ur,
          concat_ws(' · ', nullif(s.label, ''), s.code, (
            select p.name from orgs_incumbency i join people_person p on p.id = i.person_id
            where i.post_id = s.id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
            order by i.valid_from desc limit 1))
        from {THEN_POSTS} x join {POSTS_AS_ON} s on s.id = x.post_id join orgs_designation d on d.id = x.designation_id
        where x.organisation_path >= %(low)s and x.organisation_path < %(end)s and x.valid_from <= %(on)s
          and (x.valid_to is null or x.valid_to > %(on)s)
          and (d.name ilike %(q)s or d.name_hi like %(q)s or d.name_ur like %(q)s or s.label ilike %(q)s
            or s.code ilike %(q)s)
        order by length(x.organisation_path), d.name, s.code limit 20
        """,
        {"q": rows.like(q), "low": path, "end": path + PATH_END, "on": on},
    )


_LICENSED = (
    "status = 'licensed' and (licensed_from is null or licensed_from <= %(on)s)"
    " and (licensed_to is null or licensed_to > %(on)s)"
)


def provider_here(provider: uuids.UUID, on: dt.date) -> int | None:
    found: int | None = rows.scalar(
        f"select id from learning_provider where uuid = %(uuid)s and {_LICENSED}", {"uuid": provider, "on": on}
    )
    return found


def providers_like(q: str, on: dt.date) -> list[Choice]:
    if not q.strip():
        return []
    return rows.fetch(
        Choice,
        f"""
        select uuid, name_en, name_hi, name_ur, code from learning_provider
        where {_LICENSED} and (name_en ilike %(q)s or name_hi like %(q)s or name_ur like %(q)s or code ilike %(q)s)
        order by length(name_en), name_en limit 20
        """,
        {"q": rows.like(q), "on": on},
    )
