"""Who may do what with annual plans. Roles are those that exist; members of the active unit write as long as they
hold a post in the organisation (decision 0048)."""

from karmayogi.kernel.access import Actor, Role

PUBLISH = (Role.MDO_ADMIN, Role.STATE_ADMIN)
HEAD = (Role.MDO_LEADER,)
SEE = (*PUBLISH, *HEAD)

# Fewer people than this are not told in figures to whom may not open them (decision 0018).
LEAST = 10


def can_see(actor: Actor, path: str, member: bool) -> bool:
    return member or actor.may(path, *SEE)


def can_write(actor: Actor, path: str, member: bool) -> bool:
    """The draft: training and State admins, and the unit."""
    return member or actor.may(path, *PUBLISH)


def can_publish(actor: Actor, path: str) -> bool:
    """Also form the unit, and make a mandate out of an intervention."""
    return actor.may(path, *PUBLISH)


def can_approve(actor: Actor, path: str) -> bool:
    return actor.may(path, *HEAD)


def few(people: int, answers: int) -> bool:
    """Whether figures of a need are of few people: those who hold such posts, or answered where nobody holds one."""
    return 0 < (people or answers) < LEAST


def sees_persons(actor: Actor, path: str) -> bool:
    """Whether figures of few people are shown: these roles may open each person of the organisation."""
    return actor.may(path, *SEE)
