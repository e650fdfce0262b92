"""Rooms: the Commission's list, one of them for whoever may enter, its downloads."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.evaluation.models import Room, RoomAssessor, RoomFile
from karmayogi.evaluation.policies import can_evaluate
from karmayogi.evaluation.queries.studies import PAGE, check_evaluates
from karmayogi.evaluation.types import RoomState
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs


def managed_room(actor: Actor, uuid: uuids.UUID, *, locked: bool = False) -> Room:
    """For the Commission, whatever its state."""
    check_evaluates(actor)
    rooms = Room.objects.select_for_update(of=("self",)) if locked else Room.objects
    found = rooms.select_related("organisation").filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def entered_room(actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> Room:
    """For somebody who is named in it, while it is open; at every other moment there is no such room."""
    found = Room.objects.select_related("organisation").filter(
        uuid=uuid, state=RoomState.OPEN, begins_at__lte=at, ends_at__gt=at
    )
    row = found.first()
    if row is None or actor.person_id is None:
        raise NotFound
    if not RoomAssessor.objects.filter(room=row, person_id=actor.person_id).exists():
        raise NotFound
    # Also whoever has come into the organisation since the room was opened: she knows too many of whom it tells.
    if any(path.startswith(row.organisation.path) for path in _serves(actor, at)):
        raise NotFound
    return row


def _serves(actor: Actor, at: dt.datetime) -> list[str]:
    """Paths of where she holds posts."""
    if actor.person_id is None:
        return []
    return [post.path for post in orgs.posts_of(actor.person_id, clock.day(at))]


def seen_room(actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> Room:
    return managed_room(actor, uuid) if can_evaluate(actor) else entered_room(actor, uuid, at)


def files_of(room: Room) -> list[RoomFile]:
    """Those that are there, each with its content."""
    found = RoomFile.objects.select_related("file").filter(room=room, file__isnull=False)
    return list(found.order_by("id"))


@dataclasses.dataclass(frozen=True, slots=True)
class RoomLine:
    """over: its time is up, whether or not the job has been there."""

    id: int
    uuid: uuids.UUID
    title: str
    state: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    begins_at: dt.datetime
    ends_at: dt.datetime
    downloads: int


_LINES = """
select r.id, r.uuid, r.title, case when r.state = 'open' and r.ends_at <= %(at)s then 'ended' else r.state end,
  o.name_en, o.name_hi, o.name_ur, r.begins_at, r.ends_at,
  (select count(*)::int from evaluation_roomdownload d where d.room_id = r.id)
from evaluation_room r join orgs_organisation o on o.id = r.organisation_id
where (%(q)s::text = '' or r.title ilike %(like)s or o.name_en ilike %(like)s or o.name_hi ilike %(like)s
    or o.name_ur ilike %(like)s)
  and (%(state)s::text = '' or r.state = %(state)s::text)
  and (%(all)s::boolean or (r.state = 'open' and r.begins_at <= %(at)s and r.ends_at > %(at)s and exists
       (select from evaluation_roomassessor a where a.room_id = r.id and a.person_id = %(person)s)
       and not exists (select from unnest(%(serves)s::text[]) path where starts_with(path, o.path))))
  and (%(after)s::bigint is null or r.id < %(after)s::bigint)
order by r.id desc limit %(limit)s
"""


def room_lines(
    actor: Actor, at: dt.datetime, *, q: str = "", state: str = "", after: int | None = None, limit: int = PAGE
) -> tuple[list[RoomLine], int | None]:
    """All for the Commission; for others those that are open to them now."""
    asked = {
        "q": q.strip(), "like": rows.like(q), "state": state, "all": can_evaluate(actor), "person": actor.person_id,
        "at": at, "after": after, "limit": limit + 1, "serves": _serves(actor, at),
    }  # fmt: skip
    found = rows.fetch(RoomLine, _LINES, asked)
    return found[:limit], found[limit - 1].id if len(found) > limit else None


@dataclasses.dataclass(frozen=True, slots=True)
class DownloadLine:
    id: int
    name: str
    table: str
    form: str
    rows: int
    at: dt.datetime


def download_lines(room: Room, *, after: int | None = None, limit: int = PAGE) -> tuple[list[DownloadLine], int | None]:
    found = rows.fetch(
        DownloadLine,
        'select d.id, p.name, d."table", d.form, d.rows, d.at from evaluation_roomdownload d'
        " join people_person p on p.id = d.person_id"
        " where d.room_id = %(room)s and (%(after)s::bigint is null or d.id < %(after)s::bigint)"
        " order by d.id desc limit %(limit)s",
        {"room": room.pk, "after": after, "limit": limit + 1},
    )
    return found[:limit], found[limit - 1].id if len(found) > limit else None
