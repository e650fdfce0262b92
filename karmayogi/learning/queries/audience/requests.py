"""Requests to be let into a course: one's own, and those that wait for a decision."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.policies import OFFICE, OVER_PROVIDER, can_over_provider, decides_for
from karmayogi.learning.queries.authoring.drafts import scope_of


@dataclasses.dataclass(frozen=True, slots=True)
class OwnRequest:
    uuid: uuids.UUID
    state: str
    why: str
    asked_at: dt.datetime
    reminded_at: dt.datetime | None
    decided_at: dt.datetime | None
    reason: str


_OWN = """
select uuid, state, why, asked_at, reminded_at, decided_at, reason from learning_accessrequest
where course_id = %s and person_id = %s order by id desc limit 1
"""


def own_request(person_id: int, course_id: int) -> OwnRequest | None:
    """The latest."""
    return rows.first(OwnRequest, _OWN, [course_id, person_id])


@dataclasses.dataclass(frozen=True, slots=True)
class RequestRow:
    """office: where they serve. path: of the provider's organisation. held: the actor's roles as its member."""

    id: int
    uuid: uuids.UUID
    course_id: int
    course_uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    person_id: int
    name: str
    name_native: str
    organisation_path: str
    office_en: str
    office_hi: str
    office_ur: str
    why: str
    state: str
    asked_at: dt.datetime
    reminded_at: dt.datetime | None
    path: str | None
    held: tuple[str, ...]


_ROW = """
select r.id, r.uuid, c.id, c.uuid, coalesce(e.title_en, c.code), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''),
  p.id, p.name, p.name_native, r.organisation_path, coalesce(o.name_en, ''), coalesce(o.name_hi, ''),
  coalesce(o.name_ur, ''), r.why, r.state, r.asked_at, r.reminded_at, g.path,
  coalesce((select array_agg(m.role::text) from learning_providermember m
            where m.provider_id = v.id and m.person_id = %(person)s), '{}')
from learning_accessrequest r
join learning_course c on c.id = r.course_id
join learning_provider v on v.id = c.provider_id
join people_person p on p.id = r.person_id
left join learning_catalogueentry e on e.course_id = c.id
left join orgs_organisation g on g.id = v.organisation_id
left join orgs_organisation o on o.path = r.organisation_path and r.organisation_path <> ''
"""
_WAITING = (
    _ROW
    + """
where r.state = 'waiting' and r.person_id <> %(person)s and (
  %(publisher)s
  or exists (select from learning_providermember m where m.provider_id = v.id and m.person_id = %(person)s
             and m.role = any(%(publish)s::text[]))
  or exists (select from unnest(%(publish_paths)s::text[]) as one(path) where starts_with(g.path, one.path))
  or (r.organisation_path <> '' and exists (
    select from unnest(%(office_paths)s::text[]) as one(path) where starts_with(r.organisation_path, one.path))))
  and (%(after)s::uuid is null or (coalesce(r.reminded_at, r.asked_at), r.id) > (
    select coalesce(last.reminded_at, last.asked_at), last.id from learning_accessrequest last
    where last.uuid = %(after)s))
order by coalesce(r.reminded_at, r.asked_at), r.id limit %(limit)s
"""
)


def _row(*row: Any) -> RequestRow:
    fields: Any = (*row[:19], tuple(row[19]))
    return RequestRow(*fields)


def access_request(actor: Actor, request: uuids.UUID) -> RequestRow:
    """A request that the actor may decide: for the course's provider, or for the office of whoever asks.

    Raises NotFound, also for a request of the actor's own.
    """
    found = rows.first(_row, _ROW + "where r.uuid = %(uuid)s", {"person": actor.person_id, "uuid": request})
    if found is None or found.person_id == actor.person_id:
        raise NotFound
    if not (can_over_provider(actor, found.path, found.held, "publish") or decides_for(actor, found.organisation_path)):
        raise NotFound
    return found


def waiting_requests(actor: Actor, limit: int, after: uuids.UUID | None = None) -> list[RequestRow]:
    """Those that wait for the actor, the longest first; after that one, whatever became of it."""
    scope = scope_of(actor) | {"office_paths": list(actor.paths(*OFFICE)), "limit": limit, "after": after}
    return rows.fetch(_row, _WAITING, scope)


def may_decide_requests(actor: Actor) -> bool:
    """Whether anything could wait for the actor."""
    return bool(actor.paths(*OFFICE, *OVER_PROVIDER["publish"])) or bool(
        rows.scalar(
            "select 1 from learning_providermember where person_id = %s and role = any(%s::text[]) limit 1",
            [actor.person_id, [str(role) for role in OVER_PROVIDER["publish"]]],
        )
    )
