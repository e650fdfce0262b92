"""What the proctor saw: present, absent, something that speaks against the result."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.proctored.code import AHEAD
from karmayogi.assessment.models import Seat
from karmayogi.assessment.queries.proctored.sittings import access_sitting
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused


def mark_seen(marked_at: dt.datetime | None) -> str:
    """What a page sends along of the mark that it shows."""
    return "" if marked_at is None else marked_at.astimezone(dt.UTC).isoformat()


@transaction.atomic
def mark_seat(
    *, actor: Actor, sitting: uuids.UUID, seat: uuids.UUID, state: str, incident: bool, note: str, at: dt.datetime,
    seen: str | None = None, noted_at: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Until the results are told it can be changed; the trail keeps every mark. The same again changes nothing.

    seen: `mark_seen` of the seat as it stood on the page of the proctor; None for whoever has no page.
    noted_at: when it was noted where there was no network. Raises NotFound
    for whoever is no proctor there, Refused for an incident without a note, for absent where the test was begun, or
    when somebody else has marked the seat since the page was read.
    """
    row = access_sitting(actor, sitting, "watch")
    if state not in Seat.State.values:
        raise NotFound
    if rows.scalar("select released_at is not null from assessment_proctoredsitting where id = %s for share", [row.id]):
        raise Refused(_("The results of this sitting are told. What was marked stays."))
    if (noted_at or at) < row.starts_at - AHEAD:
        raise Refused(_("Mark who is there when the sitting begins."))
    found = Seat.objects.select_for_update().filter(sitting_id=row.id, uuid=seat).first()
    if found is None:
        raise NotFound
    note = " ".join(note.replace("\0", "").split())[:500]
    if incident and not note:
        raise Refused(_("Say in the note what happened."))
    if state == Seat.State.ABSENT and found.attempt_id is not None:
        raise Refused(_("This person has begun the test. Note an incident instead."))
    if (found.state, found.incident, found.note) == (state, incident, note):
        return
    # Two proctors in a room: the older page of one must not take back what the other noted.
    if seen is not None and seen != mark_seen(found.marked_at):
        raise Refused(_("Another proctor marked this seat meanwhile. Look at it as it is now, and mark it again."))
    found.state, found.incident, found.note = state, incident, note
    found.marked_by_id, found.marked_at = actor.person_id, noted_at or at
    if state == Seat.State.PRESENT:
        found.wrong_codes, found.paused_until = 0, None  # the proctor stands beside her
    found.save()
    audit.record(
        "assessment:seat:mark", agent=actor, at=at, kind="seat", subject=found.uuid, label=row.title_en,
        concerns=found.person_id, why=note, detail={"sitting": row.uuid, "state": state, "incident": incident},
    )  # fmt: skip
