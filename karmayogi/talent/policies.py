"""Who may do what with appraisal years. All of these roles may open the persons of their organisation (orgs.policies),
so that no standing has to be hidden from any of them."""

from karmayogi.kernel.access import Actor, Role

WRITE = (Role.MDO_ADMIN, Role.STATE_ADMIN)
SEE = (*WRITE, Role.MDO_LEADER)
CONNECT = (Role.SPV_ADMIN,)  # names addresses to which the product itself sends


def can_see(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEE)


def can_write(actor: Actor, path: str) -> bool:
    """Orders, years, absences and texts of the organisation at `path`."""
    return actor.may(path, *WRITE)


def can_decide(actor: Actor, path: str, person_id: int) -> bool:
    """A contest of that person, who held her main post at `path`: never one's own."""
    return actor.person_id != person_id and actor.may(path, *SEE)


def can_connect(actor: Actor, path: str) -> bool:
    return actor.may(path, *CONNECT)
