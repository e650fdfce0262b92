"""Who looks after tools and platforms, and whom a deployment reaches."""

from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.orgs import api as orgs

TOOLS = (Role.SPV_ADMIN, Role.STATE_ADMIN, Role.MDO_ADMIN)
PLATFORMS = (Role.SPV_ADMIN,)


def can_look_after(actor: Actor, path: str) -> bool:
    """Registers, confirms, changes and switches off tools of the organisation at `path`."""
    return actor.may(path, *TOOLS)


def looks_after_any(actor: Actor) -> bool:
    return bool(actor.paths(*TOOLS))


def check_platforms(actor: Actor) -> None:
    """Platforms that launch us and our own keys concern the whole installation. Raises NotFound."""
    if not can_platforms(actor):
        raise NotFound


def can_platforms(actor: Actor) -> bool:
    return bool(actor.paths(*PLATFORMS))


def reaches(deployment_path: str, office_path: str) -> bool:
    """Whether a deployment is for somebody of that office. One for the whole country is for everybody."""
    return len(deployment_path) <= orgs.PATH_STEP or office_path.startswith(deployment_path)
