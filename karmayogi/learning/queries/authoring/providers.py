"""Providers: one with authority, the register, their people, what they have in the catalogue and how it is rated."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.policies import PLATFORM, can_over_provider
from karmayogi.learning.queries.authoring.drafts import scope_of
from karmayogi.learning.queries.row import Row

PAGE = 25
STATUSES = ("applied", "licensed", "suspended", "refused")


@dataclasses.dataclass(frozen=True, slots=True)
class ProviderRow:
    """path: of its organisation, None without one. held: roles of the actor as its member."""

    id: int
    uuid: uuids.UUID
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    organisation_id: int | None
    organisation_en: str | None
    organisation_hi: str | None
    organisation_ur: str | None
    path: str | None
    about: str
    status: str
    licensed_from: dt.date | None
    licensed_to: dt.date | None
    most_live: int | None
    reason: str
    applicant_id: int | None
    applicant: str | None
    applied_at: dt.datetime
    decided_at: dt.datetime | None
    held: tuple[str, ...]


_ROW = """
select p.id, p.uuid, p.code, p.name_en, p.name_hi, p.name_ur, p.kind, p.organisation_id, g.name_en, g.name_hi,
  g.name_ur, g.path, p.about, p.status, p.licensed_from, p.licensed_to, p.most_live, p.reason, p.applicant_id, a.name,
  p.applied_at, p.decided_at,
  coalesce((select array_agg(m.role::text) from learning_providermember m
            where m.provider_id = p.id and m.person_id = %s), '{}')
from learning_provider p
left join orgs_organisation g on g.id = p.organisation_id
left join people_person a on a.id = p.applicant_id
"""


def _row(*row: Any) -> ProviderRow:
    fields: Any = (*row[:22], tuple(row[22]))
    return ProviderRow(*fields)


def access_provider(actor: Actor, provider: uuids.UUID, to: str = "see") -> ProviderRow:
    """The provider, for somebody who may do `to` for it; its applicant may see it too. Raises NotFound otherwise."""
    row = rows.first(_row, _ROW + "where p.uuid = %s", [actor.person_id, provider])
    if row is None:
        raise NotFound
    if not (can_over_provider(actor, row.path, row.held, to) or (to == "see" and row.applicant_id == actor.person_id)):
        raise NotFound
    return row


def provider_by_uuid(provider: uuids.UUID) -> ProviderRow | None:
    """For whoever is asked about providers in office; nothing is authorised."""
    return rows.first(_row, _ROW + "where p.uuid = %s", [None, provider])


def licence_of(row: ProviderRow, on: dt.date) -> str:
    """applied | licensed | suspended | refused | early | expired on that day."""
    if row.status != "licensed":
        return row.status
    if row.licensed_from and on < row.licensed_from:
        return "early"
    return "expired" if row.licensed_to and on >= row.licensed_to else "licensed"


def live_courses(provider_id: int, but: int = 0) -> int:
    """How many courses of the provider are in the catalogue, one left out."""
    return int(
        rows.scalar(
            "select count(*) from learning_course where provider_id = %s and status = 'published' and id <> %s",
            [provider_id, but],
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class ProviderLine:
    """One line of the register. rated: how many ratings its courses have; stars: their mean, None below five."""

    id: int
    uuid: uuids.UUID
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    status: str
    licensed_to: dt.date | None
    live: int
    rated: int
    stars: float | None


# Few ratings say little and may show who gave them: no mean below this number.
FEW = 5

_LINES = """
select p.id, p.uuid, p.code, p.name_en, p.name_hi, p.name_ur, p.kind, p.status, p.licensed_to,
  (select count(*)::int from learning_course c where c.provider_id = p.id and c.status = 'published'),
  coalesce(r.rated, 0), r.stars
from learning_provider p
left join orgs_organisation g on g.id = p.organisation_id
left join lateral (select array_agg(role::text) as roles from learning_providermember
                   where provider_id = p.id and person_id = %(person)s) m on true
left join lateral (
  select count(*)::int as rated, case when count(*) >= %(few)s then avg(x.stars)::float end as stars
  from learning_courserating x join learning_course c on c.id = x.course_id
  where c.provider_id = p.id and x.hidden_at is null) r on true
where (%(platform)s or p.applicant_id = %(person)s or coalesce(m.roles && %(see)s::text[], false) or exists (
        select from unnest(%(see_paths)s::text[]) as one(path) where starts_with(g.path, one.path)))
  and (cardinality(%(statuses)s::text[]) = 0 or p.status = any(%(statuses)s::text[]))
  and (%(q)s = '' or p.name_en ilike %(like)s or p.name_hi ilike %(like)s or p.name_ur ilike %(like)s
       or p.code ilike %(like)s)
  and (lower(p.name_en), p.id) > (%(name)s, %(last)s::bigint)
order by lower(p.name_en), p.id
limit %(limit)s
"""


def provider_lines(
    actor: Actor, *, q: str = "", statuses: list[str], after: str = "", limit: int = PAGE
) -> tuple[list[ProviderLine], str | None]:
    """Providers that the actor may see, by name; and the key of the next page."""
    last, _, name = after.partition("_")
    place = int(last) if last.isascii() and last.isdigit() and len(last) < 18 else 0
    found = rows.fetch(
        ProviderLine,
        _LINES,
        scope_of(actor)
        | {
            "q": q.strip(), "like": rows.like(q), "statuses": statuses, "few": FEW, "name": name if place else "",
            "last": place, "limit": limit + 1,
        },
    )  # fmt: skip
    page = found[:limit]
    return page, f"{page[-1].id}_{page[-1].name_en.lower()}" if len(found) > limit else None


@dataclasses.dataclass(frozen=True, slots=True)
class MemberLine:
    id: int
    person_id: int
    name: str
    name_native: str
    role: str
    given_at: dt.datetime


def members_of(provider_id: int) -> list[MemberLine]:
    return rows.fetch(
        MemberLine,
        "select m.id, m.person_id, a.name, a.name_native, m.role, m.given_at from learning_providermember m"
        " join people_person a on a.id = m.person_id where m.provider_id = %s order by a.name, m.role",
        [provider_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class CourseLine:
    uuid: uuids.UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    status: str
    version: int
    score: int | None
    draft: uuids.UUID | None


def courses_of(provider_id: int) -> list[CourseLine]:
    """Published and retired courses of a provider, by code."""
    return rows.fetch(
        CourseLine,
        """
        select c.uuid, c.code, e.title_en, e.title_hi, e.title_ur, c.status, v.number, v.quality_score,
          (select d.uuid from learning_draft d where d.course_id = c.id and d.status in ('draft', 'review', 'ready'))
        from learning_course c join learning_catalogueentry e on e.course_id = c.id
        join learning_courseversion v on v.id = c.current_version_id
        where c.provider_id = %s order by c.code limit 500
        """,
        [provider_id],
    )


def rating_of(provider_id: int) -> tuple[int, float | None]:
    """(how many ratings of its courses, their mean or None below FEW)."""
    found: Any = rows.first(
        Row,
        "select count(*)::int, avg(x.stars)::float from learning_courserating x"
        " join learning_course c on c.id = x.course_id where c.provider_id = %s and x.hidden_at is null",
        [provider_id],
    )
    return found[0], found[1] if found[0] >= FEW else None


def writes_for(actor: Actor) -> list[ProviderRow]:
    """The licensed providers for which the actor may write, by name."""
    return licensed_for(actor, "write")


def publishes_for(actor: Actor) -> list[ProviderRow]:
    """The licensed providers for which the actor may publish, by name."""
    return licensed_for(actor, "publish")


def licensed_for(actor: Actor, to: str) -> list[ProviderRow]:
    """The licensed providers for which the actor may do that (a key of policies.OVER_PROVIDER), by name."""
    found = rows.fetch(_row, _ROW + "where p.status = 'licensed' order by p.name_en limit 2000", [actor.person_id])
    return [row for row in found if can_over_provider(actor, row.path, row.held, to)]


def sees_register(actor: Actor) -> bool:
    return bool(actor.paths(*PLATFORM)) or bool(
        rows.scalar(
            "select 1 from learning_provider p where p.applicant_id = %s or exists ("
            "select from learning_providermember m where m.provider_id = p.id and m.person_id = %s) limit 1",
            [actor.person_id, actor.person_id],
        )
    )
