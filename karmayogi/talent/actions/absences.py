"""Days on which somebody was not on duty, as her office enters them; taken back where that was wrong."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.talent.models import Absence
from karmayogi.talent.policies import can_write
from karmayogi.talent.types import Away

LONGEST = 5 * 366


def enter_absence(
    *, actor: Actor, person: uuids.UUID, kind: str, from_on: dt.date, until_on: dt.date, order_number: str,
    at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Of somebody whose main post is in the actor's reach. The same entered twice is one."""
    if kind not in set(Away):
        raise NotFound
    who = orgs.access_person(actor, person, "see", clock.day(at))
    if who.post is None or not can_write(actor, who.post.path) or who.person_id == actor.person_id:
        raise NotFound
    number = " ".join(order_number.replace("\0", "").split())[:120]
    if not number:
        raise Refused(_("Name the order by which it was granted."))
    if until_on < from_on or (until_on - from_on).days > LONGEST:
        raise Refused(_("The last day lies before the first, or years after it."))
    with transaction.atomic():
        row, made = Absence.objects.get_or_create(
            person_id=who.person_id, kind=kind, from_on=from_on, until_on=until_on, removed_at=None,
            defaults={"order_number": number, "recorded_by_id": actor.person_id, "entered_at": at},
        )  # fmt: skip
        if made:
            _note(row, "enter", who.name, actor, at)
    return row.uuid


def remove_absence(*, actor: Actor, absence: uuids.UUID, at: dt.datetime) -> None:
    """It was wrong. Repeating it changes nothing."""
    with transaction.atomic():
        row = Absence.objects.select_for_update().filter(uuid=absence).first()
        if row is None:
            raise NotFound
        uuid = rows.scalar("select uuid from people_person where id = %s", [row.person_id])
        who = orgs.access_person(actor, uuid, "see", clock.day(at))
        if who.post is None or not can_write(actor, who.post.path) or who.person_id == actor.person_id:
            raise NotFound
        if row.removed_at is None:
            row.removed_at = at
            row.save(update_fields=["removed_at"])
            _note(row, "remove", who.name, actor, at)


def _note(row: Absence, act: str, name: str, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        f"talent:absence:{act}", agent=actor, at=at, kind="absence", subject=row.uuid, label=name,
        concerns=row.person_id, why=row.order_number,
        detail={"kind": row.kind, "from": row.from_on.isoformat(), "until": row.until_on.isoformat()},
    )  # fmt: skip
