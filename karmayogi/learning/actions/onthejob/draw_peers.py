"""Drawing the colleagues who say whether a course was applied."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import clock
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, SOON, task
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, PeerAsk
from karmayogi.learning.queries.onthejob.peers import peers_for

_LIVING = (PeerAsk.State.WAITING, PeerAsk.State.ANSWERED)


@task(queue_name=LONG, priority=SOON)
def draw_soon(*, attempt_id: int) -> None:
    """The job: a draw reads everybody who completed the course, which no officer waits for."""
    at = clock.now()
    draw_peers(attempt_id=attempt_id, on=clock.day(at), at=at)


@transaction.atomic
def draw_peers(*, attempt_id: int, on: dt.date, at: dt.datetime) -> int:
    """Fills the try up to three peers who are asked; how many were drawn now. Again, it fills up only what is missing;
    fewer where nobody else can be found: the night tries again.

    The check is locked after the draw, so that nobody's answer waits for it.
    """
    attempt = ApplicationTry.objects.get(pk=attempt_id)
    if not _missing(attempt):
        return 0
    lot = peers_for(attempt.check_of_id, attempt.seed, count=CHECK.peers, on=on, at=at)
    check = ApplicationCheck.objects.select_for_update().get(pk=attempt.check_of_id)
    if check.state != ApplicationCheck.State.ASKED or ApplicationTry.objects.get(pk=attempt_id).shown is not None:
        return 0
    before = set(PeerAsk.objects.filter(attempt__check_of=check).values_list("peer_id", flat=True))
    drawn = [peer for peer in lot if peer not in before][: _missing(attempt)]
    due = on + dt.timedelta(days=CHECK.days_to_answer)
    PeerAsk.objects.bulk_create(
        PeerAsk(uuid=uuid7(), attempt=attempt, peer_id=peer, asked_at=at, due_on=due) for peer in drawn
    )
    return len(drawn)


def _missing(attempt: ApplicationTry) -> int:
    return CHECK.peers - PeerAsk.objects.filter(attempt=attempt, state__in=_LIVING).count()
