"""Who may take feeds, issue tokens and decide requests: the training admin of the organisation."""

from karmayogi.kernel.access import Actor, Role

ROLES = (Role.MDO_ADMIN,)


def can_feed(actor: Actor, path: str) -> bool:
    """Tokens, feeds and requests of the organisation at `path`."""
    return actor.may(path, *ROLES)
