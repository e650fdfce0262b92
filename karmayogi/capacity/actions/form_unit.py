"""Forming the capacity building unit of an organisation, who is in it, and ending it."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import plain
from karmayogi.capacity.models import CapacityUnit, UnitMember
from karmayogi.capacity.queries.access import access_body, active_unit
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

MOST_MEMBERS = 30


def form_unit(
    *, actor: Actor, organisation: uuids.UUID, order_number: str, formed_on: dt.date, at: dt.datetime
) -> uuids.UUID:
    """The active unit; one that is there already is answered again. Refused: no order, or a day ahead."""
    body = access_body(actor, organisation, "publish", clock.day(at))
    order_number = plain(order_number, 120)
    if not order_number:
        raise Refused(_("Say by which order the unit was formed."))
    if formed_on > clock.day(at):
        raise Refused(_("A unit cannot be formed on a day that lies ahead."))
    with transaction.atomic():
        there = active_unit(body.id)
        if there is not None:
            return there.uuid
        try:
            with transaction.atomic():
                row = CapacityUnit.objects.create(
                    organisation_id=body.id, order_number=order_number, formed_on=formed_on
                )
        except IntegrityError as error:  # formed by somebody else at the same time
            raise Refused(_("The unit was formed meanwhile: look at it anew.")) from error
        _record("form", actor, row, body.name_en, at)
    return row.uuid


def add_member(*, actor: Actor, organisation: uuids.UUID, person: uuids.UUID, chairs: bool, at: dt.datetime) -> None:
    """Somebody with a post in the organisation or below; as the chair, in whose place the former one stays a member."""
    today = clock.day(at)
    body = access_body(actor, organisation, "publish", today)
    with transaction.atomic():
        unit = _active(body.id)
        found = rows.scalar(
            "select p.id from people_person p where p.uuid = %s and exists (select from orgs_incumbency i"
            " where i.person_id = p.id and starts_with(i.organisation_path, %s) and i.valid_from <= %s"
            " and (i.valid_to is null or i.valid_to > %s))",
            [person, body.path, today, today],
        )
        if found is None:
            raise NotFound
        now = UnitMember.objects.filter(unit=unit, until__isnull=True)
        mine = now.filter(person_id=found).first()
        if mine is not None and mine.chairs == chairs:
            return
        if mine is None and now.count() >= MOST_MEMBERS:
            raise Refused(_("A unit has %(count)s members at most.") % {"count": MOST_MEMBERS})
        if chairs:
            now.filter(chairs=True).update(chairs=False)
        if mine is None:
            UnitMember.objects.create(unit=unit, person_id=found, chairs=chairs, since=today)
        else:
            now.filter(pk=mine.pk).update(chairs=chairs)
        audit.record(
            "capacity:member:chair" if chairs else "capacity:member:add", agent=actor, at=at, kind="capacity_unit",
            subject=unit.uuid, label=body.name_en, concerns=found,
        )  # fmt: skip


def remove_member(*, actor: Actor, organisation: uuids.UUID, member: int, at: dt.datetime) -> None:
    """Repeating it changes nothing."""
    body = access_body(actor, organisation, "publish", clock.day(at))
    with transaction.atomic():
        unit = _active(body.id)
        row = UnitMember.objects.filter(unit=unit, pk=member, until__isnull=True).first()
        if row is None:
            return
        UnitMember.objects.filter(pk=row.pk).update(until=clock.day(at))
        audit.record(
            "capacity:member:remove", agent=actor, at=at, kind="capacity_unit", subject=unit.uuid, label=body.name_en,
            concerns=row.person_id,
        )  # fmt: skip


def end_unit(*, actor: Actor, organisation: uuids.UUID, at: dt.datetime) -> None:
    """It is no more from today; its plans stay, and wait for another unit. Repeating it changes nothing."""
    body = access_body(actor, organisation, "publish", clock.day(at))
    with transaction.atomic():
        row = active_unit(body.id, lock=True)
        if row is None:
            return
        row.ended_on = clock.day(at)
        row.save(update_fields=["ended_on"])
        _record("end", actor, row, body.name_en, at)


def _active(organisation_id: int) -> CapacityUnit:
    row = active_unit(organisation_id, lock=True)
    if row is None:
        raise Refused(_("There is no capacity building unit yet: form it first."))
    return row


def _record(act: str, actor: Actor, row: CapacityUnit, label: str, at: dt.datetime) -> None:
    audit.record(
        f"capacity:unit:{act}", agent=actor, at=at, kind="capacity_unit", subject=row.uuid, label=label,
        detail={"order": row.order_number},
    )  # fmt: skip
