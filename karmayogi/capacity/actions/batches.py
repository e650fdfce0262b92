"""Batches of the trainings of a plan: written, changed and called off as long as the plan is not closed."""

import contextlib
import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import plain
from karmayogi.capacity.engine.year import first_day, last_day
from karmayogi.capacity.models import Allotment, Batch, Intervention, Plan, SeatLock
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.types import MOST_RUPEES, Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.languages import NAMES

MOST = 2_000
MOST_SEATS = 1_000
LONGEST = 120  # days of a batch


@dataclasses.dataclass(frozen=True, slots=True)
class GivenBatch:
    """A batch as its form and file have it. training: number of the intervention; state: two letters, "" nowhere."""

    training: int
    language: str
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    state: str = ""
    place: str = ""
    least: int = 1
    fixed: int = 0
    fee: int = 0
    faculty: str = ""
    room: str = ""
    extra: bool = False


def save_batch(
    *, actor: Actor, plan: uuids.UUID, batch: uuids.UUID | None, revision: int, given: GivenBatch, at: dt.datetime
) -> uuids.UUID:
    """A new one (None) with the next number, or that one of the revision that its writer saw."""
    with changing(actor, plan, at, "batch") as row:
        fault = fault_of(given, row.year)
        if fault:
            raise Refused(fault)
        if batch is None:
            return _made(row, [given])[0].uuid
        one = Batch.objects.select_for_update().filter(plan=row, uuid=batch).first()
        if one is None:
            raise NotFound
        if one.revision != revision:
            raise Refused(
                _("Somebody changed this batch while you were writing. Nothing of yours is saved: look at it anew.")
            )
        training = _training(row, given.training)
        if training != one.intervention_id and Allotment.objects.filter(batch=one).exists():
            raise Refused(_("People were given seats in it: a batch of another training is another batch."))
        for name, value in _columns(given).items():
            setattr(one, name, value)
        one.intervention_id, one.revision = training, one.revision + 1
        one.save()
        return one.uuid


def add_batches(*, actor: Actor, plan: uuids.UUID, given: list[GivenBatch], at: dt.datetime) -> int:
    """Of a file whose cells were understood, all or none; those that are there already are not added again."""
    with changing(actor, plan, at, "batches") as row:
        there = {_same(one) for one in given_of(row.pk)}
        new = [one for one in given if _same(one) not in there]
        _made(row, new)
        return len(new)


def remove_batch(*, actor: Actor, plan: uuids.UUID, batch: uuids.UUID, at: dt.datetime) -> None:
    """One that nobody was given a seat in, and that no adopted outcome tells of; else it is called off."""
    with changing(actor, plan, at, "batch") as row:
        one = Batch.objects.filter(plan=row, uuid=batch).first()
        if one is None:
            return
        if Allotment.objects.filter(batch=one).exists() or SeatLock.objects.filter(batch=one).exists():
            raise Refused(_("People were given seats in it: call it off instead."))
        near = Allotment.objects.filter(nearest=one)
        if near.filter(scenario__adopted_at__isnull=False).exists():
            raise Refused(_("An adopted outcome says of it why people have no seat: call it off instead."))
        near.update(nearest=None)  # who has no seat still has none
        one.delete()


def call_off(*, actor: Actor, plan: uuids.UUID, batch: uuids.UUID, why: str, at: dt.datetime) -> None:
    """It falls out, with a reason; who had a seat in it is seen by re-planning. Repeating changes nothing."""
    why = plain(why, 300)
    if not why:
        raise Refused(_("Say why it falls out: whoever had a seat will ask."))
    _call(actor, plan, batch, clock.day(at), why, at)


def call_on(*, actor: Actor, plan: uuids.UUID, batch: uuids.UUID, at: dt.datetime) -> None:
    """It can be held after all."""
    _call(actor, plan, batch, None, "", at)


def _call(actor: Actor, plan: uuids.UUID, batch: uuids.UUID, on: dt.date | None, why: str, at: dt.datetime) -> None:
    with changing(actor, plan, at, "batch called off" if on else "batch held after all") as row:
        one = Batch.objects.select_for_update().filter(plan=row, uuid=batch).first()
        if one is None:
            raise NotFound
        if (one.called_off_on is None) == (on is None):
            return
        one.called_off_on, one.called_off_why, one.revision = on, why, one.revision + 1
        one.save(update_fields=["called_off_on", "called_off_why", "revision"])


@contextlib.contextmanager
def changing(actor: Actor, plan: uuids.UUID, at: dt.datetime, part: str) -> Iterator[Plan]:
    """The plan under lock: not a part of what is signed, so that it is changed while the plan is in execution too."""
    with transaction.atomic():
        row, _unit = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if row.status == Status.CLOSED:
            raise Refused(_("This plan is closed."))
        yield row
        audit.record(
            "capacity:plan:batches", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"part": part},
        )  # fmt: skip


def fault_of(given: GivenBatch, year: int) -> str:
    """What cannot be meant, as a sentence; "" where all can."""
    if given.language not in NAMES:
        return _("There is no language “%(code)s”.") % {"code": given.language[:20]}
    if given.ends_on < given.starts_on:
        return _("The last day lies before the first.")
    if not first_day(year) <= given.starts_on or not given.ends_on <= last_day(year):
        return _("Its days lie outside the year of the plan.")
    if (given.ends_on - given.starts_on).days >= LONGEST:
        return _("A batch is not longer than %(count)s days.") % {"count": LONGEST}
    if not 1 <= given.least <= given.seats <= MOST_SEATS:
        return _("Seats are between 1 and %(most)s, and not fewer than the least number of people.") % {
            "most": MOST_SEATS
        }
    if not (0 <= given.fixed <= MOST_RUPEES and 0 <= given.fee <= MOST_RUPEES):
        return _("Amounts are whole rupees, not below zero.")
    return ""


def given_of(plan_id: int, only: int | None = None) -> list[GivenBatch]:
    """The batches of a plan as a file has them, by number; only: the one of that number."""
    return rows.fetch(
        GivenBatch,
        "select i.number, b.language, b.starts_on, b.ends_on, b.seats, coalesce(s.code, ''), b.place, b.least, b.fixed,"
        " b.fee, b.faculty, b.room, b.extra from capacity_batch b join capacity_intervention i on i.id ="
        " b.intervention_id left join orgs_state s on s.id = b.state_id where b.plan_id = %s"
        " and (%s::int is null or b.number = %s) order by b.number",
        [plan_id, only, only],
    )


def _same(given: GivenBatch) -> tuple[object, ...]:
    """What makes a line of a file the same batch: its training, language, State, place, first day and room; the words
    as they are kept."""
    place, room = plain(given.place, 200).lower(), plain(given.room, 200).lower()
    return given.training, given.language, given.state, place, given.starts_on, room


def _made(row: Plan, given: list[GivenBatch]) -> list[Batch]:
    last = rows.scalar("select max(number) from capacity_batch where plan_id = %s", [row.pk]) or 0
    if Batch.objects.filter(plan=row).count() + len(given) > MOST:
        raise Refused(_("A plan has %(count)s batches at most.") % {"count": MOST})
    numbers = {one.training: _training(row, one.training) for one in given}
    return Batch.objects.bulk_create(
        [
            Batch(plan=row, number=last + place, intervention_id=numbers[one.training], **_columns(one))
            for place, one in enumerate(given, 1)
        ],
        batch_size=500,
    )


def _training(row: Plan, number: int) -> int:
    found = Intervention.objects.filter(plan=row, number=number, training=True).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(_("The plan has no training with the number %(number)s.") % {"number": number})
    return found


def _columns(given: GivenBatch) -> dict[str, object]:
    state = None
    if given.state:
        state = rows.scalar("select id from orgs_state where code = %s", [given.state])
        if state is None:
            raise Refused(_("There is no State with the code %(code)s.") % {"code": given.state[:10]})
    return {
        "language": given.language, "state_id": state, "place": plain(given.place, 200), "starts_on": given.starts_on,
        "ends_on": given.ends_on, "seats": given.seats, "least": given.least, "fixed": given.fixed, "fee": given.fee,
        "faculty": plain(given.faculty, 200), "room": plain(given.room, 200), "extra": given.extra,
    }  # fmt: skip
