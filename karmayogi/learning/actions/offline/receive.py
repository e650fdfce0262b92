"""What phones did without network. Each line is judged by itself, kept with what became of it, and answered.

A line that comes twice has one row and the same answer. Nothing is dropped: what is refused is kept with its reason,
what comes from a removed device is kept as a claim. Time is bounded by the server (engine/offline/timing.py).
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from karmayogi.kernel import rows, slots
from karmayogi.kernel.access import Agent
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.engine import watching
from karmayogi.learning.engine.offline import line as lines
from karmayogi.learning.engine.offline import stamp as stamps
from karmayogi.learning.engine.offline.packing import KEPT_KINDS, PRACTISED
from karmayogi.learning.engine.offline.timing import Moment, believable, counted_on, happened
from karmayogi.learning.models import OfflineLine
from karmayogi.learning.queries.films import PLAYED, film_of
from karmayogi.learning.queries.offline.packs import PackRow, packs_by_uuid, seconds_counted
from karmayogi.learning.queries.row import Row
from karmayogi.people import api as people
from karmayogi.people.types import DeviceRow

# Of one person in thirty days: beyond that refusals are answered, and not kept.
MOST_REFUSED = 500
COUNTED, CLAIMED, REFUSED = OfflineLine.Outcome.COUNTED, OfflineLine.Outcome.CLAIMED, OfflineLine.Outcome.REFUSED
# Of tests; the package that marks them decides.
ANSWERS = ("begin", "answer", "submit", "proctor")
PRACTICE = "practice"
TIMELESS = (*ANSWERS, PRACTICE)
_NEAR = 5  # lines before one: two pages of a phone may write by turns
# Clocks of our servers may run apart by so much: a stamp of one is not refused by another.
SKEW = dt.timedelta(minutes=1)

# The place is that of what happened last. What was seen at a desk is earlier where the line is not before it; a moment
# that is the arrival of one of our own lines says nothing about a desk. Among lines it is their own moment that counts,
# in the chain of one device their place in it, in whatever order and batches they come.
_SEEN = """
insert into learning_partprogress as g
  (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit, seq, opened_at, seen_at, watched,
  read_seconds)
values (%(person)s, %(part)s, %(enrolment)s, 'opened', %(position)s::text, %(position)s, %(seconds)s, 1, 0,
  %(at)s, %(at)s, %(watched)s::int4multirange, %(read)s)
on conflict (person_id, part_id) do update set
  seconds = g.seconds + excluded.seconds, furthest = greatest(g.furthest, excluded.furthest),
  read_seconds = g.read_seconds + excluded.read_seconds,
  watched = case when excluded.watched is null then g.watched else coalesce(g.watched, '{}') + excluded.watched end,
  position = case when (%(when)s >= g.seen_at or exists (
      select from learning_offlineline l
      where l.person_id = g.person_id and l.part_id = g.part_id and l.arrived_at = g.seen_at
    )) and not exists (
      select from learning_offlineline l
      where l.person_id = g.person_id and l.part_id = g.part_id and l.outcome = 'counted'
        and (l.happened_at > %(when)s or (l.happened_at = %(when)s and l.device_id = %(device)s and l.seq > %(seq)s))
    ) then excluded.position else g.position end
returning g.state = 'done', g.seconds, g.watched::text, g.read_seconds
"""
_STANDS = """
select part.kind, part.min_seconds, g.state = 'done', g.seconds, g.watched::text, g.read_seconds
from learning_partprogress g join learning_part part on part.id = g.part_id
where g.person_id = %s and g.part_id = %s
"""
_DONE_SAID = """
select 1 from learning_offlineline
where person_id = %s and part_id = %s and kind = 'done' and outcome = 'counted' limit 1
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """link: by what the phone knows the line. needs: seconds still missing in the part. again: it was here before."""

    link: str
    outcome: str
    reason: str = ""
    credited: int = 0
    needs: int = 0
    done: bool = False
    again: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _Moved:
    """Where she is in a part. watched: of a film, as the database writes it."""

    done: bool
    seconds: int
    watched: str | None
    read_seconds: int


@dataclasses.dataclass(slots=True)
class _Batch:
    """What is known of the person while her lines are judged."""

    agent: Agent
    person_id: int
    at: dt.datetime
    devices: dict[UUID, DeviceRow]
    packs: dict[UUID, PackRow]
    parts: dict[UUID, tuple[int, int, str]]
    counted: int


@transaction.atomic
def receive(*, agent: Agent, person_id: int, sent: Sequence[tuple[str, str]], at: dt.datetime) -> list[Receipt]:
    """sent: (text, signature) in any order; one receipt for each, in the order they were sent."""
    # Two phones of one person, or one phone twice, one after the other: each sees what the other counted.
    rows.run("select pg_advisory_xact_lock(hashtextextended('learning.offline', %s))", [person_id])
    read = [(text, signature, lines.read(text)) for text, signature in sent]
    said = [one for _text, _signature, one in read if one is not None]
    batch = _Batch(
        agent, person_id, at, people.devices_by_uuid(person_id, list({one.device for one in said})),
        packs_by_uuid(person_id, list({one.pack for one in said})), _parts({one.part for one in said}),
        seconds_counted(person_id),
    )  # fmt: skip
    receipts: dict[int, Receipt] = {}
    # A chain is judged from its beginning, however the lines came. Answers first: they lock an attempt, and whoever
    # closes one locks it before the enrolment.
    for place in _order(read, answers=True):
        receipts[place] = _take(batch, *read[place])
    # The rule of completing a course: the enrolment is locked before a part of it is marked.
    rows.fetch(
        Row,
        "select id from learning_enrolment where id = any(%s) order by id for no key update",
        [list({pack.enrolment_id for pack in batch.packs.values()})],
    )
    for place in _order(read, answers=False):
        receipts[place] = _take(batch, *read[place])
    for device in batch.devices.values():
        people.note_device(device.id, at)
    return [receipts[place] for place in range(len(read))]


def _order(read: Sequence[tuple[str, str, lines.Said | None]], *, answers: bool) -> list[int]:
    """Places of the lines that are answers, or of the others, by their places in the device's list."""
    mine = [(said.seq if said else 0, place) for place, (_text, _signature, said) in enumerate(read)
            if answers == (said is not None and said.kind in ANSWERS)]  # fmt: skip
    return [place for _seq, place in sorted(mine)]


def _parts(uuids: set[UUID]) -> dict[UUID, tuple[int, int, str]]:
    """uuid -> (id, min_seconds, kind)"""
    found = rows.fetch(Row, "select uuid, id, min_seconds, kind from learning_part where uuid = any(%s)", [list(uuids)])
    return {uuid: (part_id, needed, kind) for uuid, part_id, needed, kind in found}


def _take(batch: _Batch, text: str, signature: str, said: lines.Said | None) -> Receipt:
    digest, link = lines.digest(text, signature), lines.link(text)
    before = OfflineLine.objects.filter(person_id=batch.person_id, digest=digest).first()
    if before is not None:
        return _again(batch, before, link)
    outcome, reason = _judge(batch, text, signature, said)
    row = OfflineLine(
        person_id=batch.person_id, digest=digest, link=link, text=_storable(text, lines.MOST_TEXT),
        signature=_storable(signature, 200), outcome=outcome, reason=reason, arrived_at=batch.at,
    )  # fmt: skip
    needs, done = 0, False
    if said is not None:
        row.event, row.seq, row.prev, row.kind = said.id, said.seq, said.prev, said.kind
        device, pack, part = batch.devices.get(said.device), batch.packs.get(said.pack), batch.parts.get(said.part)
        row.device_id = device.id if device else None
        row.pack_id = pack.id if pack else None
        row.part_id = part[0] if part else None
        stamp = _stamp(said)
        if stamp is not None:
            moment = _moment(batch, said, device, stamp)
            row.happened_at, row.clock_changed = moment.when, moment.changed
            if outcome == COUNTED and said.kind not in TIMELESS:
                row.credited = believable(said.seconds, stamp.at, batch.counted - stamp.counted, batch.at)
    if outcome != REFUSED or _may_keep(batch):
        row.save()
    if outcome == COUNTED and said is not None and said.kind not in TIMELESS:
        batch.counted += row.credited
        needs, done = _count(batch, said, row)
    return Receipt(link, outcome, reason, row.credited, needs, done)


def _judge(batch: _Batch, text: str, signature: str, said: lines.Said | None) -> tuple[str, str]:
    """(outcome, reason)"""
    if said is None:
        return REFUSED, "body"
    device = batch.devices.get(said.device)
    if device is None:
        return REFUSED, "device"
    if not lines.is_signed(text, signature, device.public_key):
        return REFUSED, "signature"
    known = OfflineLine.objects.exclude(outcome=REFUSED)
    if known.filter(person_id=batch.person_id, event=said.id).exists():
        return REFUSED, "id"
    beside = {row.seq: row for row in known.filter(device_id=device.id, seq__in=(said.seq - 1, said.seq, said.seq + 1))}
    if said.seq in beside:
        return REFUSED, "seq"
    earlier, later = beside.get(said.seq - 1), beside.get(said.seq + 1)
    if (earlier and earlier.link != said.prev) or (later and later.prev != lines.link(text)):
        return REFUSED, "chain"
    stamp = _stamp(said)
    if stamp is None or stamp.at > batch.at + SKEW:
        return REFUSED, "stamp"
    if said.kind in ANSWERS:
        return _answer(batch, said, lines.link(text), device, stamp)
    pack, part = batch.packs.get(said.pack), batch.parts.get(said.part)
    if pack is None or pack.device_id != device.id:
        return REFUSED, "pack"
    practised = said.kind == PRACTICE
    if part is None or part[0] not in pack.parts or (part[2] == PRACTISED) != practised:
        return REFUSED, "part"
    if part[2] not in (*KEPT_KINDS, PRACTISED):
        return REFUSED, "part"
    if device.revoked_at is not None:
        return CLAIMED, "removed"
    if pack.left:
        return CLAIMED, "left"
    when = happened(stamp.at, said.since, batch.at)[0]
    if when > pack.valid_until:
        return CLAIMED, "expired"
    if practised and not slots.one("learning.offline_practice")(
        person_id=batch.person_id, part_id=part[0], position=said.position, post=said.post, at=when
    ):
        return REFUSED, "answer"
    return COUNTED, ""


def _answer(batch: _Batch, said: lines.Said, link: str, device: DeviceRow, stamp: stamps.Stamp) -> tuple[str, str]:
    """An answer of a sealed test: the package that marks it decides."""
    if device.revoked_at is not None:
        return CLAIMED, "removed"
    moment = _moment(batch, said, device, stamp)
    outcome, reason = slots.one("learning.offline_answer")(
        agent=batch.agent, person_id=batch.person_id, device_id=device.id, sealed_uuid=said.pack, part_uuid=said.part,
        kind=said.kind, seq=said.seq, link=link, prev=said.prev, position=said.position, post=said.post,
        happened_at=moment.when if moment.known else None, clock_behind=moment.behind if moment.changed else None,
        at=batch.at,
    )  # fmt: skip
    return OfflineLine.Outcome(outcome), reason


def _moment(batch: _Batch, said: lines.Said, device: DeviceRow | None, stamp: stamps.Stamp) -> Moment:
    """When it happened. What belongs to a test has a time of its own, and is held against the lines before it."""
    if said.kind not in ANSWERS or device is None:
        when, changed = happened(stamp.at, said.since, batch.at)
        return Moment(when, not changed, changed)
    known = OfflineLine.objects.exclude(outcome=REFUSED).filter(
        device_id=device.id, kind__in=ANSWERS, seq__gte=said.seq - _NEAR, seq__lt=said.seq
    )
    before = [(row.happened_at, _between(lines.read(row.text), said)) for row in known if row.happened_at]
    if said.kind == "proctor":  # what is noted is not an answer under a clock: its hour is moved by a counter alone
        before = [one for one in before if one[1] is not None]
    return counted_on(stamp.at, said.since, batch.at, ran_ms=said.ran if said.run else None, before=before)


def _between(earlier: lines.Said | None, said: lines.Said) -> int | None:
    if earlier is None or said.run is None or earlier.run != said.run:
        return None
    return said.ticks - earlier.ticks


def _count(batch: _Batch, said: lines.Said, row: OfflineLine) -> tuple[int, bool]:
    """(seconds still missing, done) after the line moved the progress of its part."""
    part_id, needed, kind = batch.parts[said.part]
    pack = batch.packs[said.pack]
    values: dict[str, Any] = {
        "person": batch.person_id, "part": part_id, "enrolment": pack.enrolment_id, "position": said.position,
        "seconds": row.credited, "at": batch.at, "when": row.happened_at, "device": row.device_id, "seq": row.seq,
        "watched": None, "read": 0,
    }  # fmt: skip
    if kind in PLAYED:
        values |= _played(batch.person_id, part_id, said, row.credited)
    missing, done, by = _standing(part_id, kind, needed, pack.language, rows.fetch(_Moved, _SEEN, values)[0])
    # "Done" may have come before the time that makes it plausible.
    if done or missing or rows.scalar(_DONE_SAID, [batch.person_id, part_id]) is None:
        return missing, done
    mark_part(person_id=batch.person_id, part_id=part_id, done=True, by=by, at=batch.at)
    complete_if_due(agent=batch.agent, enrolment_id=pack.enrolment_id, at=batch.at)
    return 0, True


def _played(person_id: int, part_id: int, said: lines.Said, credited: int) -> dict[str, Any]:
    """What the line says of a film, cut to the time that is believed of it, and to all the time believed so far."""
    before = rows.first(
        Row, "select seconds, watched::text from learning_partprogress where person_id = %s and part_id = %s",
        [person_id, part_id],
    )  # fmt: skip
    seconds, text = before or (0, None)
    most = min(watching.room(credited), watching.room(seconds + credited) - watching.length(watching.read(text)))
    watched = watching.cut(watching.union(said.watched), max(0, most))
    return {"watched": watching.written(watched), "read": min(said.read, credited)}


def _standing(part_id: int, kind: str, needed: int, language: str, moved: _Moved) -> tuple[int, bool, str]:
    """(seconds still missing, done, by what a film counts)"""
    film = film_of(part_id, language) if kind in PLAYED and not moved.done else None
    if film is None or not film.by_stretches:
        missing = 0 if moved.done else max(0, needed - moved.seconds)
        return missing, moved.done, "time" if kind in PLAYED else ""
    watched = watching.read(moved.watched)
    by = film.proof(watched, moved.read_seconds)
    return (0 if by else max(1, film.asked - watching.length(watched))), False, by


def _again(batch: _Batch, before: OfflineLine, link: str) -> Receipt:
    missing, done = 0, False
    if before.outcome == COUNTED and before.kind not in TIMELESS and before.part_id and before.pack_id:
        pack = next((one for one in batch.packs.values() if one.id == before.pack_id), None)
        found = rows.first(Row, _STANDS, [batch.person_id, before.part_id])
        if found is not None:
            kind, needed, *moved = found
            language = pack.language if pack else "en"
            missing, done, _by = _standing(before.part_id, kind, needed, language, _Moved(*moved))
    return Receipt(link, before.outcome, before.reason, before.credited, missing, done, again=True)


def _stamp(said: lines.Said) -> stamps.Stamp | None:
    return stamps.read(said.stamp, said.device, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def _may_keep(batch: _Batch) -> bool:
    kept = OfflineLine.objects.filter(
        person_id=batch.person_id, outcome=REFUSED, arrived_at__gt=batch.at - dt.timedelta(days=30)
    )
    return kept.count() < MOST_REFUSED


def _storable(text: str, most: int) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:most]
