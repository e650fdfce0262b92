"""Who may do what to a certificate."""

from karmayogi.kernel.access import Actor, Role

_ROOT = 8  # length of the path of an organisation without a parent


def can_revoke(actor: Actor, path: str | None) -> bool:
    """path: of the organisation that answers for the holder; None when she never held a post.

    For her only somebody may act who looks after a whole tree of organisations.
    """
    if path is None:
        return any(len(mine) <= _ROOT for mine in actor.paths(Role.CERTIFICATE_ADMIN))
    return actor.may(path, Role.CERTIFICATE_ADMIN)


def can_design(actor: Actor, path: str) -> bool:
    """Whether the actor decides how certificates of the organisation at the path look: its training admin."""
    return actor.may(path, Role.MDO_ADMIN)
