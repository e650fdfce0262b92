"""Drafts: fetching one with authority, the list of courses in work, the way of a draft so far."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.policies import OVER_PROVIDER, PLATFORM, can_over_provider
from karmayogi.learning.queries.row import Row

STATUSES = ("draft", "review", "ready", "published", "discarded")
PAGE = 25


@dataclasses.dataclass(frozen=True, slots=True)
class DraftRow:
    """held: roles of the actor as the provider's member. hand: the actor wrote in it. live: today's version."""

    id: int
    uuid: uuids.UUID
    course_id: int
    course_uuid: uuids.UUID
    course_code: str
    course_status: str
    live_id: int | None
    live_number: int | None
    provider_id: int
    provider_uuid: uuids.UUID
    provider_en: str
    provider_hi: str
    provider_ur: str
    path: str | None
    held: tuple[str, ...]
    number: int
    based_on_id: int | None
    version_id: int | None
    status: str
    mode: str
    licence: str
    languages: tuple[str, ...]
    pass_percent: int
    parts_needed: int | None
    draw: int
    quiz_minutes: int
    attempts: int
    revision: int
    round: int
    score: int | None
    author_id: int
    author: str
    author_native: str
    reviewer_id: int | None
    changed_at: dt.datetime
    sent_at: dt.datetime | None
    hand: bool
    kind: str = "course"
    counts_prior: bool = True

    @property
    def is_open(self) -> bool:
        return self.status in ("draft", "review", "ready")


_ROW = """
select d.id, d.uuid, c.id, c.uuid, c.code, c.status, c.current_version_id, live.number, p.id, p.uuid, p.name_en,
  p.name_hi, p.name_ur, g.path,
  coalesce((select array_agg(m.role::text) from learning_providermember m
            where m.provider_id = p.id and m.person_id = %(person)s), '{}'),
  d.number, d.based_on_id, d.version_id, d.status, d.mode, d.licence, d.languages, d.pass_percent, d.parts_needed,
  d.draw, d.quiz_minutes, d.attempts, d.revision, d.round, d.score, d.author_id, a.name, a.name_native, d.reviewer_id,
  d.changed_at, d.sent_at,
  exists (select from learning_drafthand h where h.draft_id = d.id and h.person_id = %(person)s), c.kind, d.counts_prior
from learning_draft d
join learning_course c on c.id = d.course_id
join learning_provider p on p.id = c.provider_id
join people_person a on a.id = d.author_id
left join orgs_organisation g on g.id = p.organisation_id
left join learning_courseversion live on live.id = c.current_version_id
where d.uuid = %(draft)s
"""


def _row(*row: Any) -> DraftRow:
    values = list(row)
    for place in (14, 21):
        values[place] = tuple(values[place])
    return DraftRow(*values)


def access_draft(actor: Actor, draft: uuids.UUID, to: str = "see") -> DraftRow:
    """The draft, for somebody who may do `to` for its provider: see | write | review | publish.

    Raises NotFound when there is none and when it is another provider's: nobody can tell which.
    """
    row = rows.first(_row, _ROW, {"person": actor.person_id, "draft": draft})
    if row is None or not can_over_provider(actor, row.path, row.held, to):
        raise NotFound
    return row


@dataclasses.dataclass(frozen=True, slots=True)
class CourseToEdit:
    """A course as its provider's people see it. draft: the open one, if any."""

    id: int
    uuid: uuids.UUID
    code: str
    status: str
    provider_id: int
    path: str | None
    held: tuple[str, ...]
    version_id: int | None
    retires_on: dt.date | None
    draft: uuids.UUID | None


_COURSE = """
select c.id, c.uuid, c.code, c.status, p.id, g.path,
  coalesce((select array_agg(m.role::text) from learning_providermember m
            where m.provider_id = p.id and m.person_id = %s), '{}'),
  c.current_version_id, c.retires_on,
  (select d.uuid from learning_draft d where d.course_id = c.id and d.status in ('draft', 'review', 'ready'))
from learning_course c join learning_provider p on p.id = c.provider_id
left join orgs_organisation g on g.id = p.organisation_id
where c.uuid = %s
"""


def access_course(actor: Actor, course: uuids.UUID, to: str) -> CourseToEdit:
    """The course, for somebody who may do `to` for its provider. Raises NotFound."""
    found: Any = rows.first(Row, _COURSE, [actor.person_id, course])
    if found is None or not can_over_provider(actor, found[5], found[6], to):
        raise NotFound
    fields: Any = (*found[:6], tuple(found[6]), *found[7:])
    return CourseToEdit(*fields)


def may_manage(actor: Actor, course: uuids.UUID) -> bool:
    """Whether the actor looks after the course: who takes part, its requests, attendance."""
    try:
        access_course(actor, course, "publish")
    except NotFound:
        return False
    return True


@dataclasses.dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the list. title: in the language asked for, else in any, else ""."""

    id: int
    uuid: uuids.UUID
    code: str
    number: int
    title: str
    provider_en: str
    provider_hi: str
    provider_ur: str
    status: str
    author: str
    author_native: str
    parts: int
    score: int | None
    changed_at: dt.datetime
    waits: bool


# What the actor may do for each provider.
_SCOPE = """
select p.id,
  coalesce(m.roles && %(see)s::text[], false) or exists (
    select from unnest(%(see_paths)s::text[]) as one(path) where starts_with(g.path, one.path)) or %(platform)s as sees,
  coalesce(m.roles && %(review)s::text[], false) or exists (
    select from unnest(%(review_paths)s::text[]) as one(path) where starts_with(g.path, one.path)) as reviews,
  coalesce(m.roles && %(publish)s::text[], false) or exists (
    select from unnest(%(publish_paths)s::text[]) as one(path) where starts_with(g.path, one.path))
    or %(publisher)s as publishes
from learning_provider p
left join orgs_organisation g on g.id = p.organisation_id
left join lateral (select array_agg(role::text) as roles from learning_providermember
                   where provider_id = p.id and person_id = %(person)s) m on true
"""

# Waiting for the actor: a review or a publication that no rule keeps from them.
_WAITS = """
case d.status when 'review' then mine.reviews when 'ready' then mine.publishes else false end
  and not exists (select from learning_drafthand h where h.draft_id = d.id and h.person_id = %(person)s)
"""

_LINES = f"""
with mine as materialized ({_SCOPE})
select d.id, d.uuid, c.code, d.number,
  coalesce((select t.title from learning_draftedtext t where t.draft_id = d.id and t.title <> ''
            order by (t.language = %(language)s) desc, (t.language = 'en') desc limit 1), ''),
  p.name_en, p.name_hi, p.name_ur, d.status, a.name, a.name_native,
  (select count(*)::int from learning_draftedpart x where x.draft_id = d.id), d.score, d.changed_at, {_WAITS}
from learning_draft d
join learning_course c on c.id = d.course_id
join mine on mine.id = c.provider_id and mine.sees
join learning_provider p on p.id = c.provider_id
join people_person a on a.id = d.author_id
where (cardinality(%(statuses)s::text[]) = 0 or d.status = any(%(statuses)s::text[]))
  and (not %(waiting)s or {_WAITS})
  and (%(q)s = '' or c.code ilike %(like)s or p.name_en ilike %(like)s or p.name_hi ilike %(like)s
       or p.name_ur ilike %(like)s or a.name ilike %(like)s
       or exists (select from learning_draftedtext t where t.draft_id = d.id and t.title ilike %(like)s))
  and (d.changed_at, d.id) < (%(before)s::timestamptz, %(last)s::bigint)
order by d.changed_at desc, d.id desc
limit %(limit)s
"""
_OLDEST = _LINES.replace(
    "and (d.changed_at, d.id) < (%(before)s::timestamptz, %(last)s::bigint)\norder by d.changed_at desc, d.id desc",
    "and (d.changed_at, d.id) > (%(before)s::timestamptz, %(last)s::bigint)\norder by d.changed_at, d.id",
)

_COUNTS = f"""
with mine as materialized ({_SCOPE})
select d.status, count(*)::int, count(*) filter (where {_WAITS})::int
from learning_draft d join learning_course c on c.id = d.course_id join mine on mine.id = c.provider_id and mine.sees
group by d.status
"""
_NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def scope_of(actor: Actor) -> dict[str, Any]:
    """What the statements here need to know of the actor."""
    found: dict[str, Any] = {
        "person": actor.person_id,
        "platform": bool(actor.paths(*PLATFORM)),
        "publisher": bool(actor.paths(*(role for role in OVER_PROVIDER["publish"] if role in PLATFORM))),
    }
    for name in ("see", "review", "publish"):
        wanted = OVER_PROVIDER[name]
        found[name] = [str(role) for role in wanted]
        found[f"{name}_paths"] = list(actor.paths(*(role for role in wanted if role not in PLATFORM)))
    return found


def draft_lines(
    actor: Actor, *, q: str = "", statuses: list[str], waiting: bool = False, oldest: bool = False,
    language: str = "en", after: str | None = None, limit: int = PAGE,
) -> tuple[list[DraftLine], str | None]:  # fmt: skip
    """Drafts of the actor's providers, changed last first (oldest: first); and the key of the next page.

    waiting: only those that wait for the actor's own review or publication.
    """
    instant, _, last = (after or "").rpartition("_")
    try:
        before, place = dt.datetime.fromisoformat(instant), int(last)
        if before.tzinfo is None or place > 2**62:
            raise ValueError
    except ValueError:
        before, place = (_EVER, 0) if oldest else (_NEVER, 0)
    found = rows.fetch(
        DraftLine,
        _OLDEST if oldest else _LINES,
        scope_of(actor)
        | {
            "statuses": statuses, "waiting": waiting, "q": q.strip(), "like": rows.like(q), "language": language,
            "before": before, "last": place, "limit": limit + 1,
        },
    )  # fmt: skip
    page = found[:limit]
    return page, f"{page[-1].changed_at.isoformat()}_{page[-1].id}" if len(found) > limit else None


def draft_counts(actor: Actor) -> dict[str, tuple[int, int]]:
    """Status -> (drafts that the actor sees, those that wait for the actor)."""
    return dict(rows.fetch(lambda status, count, waits: (status, (count, waits)), _COUNTS, scope_of(actor)))


def has_drafts(actor: Actor) -> bool:
    """Whether the actor has anything to do with the drafts of any provider."""
    return bool(actor.paths(*OVER_PROVIDER["see"])) or bool(
        rows.scalar(
            "select 1 from learning_providermember where person_id = %s and role = any(%s::text[]) limit 1",
            [actor.person_id, [str(role) for role in OVER_PROVIDER["see"]]],
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class StepRow:
    step: str
    person: str
    person_native: str
    comment: str
    at: dt.datetime


def steps_of(draft_id: int) -> list[StepRow]:
    """The way of a draft so far, last step first."""
    return rows.fetch(
        StepRow,
        "select s.step, p.name, p.name_native, s.comment, s.at from learning_draftstep s"
        " join people_person p on p.id = s.person_id where s.draft_id = %s order by s.id desc",
        [draft_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class VersionLine:
    id: int
    number: int
    published_at: dt.datetime
    minutes: int
    quality_score: int | None


def versions_of(course_id: int) -> list[VersionLine]:
    """Published versions, newest first."""
    return rows.fetch(
        VersionLine,
        "select id, number, published_at, minutes, quality_score from learning_courseversion where course_id = %s"
        " order by number desc",
        [course_id],
    )
