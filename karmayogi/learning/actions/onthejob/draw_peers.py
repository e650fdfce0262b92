"""Drawing the colleagues who say whether a course was applied."""

import datetime as dt

from karmayogi.kernel.ids import uuid7
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, PeerAsk
from karmayogi.learning.queries.onthejob.peers import peers_for

_LIVING = (PeerAsk.State.WAITING, PeerAsk.State.ANSWERED)


def draw_peers(*, attempt_id: int, on: dt.date, at: dt.datetime) -> int:
    """Fills the try up to three peers who are asked; how many were drawn now. Fewer where nobody else can be: the
    night tries again. Call it inside a transaction; it locks the check."""
    attempt = ApplicationTry.objects.get(pk=attempt_id)
    check = ApplicationCheck.objects.select_for_update().get(pk=attempt.check_of_id)
    if check.state != ApplicationCheck.State.ASKED:
        return 0
    have = PeerAsk.objects.filter(attempt=attempt, state__in=_LIVING).count()
    drawn = peers_for(check.pk, attempt.seed, count=CHECK.peers - have, on=on, at=at)
    due = on + dt.timedelta(days=CHECK.days_to_answer)
    PeerAsk.objects.bulk_create(
        PeerAsk(uuid=uuid7(), attempt=attempt, peer_id=peer, asked_at=at, due_on=due) for peer in drawn
    )
    return len(drawn)
