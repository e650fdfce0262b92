"""Who may do what with lacks and requests. The figures are of the whole country, so that a role over a part of it
opens nothing here; what a provider's people may is asked of learning."""

from karmayogi.kernel.access import Actor, Role
from karmayogi.orgs.api import PATH_STEP

COMMISSION = (Role.CBC_ANALYST, Role.CBC_MEMBER, Role.SPV_ADMIN)


def can_ask(actor: Actor) -> bool:
    """Sees what is lacking, turns it into requests, decides on these, and sets the thresholds."""
    return any(len(path) <= PATH_STEP for path in actor.paths(*COMMISSION))
