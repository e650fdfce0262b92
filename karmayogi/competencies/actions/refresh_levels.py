"""Evidence fades: levels that nobody has touched for a while are computed anew."""

import datetime as dt
import logging

from karmayogi.competencies.actions.proof.recompute import recompute_persons
from karmayogi.competencies.engine.levels import Policy
from karmayogi.competencies.queries.levels import persons_computed_before
from karmayogi.competencies.queries.proof.policies import policy_in_force

log = logging.getLogger(__name__)

# The strongest source loses a hundredth of its weight in this time, the weakest a twentieth.
KEEPS = dt.timedelta(days=30)


AT_ONCE = 1_000  # persons a transaction


def refresh_levels(*, at: dt.datetime, limit: int = 1_000_000) -> int:
    """Recomputes all levels of persons of whom one is older than KEEPS, the oldest first; how many levels.

    A thousand persons go in one transaction. Where that fails each of them goes alone; one who fails alone is logged
    and holds up no other.
    """
    policy = policy_in_force()
    persons = persons_computed_before(at - KEEPS, limit)
    done = 0
    for first in range(0, len(persons), AT_ONCE):
        some = persons[first : first + AT_ONCE]
        try:
            done += recompute_persons(some, policy=policy, at=at).pairs
        except Exception:
            log.exception("levels could not be computed at once", extra={"persons": len(some)})
            done += sum(_alone(person, policy, at) for person in some)
    return done


def _alone(person_id: int, policy: Policy, at: dt.datetime) -> int:
    try:
        return recompute_persons([person_id], policy=policy, at=at).pairs
    except Exception:
        log.exception("the levels of a person could not be computed", extra={"person": person_id})
        return 0
