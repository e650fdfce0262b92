"""Evidence fades: levels that nobody has touched for a while are computed anew."""

import datetime as dt
import logging

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.queries.levels import computed_before

log = logging.getLogger(__name__)

# The strongest source loses a hundredth of its weight in this time, the weakest a twentieth.
KEEPS = dt.timedelta(days=30)


def refresh_levels(*, at: dt.datetime, limit: int = 200_000) -> int:
    """Recomputes levels older than KEEPS, the oldest first, each in a transaction of its own; how many.

    One that fails is logged and holds up no other.
    """
    done = 0
    for person_id, competency_id in computed_before(at - KEEPS, limit):
        try:
            recompute(person_id=person_id, competency_id=competency_id, at=at)
            done += 1
        except Exception:
            log.exception("a level could not be computed", extra={"person": person_id, "competency": competency_id})
    return done
