"""Closing attempts that their owners left open until the time was over."""

import datetime as dt
import logging

from karmayogi.assessment.actions.submit import TIME_LIMIT, submit
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.queries import papers

log = logging.getLogger(__name__)


def close_overdue(*, at: dt.datetime, limit: int = 500) -> int:
    """Closes up to `limit` overdue attempts, each in a transaction of its own; how many.

    One that fails is logged and holds up no other; the next run tries it again.
    """
    closed = 0
    for attempt in papers.overdue(at, GRACE, limit):
        try:
            closed += submit(agent=TIME_LIMIT, attempt=attempt, at=at)
        except Exception:
            log.exception("an overdue attempt could not be closed", extra={"attempt": str(attempt.uuid)})
    return closed
