"""Scenarios of a plan: their terms, what they say of single batches, and whose seats are locked."""

import contextlib
import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import plain
from karmayogi.capacity.models import Allotment, Batch, Plan, Scenario, ScenarioBatch, SeatLock
from karmayogi.capacity.queries.access import access_persons, access_scenario
from karmayogi.capacity.types import MOST_RUPEES, Choice, Lens, Status, Weights
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

MOST = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """The terms of a scenario by the names of its columns; None: no limit (of the budget: that of the plan)."""

    name: str
    budget: int | None = None
    away: int | None = None
    days: int | None = None
    teaching: int | None = None
    travel: int = 0
    far: bool = True
    women: int | None = None
    reserved: int | None = None
    weights: str = Weights.RANK
    lens: str = ""


TERMS = tuple(one.name for one in dataclasses.fields(Wanted) if one.name != "name")


def save_scenario(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID | None, revision: int, wanted: Wanted, at: dt.datetime
) -> uuids.UUID:
    """A new one (None) or that one of the revision that its writer saw. Refused: what cannot be, a name taken."""
    wanted = dataclasses.replace(wanted, name=plain(wanted.name, 120))
    _check(wanted)
    with transaction.atomic():
        row, _unit = access_persons(actor, plan, "publish", clock.day(at), lock=True)
        _open(row)
        same = Scenario.objects.filter(plan=row, name=wanted.name).first()
        if same is not None and same.uuid != scenario:
            raise Refused(_("There is a scenario of this name already."))
        if scenario is None:
            one = made(row, actor, wanted.name, at)
        else:
            one, _row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
            _not_adopted(one)
            if one.revision != revision:
                raise Refused(
                    _("Somebody changed this scenario while you were writing. Nothing of yours is saved:"
                      " look at it anew.")
                )  # fmt: skip
        for name, value in dataclasses.asdict(wanted).items():
            setattr(one, name, value)
        one.revision += scenario is not None
        one.save()
        _note("scenario", actor, one, row, at)
        return one.uuid


def made(plan: Plan, actor: Actor, name: str, at: dt.datetime) -> Scenario:
    """Not yet saved. Refused: there are too many, or one of this name."""
    if Scenario.objects.filter(plan=plan, name=name).exists():
        raise Refused(_("There is a scenario of this name already."))
    if Scenario.objects.filter(plan=plan).count() >= MOST:
        raise Refused(_("A plan has %(count)s scenarios at most: remove one first.") % {"count": MOST})
    return Scenario(plan=plan, name=name, made_by_id=actor.person_id, made_at=at)


def copied(plan: Plan, of: Scenario, actor: Actor, name: str, at: dt.datetime, *, replans: bool) -> Scenario:
    """A new scenario with the same terms, choices and locks, which follows the other one."""
    one = made(plan, actor, name, at)
    for term in TERMS:
        setattr(one, term, getattr(of, term))
    one.follows, one.replans = of, replans
    one.save()
    rows.run(
        "insert into capacity_scenariobatch (scenario_id, batch_id, choice) select %s, batch_id, choice"
        " from capacity_scenariobatch where scenario_id = %s",
        [one.pk, of.pk],
    )
    rows.run(
        "insert into capacity_seatlock (scenario_id, person_id, batch_id) select %s, k.person_id, k.batch_id"
        " from capacity_seatlock k join capacity_batch b on b.id = k.batch_id and b.called_off_on is null"
        " where k.scenario_id = %s",
        [one.pk, of.pk],
    )
    return one


def remove_scenario(*, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime) -> None:
    """With its outcome; never one that was adopted: people were told by it."""
    with transaction.atomic():
        one, row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        if one.adopted_at is not None:
            raise Refused(_("It was adopted: it stays, so that everybody can see what was decided."))
        _note("scenario removed", actor, one, row, at)
        one.delete()


def choose_batch(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, batch: uuids.UUID, choice: str, at: dt.datetime
) -> None:
    """Held, out, in (an extra one) or "" (the solver decides). Repeating changes nothing."""
    if choice and choice not in set(Choice):
        raise NotFound
    with _changing(actor, plan, scenario, at, f"batch {choice or 'open'}") as (one, _row):
        found = _batch(one, batch)
        if not choice:
            ScenarioBatch.objects.filter(scenario=one, batch=found).delete()
            return
        if choice == Choice.HELD and found.called_off_on is not None:
            raise Refused(_("It was called off."))
        ScenarioBatch.objects.update_or_create(scenario=one, batch=found, defaults={"choice": choice})


def lock_seat(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, person: uuids.UUID, batch: uuids.UUID, locked: bool,
    at: dt.datetime,
) -> None:  # fmt: skip
    """That a person stays in the batch that the outcome gave her, or that she need not. Repeating changes nothing."""
    with _changing(actor, plan, scenario, at, "lock" if locked else "unlock") as (one, _row):
        found = _batch(one, batch)
        who = rows.scalar("select id from people_person where uuid = %s", [person])
        if not locked:
            SeatLock.objects.filter(scenario=one, person_id=who, batch=found).delete()
            return
        if not Allotment.objects.filter(scenario=one, person_id=who, batch=found).exists():
            raise Refused(_("The outcome gives her no seat in this batch."))
        SeatLock.objects.get_or_create(scenario=one, person_id=who, batch=found)


def lock_batch_seats(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, batch: uuids.UUID, locked: bool, at: dt.datetime
) -> None:
    """The same for everybody whom the outcome gave a seat in a batch."""
    with _changing(actor, plan, scenario, at, "lock batch" if locked else "unlock batch") as (one, _row):
        found = _batch(one, batch)
        if not locked:
            SeatLock.objects.filter(scenario=one, batch=found).delete()
            return
        rows.run(
            "insert into capacity_seatlock (scenario_id, person_id, batch_id) select scenario_id, person_id, batch_id"
            " from capacity_allotment where scenario_id = %s and batch_id = %s on conflict do nothing",
            [one.pk, found.pk],
        )


def _batch(scenario: Scenario, batch: uuids.UUID) -> Batch:
    found = Batch.objects.filter(plan_id=scenario.plan_id, uuid=batch).first()
    if found is None:
        raise NotFound
    return found


@contextlib.contextmanager
def _changing(
    actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime, part: str
) -> Iterator[tuple[Scenario, Plan]]:
    with transaction.atomic():
        one, row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        _open(row)
        _not_adopted(one)
        yield one, row
        one.revision += 1
        one.save(update_fields=["revision"])
        _note(part, actor, one, row, at)


def _open(row: Plan) -> None:
    if row.status == Status.CLOSED:
        raise Refused(_("This plan is closed."))


def _not_adopted(one: Scenario) -> None:
    if one.adopted_at is not None:
        raise Refused(_("It was adopted and stays as it is: re-plan it."))


def _note(part: str, actor: Actor, one: Scenario, row: Plan, at: dt.datetime) -> None:
    audit.record(
        "capacity:plan:scenario", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
        detail={"part": part, "scenario": one.name},
    )  # fmt: skip


def _check(wanted: Wanted) -> None:
    shares: list[Any] = [wanted.away, wanted.women, wanted.reserved]
    if not wanted.name:
        raise Refused(_("A scenario has a name, by which it is compared with others."))
    if any(share is not None and not 1 <= share <= 100 for share in shares):
        raise Refused(_("A share is between 1 and 100 per cent."))
    if not 0 <= wanted.travel <= MOST_RUPEES or not 0 <= (wanted.budget or 0) <= MOST_RUPEES:
        raise Refused(_("Amounts are whole rupees, not below zero."))
    if any(days is not None and not 1 <= days <= 366 for days in (wanted.days, wanted.teaching)):
        raise Refused(_("Days are between 1 and 366."))
    if wanted.weights not in set(Weights) or (wanted.lens and wanted.lens not in set(Lens)):
        raise NotFound
