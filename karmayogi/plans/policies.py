"""Who may do what with mandates. All of these roles may open the persons of their organisation (orgs.policies), so that
no figure of a rehearsal has to be hidden from any of them; a role that may not gets none."""

from karmayogi.kernel.access import Actor, Role

WRITE = (Role.MDO_ADMIN, Role.STATE_ADMIN)
SEE = (*WRITE, Role.MDO_LEADER)

# With more people than this the one who approves has written nothing in it.
SECOND_PERSON_ABOVE = 500


def can_see(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEE)


def can_write(actor: Actor, path: str) -> bool:
    """Mandates of the organisation at `path`, and exemptions of who works there."""
    return actor.may(path, *WRITE)
