"""Who may do what with studies and rooms."""

from karmayogi.kernel.access import Actor, Role
from karmayogi.orgs.api import PATH_STEP

COMMISSION = (Role.CBC_ANALYST, Role.CBC_MEMBER)


def can_evaluate(actor: Actor) -> bool:
    """The Commission's analyst and members, appointed for the country: makes studies, proposes and opens rooms."""
    return any(len(path) <= PATH_STEP for path in actor.paths(*COMMISSION))
