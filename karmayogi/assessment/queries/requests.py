"""Requests for one more attempt, as those who decide see them."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.assessment.policies import can_decide, decides_for_the_unposted, deciding_paths
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """attempts: used so far. best: highest score of them in per cent."""

    uuid: uuid.UUID
    name: str
    name_native: str
    course_en: str
    course_hi: str
    course_ur: str
    attempts: int
    best: int | None
    pass_percent: int
    why: str
    asked_at: dt.datetime
    extra_percent: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class RequestRow:
    id: int
    person_id: int
    organisation_path: str
    decided: bool
    extra_percent: int | None


_EXTRA = "select max(extra_percent) from assessment_attemptrequest where person_id = %s and granted"
_WAITING = """
select r.uuid, person.name, person.name_native, te.title, coalesce(th.title, ''), coalesce(tu.title, ''), a.used,
  a.best, p.pass_percent, r.why, r.asked_at, r.extra_percent
from assessment_attemptrequest r
join people_person person on person.id = r.person_id
join assessment_paper p on p.id = r.paper_id
join learning_part part on part.id = p.part_id
join learning_coursetext te on te.version_id = part.version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = part.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = part.version_id and tu.language = 'ur'
cross join lateral (
  select count(*)::int as used, max(coalesce(s.score, t.score)) as best from assessment_attempt t
  left join assessment_rescore s on s.attempt_id = t.id
  where t.person_id = r.person_id and t.paper_id = r.paper_id) a
where r.decided_at is null and r.person_id <> %(me)s
  and (exists (select from unnest(%(paths)s::text[]) mine(path)
               where r.organisation_path <> '' and starts_with(r.organisation_path, mine.path))
       or (%(unposted)s::boolean and r.organisation_path = ''))
  and (%(after)s::uuid is null or (r.asked_at, r.id) > (
    select last.asked_at, last.id from assessment_attemptrequest last where last.uuid = %(after)s))
order by r.asked_at, r.id
limit %(limit)s
"""


def extra_percent(person_id: int) -> int:
    """The most time that the person was allowed more at any test: they have it too where no test of a course is."""
    return rows.scalar(_EXTRA, [person_id]) or 0


def decides(actor: Actor) -> bool:
    """Whether the page of requests is there for the actor at all."""
    return bool(deciding_paths(actor)) or decides_for_the_unposted(actor)


def waiting(actor: Actor, limit: int, after: uuid.UUID | None = None) -> list[Waiting]:
    """What waits for a decision of this actor, longest waiting first; after that one, whatever became of it."""
    terms = {
        "me": actor.person_id,
        "paths": list(deciding_paths(actor)),
        "unposted": decides_for_the_unposted(actor),
        "limit": limit,
        "after": after,
    }
    return rows.fetch(Waiting, _WAITING, terms)


def access_request(actor: Actor, request_uuid: uuid.UUID) -> RequestRow:
    """The request, for an actor who may decide on it. Raises NotFound otherwise."""
    found = rows.first(
        RequestRow,
        "select id, person_id, organisation_path, decided_at is not null, extra_percent"
        " from assessment_attemptrequest where uuid = %s",
        [request_uuid],
    )
    if found is None or not can_decide(actor, found.person_id, found.organisation_path):
        raise NotFound
    return found
