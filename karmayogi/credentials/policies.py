"""Who may do what to a certificate."""

from karmayogi.kernel.access import Actor, Role


def can_revoke(actor: Actor, path: str | None) -> bool:
    """path: of the organisation where the holder serves now; None when she holds no post (only the whole may then)."""
    if path is None:
        return "" in actor.paths(Role.CERTIFICATE_ADMIN)
    return actor.may(path, Role.CERTIFICATE_ADMIN)
