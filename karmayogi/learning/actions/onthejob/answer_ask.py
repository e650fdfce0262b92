"""A colleague drawn by lot judges how somebody applied a course, or stands aside. Who it was is told to nobody: the
trail of the officer does not name them, and their own does not name the officer."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.onthejob.draw_peers import draw_soon
from karmayogi.learning.actions.onthejob.settle_check import settle_check
from karmayogi.learning.engine.onthejob.terms import CHECK, is_shown
from karmayogi.learning.models import ApplicationCheck, PeerAsk

_S = PeerAsk.State


@transaction.atomic
def answer_ask(
    *, actor: Actor, ask: uuids.UUID, answers: Sequence[bool], reason: str, declared: bool, at: dt.datetime
) -> None:
    """answers: to the questions of the rubric, in their order. declared: no interest of one's own.

    Answering again changes nothing. Raises NotFound for whoever was not drawn, Refused for an answer that is not whole.
    """
    row = _drawn(actor, ask)
    if row.state == _S.ANSWERED:
        return
    _check_waits(row)
    if len(answers) != CHECK.questions:
        raise Refused(_("Answer every question with yes or no."))
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise Refused(_("Give your reasons: the officer reads them."))
    if not declared:
        raise Refused(_("Confirm that you do not know whose work it is and have no interest of your own."))
    row.state, row.ended_at, row.reason = _S.ANSWERED, at, reason
    row.answers, row.shown = list(answers), is_shown(answers)
    row.save(update_fields=["state", "ended_at", "reason", "answers", "shown"])
    audit.record(
        "learning:check:answer", agent=actor, at=at, kind="peer ask", subject=row.uuid, concerns=actor.person_id
    )
    settle_check(attempt_id=row.attempt_id, at=at)


@transaction.atomic
def stand_aside(*, actor: Actor, ask: uuids.UUID, at: dt.datetime) -> None:
    """Without a reason and without a consequence; somebody else is drawn soon. Twice is fine."""
    row = _drawn(actor, ask)
    if row.state == _S.DECLINED:
        return
    _check_waits(row)
    row.state, row.ended_at = _S.DECLINED, at
    row.save(update_fields=["state", "ended_at"])
    audit.record(
        "learning:check:stand_aside", agent=actor, at=at, kind="peer ask", subject=row.uuid, concerns=actor.person_id
    )
    draw_soon.enqueue(attempt_id=row.attempt_id)


def _drawn(actor: Actor, ask: uuids.UUID) -> PeerAsk:
    """The actor's, behind the lock of its check: of two last answers at once the later one sees both."""
    found = PeerAsk.objects.filter(uuid=ask, peer_id=actor.person_id).values_list("attempt__check_of_id", flat=True)
    check = found.first()
    if check is None:
        raise NotFound
    ApplicationCheck.objects.select_for_update().get(pk=check)
    return PeerAsk.objects.select_for_update(of=("self",)).get(uuid=ask)


def _check_waits(row: PeerAsk) -> None:
    if row.state != _S.WAITING:
        raise Refused(_("This is no longer asked of you. Thank you all the same."))
