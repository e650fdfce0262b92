"""People from outside who were invited to a test: as they are known at their own door, and to whoever invited them."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.assessment.policies import can_organise, organises, organising_paths
from karmayogi.assessment.queries.papers import ATTEMPT_COLUMNS
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.assessment.queries.wording import TITLED, TITLES
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.digests import digest


@dataclasses.dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever holds the key of a candidate's door, with the one test that it opens."""

    candidate_id: int
    uuid: UUID
    name: str
    test_id: int
    part_id: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    course_uuid: UUID
    course_en: str
    course_hi: str
    course_ur: str
    office_en: str
    office_hi: str
    office_ur: str


_VISITOR = f"""
select k.id, k.uuid, k.name, t.id, p.part_id, t.opens_at, t.closes_at, c.uuid, {TITLES}, o.name_en, o.name_hi, o.name_ur
from assessment_candidate k
join assessment_publictest t on t.id = k.test_id
join orgs_organisation o on o.id = t.organisation_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
where k.door_digest = %s and k.removed_at is null
"""


def visitor_of(key: str) -> Visitor:
    """key: of the browser. Raises NotFound for one that opens nothing."""
    found = rows.first(Visitor, _VISITOR, [digest(key)]) if key else None
    if found is None:
        raise NotFound
    return found


def attempts_of(candidate_id: int) -> list[AttemptRow]:
    """Oldest first."""
    return rows.fetch(AttemptRow, ATTEMPT_COLUMNS + "where a.candidate_id = %s order by a.number", [candidate_id])


@dataclasses.dataclass(frozen=True, slots=True)
class PublicTestRow:
    id: int
    uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    office_path: str
    office_en: str
    office_hi: str
    office_ur: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    invited: int
    came: int
    passed: int


_TEST = f"""
select t.id, t.uuid, c.code, {TITLES}, o.path, o.name_en, o.name_hi,
  o.name_ur, t.opens_at, t.closes_at, s.invited, s.came, s.passed
from assessment_publictest t
join orgs_organisation o on o.id = t.organisation_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
cross join lateral (
  select count(*)::int as invited, count(k.came_at)::int as came, count(*) filter (where exists (
    select from assessment_attempt a left join assessment_rescore r on r.attempt_id = a.id
    where a.candidate_id = k.id and coalesce(r.passed, a.passed)))::int as passed
  from assessment_candidate k where k.test_id = t.id) s
"""


def public_tests(actor: Actor, *, q: str = "", after: int | None = None, limit: int = 50) -> list[PublicTestRow]:
    """Of the actor's subtrees, the newest first; for a publisher, who only opens them, none. Raises NotFound for
    others."""
    if not (organises(actor) or withdraws(actor)):
        raise NotFound
    return rows.fetch(
        PublicTestRow,
        _TEST + """
        where exists (select from unnest(%(paths)s::text[]) mine(path) where starts_with(o.path, mine.path))
          and (%(like)s::text is null or te.title ilike %(like)s or c.code ilike %(like)s or o.name_en ilike %(like)s)
          and (%(after)s::bigint is null or t.id < %(after)s) order by t.id desc limit %(limit)s
        """,
        {
            "paths": list(organising_paths(actor)), "like": rows.like(q) if q.strip() else None, "after": after,
            "limit": limit,
        },
    )  # fmt: skip


def access_public_test(actor: Actor, uuid: UUID) -> PublicTestRow:
    """For whoever plans tests of its office. Raises NotFound for others."""
    found = rows.first(PublicTestRow, _TEST + "where t.uuid = %s", [uuid])
    if found is None or not can_organise(actor, found.office_path):
        raise NotFound
    return found


def path_of(uuid: UUID) -> str:
    """Of the office that invites to it."""
    return str(rows.scalar(
        "select o.path from assessment_publictest t join orgs_organisation o on o.id = t.organisation_id"
        " where t.uuid = %s",
        [uuid],
    ))  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class CandidateLine:
    """score and passed: the best attempt. running: one is open. certificate: its number, "" without one."""

    id: int
    uuid: UUID
    name: str
    email: str
    invited_at: dt.datetime
    came_at: dt.datetime | None
    removed_at: dt.datetime | None
    waits: bool
    attempts: int
    running: bool
    score: int | None
    passed: bool | None
    certificate: str


_ASKS = """
(k.removed_at is null
 and exists (select from assessment_candidateplea l where l.candidate_id = k.id and l.decided_at is null)) desc"""
SORTS = {
    "asks": f"{_ASKS}, k.id desc",
    "invited": "k.id desc",
    "name": "lower(k.name), k.id desc",
    "score": "s.score desc nulls last, k.id desc",
}
_CANDIDATES = """
select k.id, k.uuid, k.name, k.email, k.invited_at, k.came_at, k.removed_at, k.token_digest is not null, s.attempts,
  s.running, s.score, s.passed, coalesce((select c.code from credentials_certificate c
    where c.ref_uuid = k.uuid and c.ref_kind = 'candidate' limit 1), '')
from assessment_candidate k
cross join lateral (
  select count(*)::int as attempts, coalesce(bool_or(a.submitted_at is null), false) as running,
    max(coalesce(r.score, a.score)) as score, bool_or(coalesce(r.passed, a.passed)) as passed
  from assessment_attempt a left join assessment_rescore r on r.attempt_id = a.id where a.candidate_id = k.id) s
where k.test_id = %(test)s
  and (%(like)s::text is null or k.name ilike %(like)s or k.email ilike %(like)s)
order by {order} offset %(skip)s limit %(limit)s
"""


def candidates(
    test_id: int, *, q: str = "", sort: str = "invited", skip: int = 0, limit: int | None = 50
) -> list[CandidateLine]:
    """The caller has fetched the test with the right to it. Removed ones stay in it without a name."""
    sql = _CANDIDATES.format(order=SORTS[sort])
    like = rows.like(q) if q.strip() else None
    return rows.fetch(CandidateLine, sql, {"test": test_id, "like": like, "skip": skip, "limit": limit})


def to_forget(before: dt.datetime, limit: int) -> list[int]:
    """Candidates whose test ended before then and whose names are still kept."""
    return rows.fetch(
        int,
        "select k.id from assessment_candidate k join assessment_publictest t on t.id = k.test_id"
        " where k.removed_at is null and t.closes_at < %s order by k.id limit %s",
        [before, limit],
    )
