"""An officer says what of a course was applied at work; first time, and once more after a "not shown"."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.onthejob.draw_peers import draw_soon
from karmayogi.learning.actions.onthejob.write_entry import handed_in
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.learning.models import ApplicationCheck, ApplicationTry

_S = ApplicationCheck.State


@transaction.atomic
def hand_in(*, actor: Actor, check: uuids.UUID, words: str, content: bytes = b"", at: dt.datetime) -> None:
    """Colleagues are drawn by lot once it holds. content: one piece of work (PDF, PNG, JPEG), or nothing.

    The same words once more change nothing. Raises NotFound for somebody else's, Refused with the reason for other
    words while colleagues are asked, where it is too late, or without words.
    """
    row = own_check(actor, check)
    words = words.replace("\0", "").strip()[:4000]
    if row.state == _S.ASKED:
        if ApplicationTry.objects.filter(check_of=row).order_by("-number").values_list("words", flat=True)[0] == words:
            return
        raise Refused(_("You have handed this in already; colleagues are asked."))
    on = clock.day(at)
    number = ApplicationTry.objects.filter(check_of=row).count() + 1
    if not may_write(row.state, number, row.closes_on, row.decided_at, on):
        raise Refused(_("The time to write about this course is over."))
    if not words:
        raise Refused(_("Say in a few sentences what you did and what came of it."))
    row.state, row.decided_at = _S.ASKED, None
    row.save(update_fields=["state", "decided_at"])
    made = ApplicationTry.objects.create(
        check_of=row, number=number, words=words, file_id=handed_in(content), seed=uuids.uuid4(), sent_at=at
    )
    audit.record(
        "learning:check:hand_in", agent=actor, at=at, kind="application check", subject=row.uuid,
        concerns=row.person_id, detail={"try": number},
    )  # fmt: skip
    draw_soon.enqueue(attempt_id=made.pk)


@transaction.atomic
def appeal_check(*, actor: Actor, check: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """After the second "not shown": somebody of the office who is neither of the peers nor in the line decides."""
    row = own_check(actor, check)
    if row.state == _S.APPEALED:
        return
    tries = ApplicationTry.objects.filter(check_of=row).count()
    if not may_appeal(row.state, tries, row.decided_at, clock.day(at)):
        raise Refused(_("You can ask for a decision within three weeks after the second answer."))
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise Refused(_("Say what they did not see."))
    row.state, row.appealed_at, row.appeal_reason = _S.APPEALED, at, reason
    row.save(update_fields=["state", "appealed_at", "appeal_reason"])
    audit.record(
        "learning:check:appeal", agent=actor, at=at, kind="application check", subject=row.uuid,
        concerns=row.person_id, why=reason[:300],
    )  # fmt: skip


def may_write(state: str, number: int, closes_on: dt.date, decided_at: dt.datetime | None, on: dt.date) -> bool:
    """number: of the try that would be written."""
    if state == _S.OPEN:
        return on <= closes_on
    return state == _S.NOT_SHOWN and number == 2 and _soon_after(decided_at, on)


def may_appeal(state: str, tries: int, decided_at: dt.datetime | None, on: dt.date) -> bool:
    return state == _S.NOT_SHOWN and tries == 2 and _soon_after(decided_at, on)


def until(state: str, closes_on: dt.date, decided_at: dt.datetime | None) -> dt.date | None:
    """The last day to write, or to appeal; None where no clock runs."""
    if state == _S.NOT_SHOWN and decided_at is not None:
        return clock.day(decided_at) + dt.timedelta(days=CHECK.days_again)
    return closes_on if state == _S.OPEN else None


def _soon_after(decided_at: dt.datetime | None, on: dt.date) -> bool:
    return decided_at is not None and (on - clock.day(decided_at)).days <= CHECK.days_again


def own_check(actor: Actor, check: uuids.UUID) -> ApplicationCheck:
    """One's own, locked. Raises NotFound for anybody else's."""
    row = ApplicationCheck.objects.select_for_update().filter(uuid=check, person_id=actor.person_id).first()
    if row is None:
        raise NotFound
    return row
