"""Coming in: the code of the sitting opens the test for whoever has a seat there, while it lasts."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.proctored.code import code_of
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.engine.sitting_code import TRIES, is_right
from karmayogi.assessment.models import Seat
from karmayogi.assessment.queries.attempts import access_attempt
from karmayogi.assessment.queries.proctored.seats import SeatRow, access_seat
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.ui.api import when

PAUSE = dt.timedelta(minutes=10)

# The sitting first, shared: its results cannot be told while somebody comes in.
_OPEN = "select code_number from assessment_proctoredsitting where id = %s and released_at is null for share"


def enter(*, actor: Actor, sitting: uuids.UUID, code: str, language: str, at: dt.datetime) -> uuids.UUID:
    """The uuid of the attempt; who is in already gets that one, without a code.

    Raises NotFound for whoever has no seat, and Refused before, after and without the right code. A wrong one is
    counted also when everything else of the request is undone: five of them pause the seat.
    """
    seat = access_seat(actor, sitting)
    if seat.attempt_uuid is not None:
        return seat.attempt_uuid
    _check_hours(seat, at)
    # Counted before it is compared, in a transaction of its own: tries sent at once are counted one by one.
    if (number := _count_try(seat, at)) is None:
        raise Refused(_("Too many wrong codes. Wait ten minutes, or ask the proctor."))
    if not is_right(code, code_of(seat.sitting_uuid, number)):
        raise Refused(_("This is not the code of the sitting. Look at the board, or ask the proctor."))
    return _come_in(actor, seat, language, at)


def _check_hours(seat: SeatRow, at: dt.datetime) -> None:
    if seat.released_at is not None or at >= seat.ends_at:
        raise Refused(_("This sitting is over."))
    if at < seat.starts_at:
        raise Refused(_("This sitting begins at %(when)s.") % {"when": when(seat.starts_at)})
    if at > seat.last_entry:
        raise Refused(_("The time to come in is over. Ask the proctor."))
    if seat.state == Seat.State.ABSENT:
        raise Refused(_("The proctor has marked you as absent. Speak to the proctor."))


@transaction.atomic
def _count_try(seat: SeatRow, at: dt.datetime) -> int | None:
    """The number of the code that is right now; None while the seat is paused."""
    row = Seat.objects.select_for_update().get(id=seat.id)
    if row.paused_until is not None and at < row.paused_until:
        return None
    row.wrong_codes = 1 if row.paused_until is not None else row.wrong_codes + 1
    row.paused_until = at + PAUSE if row.wrong_codes > TRIES else None
    if row.wrong_codes > TRIES:
        row.wrong_codes = 0
    row.save(update_fields=["wrong_codes", "paused_until"])
    if row.paused_until is not None:
        return None
    return int(rows.scalar("select code_number from assessment_proctoredsitting where id = %s", [seat.sitting_id]))


@transaction.atomic
def _come_in(actor: Actor, seat: SeatRow, language: str, at: dt.datetime) -> uuids.UUID:
    if rows.scalar(_OPEN, [seat.sitting_id]) is None:
        raise Refused(_("This sitting is over."))
    row = Seat.objects.select_for_update().get(id=seat.id)
    if row.state == Seat.State.ABSENT:  # marked while the code was compared
        raise Refused(_("The proctor has marked you as absent. Speak to the proctor."))
    if row.attempt_id is not None:
        return access_seat(actor, seat.sitting_uuid).attempt_uuid or seat.uuid
    try:
        learning.enrol(actor=actor, course_uuid=seat.course_uuid, language=language, at=at)
    except NotFound as gone:
        raise Refused(_("This test is not open to you any more. Speak to the proctor.")) from gone
    attempt = access_attempt(
        actor,
        start(
            actor=actor, part_uuid=seat.part_uuid, language=language, at=at, seat=access_seat(actor, seat.sitting_uuid)
        ),
    )
    if attempt.opened_at != at:
        raise Refused(_("This test is running already outside the sitting. Finish it first."))
    row.attempt_id, row.wrong_codes = attempt.id, 0
    row.save(update_fields=["attempt", "wrong_codes"])
    audit.record(
        "assessment:seat:enter", agent=actor, at=at, kind="seat", subject=row.uuid, label=seat.title_en,
        concerns=actor.person_id, detail={"sitting": seat.sitting_uuid, "seat": row.number},
    )  # fmt: skip
    return attempt.uuid
