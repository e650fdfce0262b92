"""The end of a room: by its time, or before it with a reason. Its files are destroyed; what was done stays told."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.steps import plain
from karmayogi.evaluation.models import Room, RoomFile
from karmayogi.evaluation.queries.rooms import managed_room
from karmayogi.evaluation.types import RoomState
from karmayogi.kernel import audit, files
from karmayogi.kernel.access import Actor, Agent, Refused, System


@transaction.atomic
def end_room(*, actor: Actor, room: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Twice changes nothing."""
    row = managed_room(actor, room, locked=True)
    if row.state == RoomState.ENDED:
        return
    if row.state != RoomState.OPEN:
        raise Refused(_("The room is not open."))
    row.reason = plain(reason, 500)
    if not row.reason:
        raise Refused(_("Give the reason."))
    _end(row, actor, at)


@transaction.atomic
def end_unmade(room: str, at: dt.datetime) -> None:
    """One whose tables could not be made: nobody waits for them any longer. Twice changes nothing."""
    row = Room.objects.select_for_update().filter(uuid=room, state=RoomState.OPEN, people__isnull=True).first()
    if row is not None:
        _end(row, System("assessment room"), at)


def end_due(at: dt.datetime) -> int:
    """Those whose time is over; how many. Each by itself, so that one that fails keeps no other open."""
    due = list(Room.objects.filter(state=RoomState.OPEN, ends_at__lte=at).values_list("pk", flat=True))
    faults: list[Exception] = []
    for pk in due:
        try:
            with transaction.atomic():
                row = Room.objects.select_for_update().filter(pk=pk, state=RoomState.OPEN).first()
                if row is not None:
                    _end(row, System("assessment room"), at)
        except Exception as fault:  # said below, when the others have ended
            faults.append(fault)
    if faults:
        raise ExceptionGroup("rooms whose files could not be destroyed", faults)
    return len(due)


def _end(row: Room, agent: Agent, at: dt.datetime) -> None:
    held = list(RoomFile.objects.filter(room=row, file__isnull=False).values_list("file_id", flat=True))
    RoomFile.objects.filter(room=row).update(file=None)
    for file in held:
        if file is not None:
            files.forget(file)
    row.state, row.ended_at = RoomState.ENDED.value, at
    row.save()
    audit.record(
        "evaluation:room:end", agent=agent, at=at, kind="assessment_room", subject=row.uuid, label=row.title,
        why=row.reason[:300], detail={"files": len(held)},
    )  # fmt: skip
