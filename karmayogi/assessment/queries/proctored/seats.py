"""Seats at sittings: of one person, of one sitting, and what a seat says about an attempt."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.assessment.queries.wording import TITLED, TITLES
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class SeatRow:
    """A person's own seat at a sitting. attempt_uuid: of the one that she opened there."""

    id: int
    uuid: UUID
    number: int
    state: str
    paused_until: dt.datetime | None
    sitting_id: int
    sitting_uuid: UUID
    venue: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    late_minutes: int
    released_at: dt.datetime | None
    paper_id: int
    minutes: int
    part_uuid: UUID
    course_uuid: UUID
    title_en: str
    title_hi: str
    title_ur: str
    attempt_uuid: UUID | None

    @property
    def last_entry(self) -> dt.datetime:
        """Until when somebody may come in."""
        return min(self.ends_at, self.starts_at + dt.timedelta(minutes=self.late_minutes))


_SEAT = f"""
select s.id, s.uuid, s.number, s.state, s.paused_until, t.id, t.uuid, t.venue, t.starts_at,
  t.ends_at, t.late_minutes, t.released_at, p.id, p.minutes, part.uuid, c.uuid, {TITLES}, a.uuid
from assessment_seat s
join assessment_proctoredsitting t on t.id = s.sitting_id
join assessment_paper p on p.id = t.paper_id
{TITLED}
left join assessment_attempt a on a.id = s.attempt_id
"""


def my_seats(person_id: int, limit: int = 50) -> list[SeatRow]:
    """Hers, the next and latest first."""
    return rows.fetch(SeatRow, _SEAT + "where s.person_id = %s order by t.starts_at desc, s.id limit %s", [
        person_id, limit,
    ])  # fmt: skip


def access_seat(actor: Actor, sitting: UUID) -> SeatRow:
    """Her own seat there. Whoever has none finds no sitting."""
    found = rows.first(SeatRow, _SEAT + "where s.person_id = %s and t.uuid = %s", [actor.person_id, sitting])
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Awaited:
    uuid: UUID
    venue: str
    starts_at: dt.datetime


def awaited_sitting(person_id: int, paper_id: int, at: dt.datetime) -> Awaited | None:
    """A sitting of that test at which she has a seat that is not used yet and can still be."""
    return rows.first(
        Awaited,
        "select t.uuid, t.venue, t.starts_at from assessment_seat s"
        " join assessment_proctoredsitting t on t.id = s.sitting_id"
        " where s.person_id = %s and t.paper_id = %s and s.attempt_id is null and s.state <> 'absent'"
        " and t.released_at is null and (t.ends_at > %s or exists (select from assessment_venueline l"
        "   join assessment_venuepaper v on v.id = l.paper_id where v.seat_id = s.id and v.replaced_at is null))"
        " order by t.starts_at limit 1",
        [person_id, paper_id, at],
    )


def is_held(attempt_id: int) -> bool:
    """Whether the attempt was made at a sitting whose results are not told yet."""
    return bool(rows.scalar(
        "select 1 from assessment_seat s join assessment_proctoredsitting t on t.id = s.sitting_id"
        " where s.attempt_id = %s and t.released_at is null",
        [attempt_id],
    ))  # fmt: skip


def was_witnessed(attempt_id: int) -> bool:
    """Whether a proctor saw the person there, and nothing that speaks against the result."""
    return bool(rows.scalar(
        "select 1 from assessment_seat s where s.attempt_id = %s and s.state = 'present' and not s.incident"
        " and not exists (select from assessment_venuepaper v"
        "                 where v.seat_id = s.id and v.replaced_at is null and v.settled in ('late', 'early'))",
        [attempt_id],
    ))  # fmt: skip
