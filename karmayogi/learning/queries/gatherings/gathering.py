"""The page of an event, one's place in it, and the list of its organisers."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.queries.admitted import admitted, finds
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class GatheringPage:
    """link is shown to whoever has a seat. place_state: "" for somebody who is not registered. ahead: before them."""

    course_id: int
    uuid: uuids.UUID
    code: str
    version: int
    status: str
    retire_reason: str
    audience: str
    admitted: bool
    mode: str
    provider: str
    provider_hi: str
    provider_ur: str
    title_en: str
    title_hi: str
    title_ur: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    languages: list[str]
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    link: str
    speaker: str
    seats: int | None
    credit: str
    taken: int
    waiting: int
    place_state: str
    ahead: int
    attended_minutes: int | None

    @property
    def full(self) -> bool:
        return self.seats is not None and self.taken >= self.seats

    @property
    def free(self) -> int | None:
        return None if self.seats is None else max(0, self.seats - self.taken)

    @property
    def minutes(self) -> int:
        return max(1, round((self.ends_at - self.starts_at).total_seconds() / 60))


_PAGE = f"""
select c.id, c.uuid, c.code, v.number, c.status, coalesce(r.reason, ''), c.audience,
  c.audience = 'everyone' or {admitted("c.id", "%(person)s", "%(on)s")}, c.mode, p.name_en, p.name_hi, p.name_ur,
  e.title_en, e.title_hi, e.title_ur, e.summary_en, e.summary_hi, e.summary_ur, e.languages,
  g.starts_at, g.ends_at, g.place, g.link, g.speaker, g.seats, g.credit,
  (select count(*)::int from learning_gatheringplace x where x.course_id = c.id and x.state = 'registered'),
  (select count(*)::int from learning_gatheringplace x where x.course_id = c.id and x.state = 'waiting'),
  coalesce(mine.state, ''),
  case when mine.state = 'waiting' then (
    select count(*)::int from learning_gatheringplace x where x.course_id = c.id and x.state = 'waiting'
      and (x.asked_at, x.id) < (mine.asked_at, mine.id)) else 0 end,
  mine.attended_minutes
from learning_catalogueentry e
join learning_course c on c.id = e.course_id and c.kind = 'event'
join learning_provider p on p.id = c.provider_id
join learning_courseversion v on v.id = c.current_version_id
join learning_gathering g on g.version_id = v.id
left join learning_retirement r on r.course_id = c.id and r.ended_at is null
left join learning_gatheringplace mine on mine.person_id = %(person)s::bigint and mine.course_id = c.id
where e.uuid = %(course)s and (not e.hidden or %(any)s or {finds("c.id", "%(person)s", "%(on)s")})
  and (c.status = 'published' or mine.id is not null or %(any)s)
"""


def gathering_page(
    course: uuids.UUID, person_id: int | None, on: dt.date, *, any_audience: bool = False
) -> GatheringPage:
    """In one statement. Raises NotFound for none, and for one that the reader may not find.

    any_audience: for whoever looks after it; the caller has authorised that.
    """
    found = rows.first(GatheringPage, _PAGE, {"person": person_id, "course": course, "on": on, "any": any_audience})
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class MyGathering:
    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    attended_minutes: int | None


_MINE = """
select c.uuid, e.title_en, e.title_hi, e.title_ur, g.starts_at, g.ends_at, p.state, p.attended_minutes
from learning_gatheringplace p
join learning_course c on c.id = p.course_id
join learning_catalogueentry e on e.course_id = c.id
join learning_gathering g on g.version_id = c.current_version_id
where p.person_id = %s and p.state <> 'cancelled' order by g.starts_at desc, p.id limit %s
"""


def gatherings_of(person_id: int, limit: int = 50) -> list[MyGathering]:
    """Those with a place, the latest first."""
    return rows.fetch(MyGathering, _MINE, [person_id, limit])


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceLine:
    id: int
    person_uuid: uuids.UUID
    name: str
    name_native: str
    employee_code: str
    office_en: str
    office_hi: str
    office_ur: str
    state: str
    attended_minutes: int | None


_PLACES = f"""
select x.id, p.uuid, p.name, p.name_native, p.employee_code, coalesce(o.name_en, ''), coalesce(o.name_hi, ''),
  coalesce(o.name_ur, ''), x.state, x.attended_minutes
from learning_gatheringplace x join people_person p on p.id = x.person_id
left join lateral (
  select g.name_en, g.name_hi, g.name_ur from orgs_incumbency i join orgs_organisation g on g.path = i.organisation_path
  where i.person_id = p.id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by {orgs.main_first("i")} limit 1
) o on true
where x.course_id = %(course)s and x.state <> 'cancelled' and x.id > %(after)s order by x.id limit %(limit)s
"""


def places_of(course_id: int, on: dt.date, after: int = 0, limit: int = 100) -> list[PlaceLine]:
    """Whoever has a seat or waits, in the order in which they came."""
    return rows.fetch(PlaceLine, _PLACES, {"course": course_id, "on": on, "after": after, "limit": limit})


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    uuid: uuids.UUID
    kind: str
    title: str
    sha: str
    media_type: str
    captions_sha: str
    text: str
    bytes: int


_RECORDINGS = """
select r.uuid, r.kind, r.title, f.sha256, f.media_type, coalesce(k.sha256, ''), r.text, f.size
from learning_gatheringrecording r join kernel_storedfile f on f.id = r.file_id
left join kernel_storedfile k on k.id = r.captions_id where r.course_id = %s order by r.id
"""


def recordings_of(course_id: int) -> list[Recording]:
    return rows.fetch(Recording, _RECORDINGS, [course_id])
