"""Sittings as those who plan and watch them see them."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.assessment.engine.timing import last_entry
from karmayogi.assessment.policies import can_organise, can_watch, organises, organising_paths, watching_paths
from karmayogi.assessment.queries.wording import TITLED, TITLES
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.api import POSTS_AS_ON, main_first


@dataclasses.dataclass(frozen=True, slots=True)
class SittingRow:
    """watches: the actor is named as its proctor. seated, came: seats, those marked present. running: open tests."""

    id: int
    uuid: UUID
    code_number: int
    venue: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    late_minutes: int
    places: int
    released_at: dt.datetime | None
    paper_id: int
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    office_path: str
    office_en: str
    office_hi: str
    office_ur: str
    watches: bool
    seated: int
    came: int
    running: int

    @property
    def label(self) -> str:
        """In the trail."""
        return f"{self.title_en}, {self.venue}"[:300]

    @property
    def last_entry(self) -> dt.datetime:
        return last_entry(self.starts_at, self.ends_at, self.late_minutes)


_SITTING = f"""
select t.id, t.uuid, t.code_number, t.venue, t.starts_at, t.ends_at, t.late_minutes, t.places, t.released_at, p.id,
  c.code, {TITLES}, o.path, o.name_en, o.name_hi,
  o.name_ur, exists (select from assessment_sittingproctor w where w.sitting_id = t.id and w.person_id = %(me)s),
  s.seated, s.came, s.running
from assessment_proctoredsitting t
join orgs_organisation o on o.id = t.organisation_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
cross join lateral (
  select count(*)::int as seated, count(*) filter (where s.state = 'present')::int as came,
    count(*) filter (where a.id is not null and a.submitted_at is null)::int as running
  from assessment_seat s left join assessment_attempt a on a.id = s.attempt_id where s.sitting_id = t.id) s
"""
_SEEN = """
where (exists (select from unnest(%(paths)s::text[]) mine(path) where starts_with(o.path, mine.path))
       or exists (select from assessment_sittingproctor w where w.sitting_id = t.id and w.person_id = %(me)s))
  and (%(like)s::text is null or te.title ilike %(like)s or t.venue ilike %(like)s or o.name_en ilike %(like)s)
  and (%(after)s::uuid is null or (t.starts_at, t.id) < (
    select x.starts_at, x.id from assessment_proctoredsitting x where x.uuid = %(after)s))
order by t.starts_at desc, t.id desc limit %(limit)s
"""


def concerned(actor: Actor) -> bool:
    """Whether the page of sittings is there for the actor: plans some, or is named as a proctor."""
    return organises(actor) or bool(
        rows.scalar("select 1 from assessment_sittingproctor where person_id = %s limit 1", [actor.person_id])
    )


def sittings(actor: Actor, *, q: str = "", after: UUID | None = None, limit: int = 50) -> list[SittingRow]:
    """Of the actor's subtrees, and those that the actor watches: the latest first. Raises NotFound for others."""
    if not concerned(actor):
        raise NotFound
    given = {
        "me": actor.person_id, "paths": list(organising_paths(actor)), "like": rows.like(q) if q.strip() else None,
        "after": after, "limit": limit,
    }  # fmt: skip
    return rows.fetch(SittingRow, _SITTING + _SEEN, given)


_TO_CLOSE = """
select count(*)::int from assessment_proctoredsitting t join orgs_organisation o on o.id = t.organisation_id
where t.released_at is null and t.ends_at < %(at)s
  and exists (select from assessment_seat s where s.sitting_id = t.id)
  and (exists (select from unnest(%(paths)s::text[]) mine(path) where starts_with(o.path, mine.path))
       or exists (select from assessment_sittingproctor w where w.sitting_id = t.id and w.person_id = %(me)s)
          and exists (select from unnest(%(watched)s::text[]) mine(path) where starts_with(o.path, mine.path)))
"""


def count_to_close(actor: Actor, at: dt.datetime) -> int:
    """Sittings that are over and whose results wait for the actor, or for somebody beside the actor, to tell them."""
    given = {
        "at": at, "me": actor.person_id, "paths": list(organising_paths(actor)), "watched": list(watching_paths(actor)),
    }  # fmt: skip
    return rows.scalar(_TO_CLOSE, given) or 0


def access_sitting(actor: Actor, uuid: UUID, to: str) -> SittingRow:
    """to: "plan" (whoever plans tests of the office), "watch" (its proctors) or "see" (either). Raises NotFound."""
    found = rows.first(SittingRow, _SITTING + "where t.uuid = %(uuid)s", {"me": actor.person_id, "uuid": uuid})
    if found is None:
        raise NotFound
    plans = can_organise(actor, found.office_path)
    watches = can_watch(actor, found.office_path, named=found.watches)
    if not {"plan": plans, "watch": watches, "see": plans or watches}[to]:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in the list. extra_percent: more time that she is allowed at this test. submitted: handed in.

    score: of results that are told.
    """

    uuid: UUID
    number: int
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    state: str
    incident: bool
    note: str
    marked_at: dt.datetime | None
    extra_percent: int
    opened_at: dt.datetime | None
    submitted_at: dt.datetime | None
    score: int | None
    passed: bool | None


_SEATS = f"""
select s.uuid, s.number, person.name, person.name_native, coalesce(d.name, ''), coalesce(d.name_hi, ''),
  coalesce(d.name_ur, ''), coalesce(o.name_en, ''), coalesce(o.name_hi, ''), coalesce(o.name_ur, ''), s.state,
  s.incident, s.note, s.marked_at, coalesce((
    select r.extra_percent from assessment_attemptrequest r
    where r.person_id = s.person_id and r.paper_id = %(paper)s and r.granted and r.extra_percent is not null
    order by r.id desc limit 1), 0),
  a.opened_at, a.submitted_at, coalesce(x.score, a.score), coalesce(x.passed, a.passed)
from assessment_seat s
join people_person person on person.id = s.person_id
left join lateral (
  select p.designation_id, p.organisation_id from orgs_incumbency i join {POSTS_AS_ON} p on p.id = i.post_id
  where i.person_id = s.person_id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by {main_first("i")} limit 1) post on true
left join orgs_designation d on d.id = post.designation_id
left join orgs_organisation o on o.id = post.organisation_id
left join assessment_attempt a on a.id = s.attempt_id
left join assessment_rescore x on x.attempt_id = a.id
where s.sitting_id = %(sitting)s
order by s.number
"""


def seat_list(row: SittingRow, on: dt.date) -> list[SeatLine]:
    """All seats in their order: a sitting has at most as many as `places`."""
    return rows.fetch(SeatLine, _SEATS, {"sitting": row.id, "paper": row.paper_id, "on": on})


def proctors_of(sitting_id: int) -> list[tuple[str, str]]:
    """Names of its proctors, in Latin letters and in their own script."""
    return rows.fetch(
        lambda *row: row,
        "select person.name, person.name_native from assessment_sittingproctor w"
        " join people_person person on person.id = w.person_id where w.sitting_id = %s order by person.name, person.id",
        [sitting_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class SeatedTest:
    """A test that can be taken at a sitting, or by people from outside: one that stands alone. provider_path: of the
    organisation that provides it, "" where that is none."""

    paper_id: int
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    persons_mark: bool
    provider_path: str


_ALONE = f"""
select p.id, c.code, {TITLES},
  exists (select from assessment_paperitem i join assessment_item q on q.id = i.item_id
          where i.paper_id = p.id and q.kind = 'short'), coalesce(ours.path, '')
from learning_course c
join learning_part part on part.version_id = c.current_version_id and part.kind = 'quiz'
join assessment_paper p on p.part_id = part.id
join learning_coursetext te on te.version_id = part.version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = part.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = part.version_id and tu.language = 'ur'
left join assessment_yearlytest y on y.paper_id = p.id
left join orgs_organisation o on o.id = y.organisation_id
left join learning_provider made on made.id = c.provider_id
left join orgs_organisation ours on ours.id = made.organisation_id
where c.kind = 'assessment' and c.status = 'published'
  and (c.audience = 'everyone' and y.id is null
       or exists (select from unnest(%(paths)s::text[]) mine(path)
                  where starts_with(o.path, mine.path) or starts_with(mine.path, o.path)))
"""


def tests_alone(actor: Actor, limit: int = 60) -> list[SeatedTest]:
    """To suggest while somebody types: those that everybody may take, and the year's tests of the actor's offices."""
    return rows.fetch(
        SeatedTest, _ALONE + " order by c.id desc limit %(limit)s",
        {"paths": list(organising_paths(actor)), "limit": limit},
    )  # fmt: skip


def test_by_code(actor: Actor, code: str) -> SeatedTest | None:
    """None also for a test that is not there for the actor."""
    return rows.first(
        SeatedTest, _ALONE + " and upper(c.code) = upper(%(code)s) limit 1",
        {"paths": list(organising_paths(actor)), "code": code},
    )  # fmt: skip
