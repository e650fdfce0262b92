"""Who may decide on one more attempt, take questions with their answers along, withdraw one, and mark answers."""

from karmayogi.kernel.access import Actor, Role

# Over the whole country: who withdraws a question, and approves that somebody else does.
WITHDRAWERS = (Role.CONTENT_PUBLISHER, Role.SPV_PUBLISHER)
# Over the office of who answered: trainers, and those who look after content.
MARKERS = (Role.PROGRAM_INSTRUCTOR, Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER)


def deciding_paths(actor: Actor) -> tuple[str, ...]:
    """Subtrees for whose learners the actor decides."""
    return actor.paths(Role.MDO_ADMIN)


def decides_for_the_unposted(actor: Actor) -> bool:
    """Learners without a post have no training admin; the platform's administrator decides."""
    return bool(actor.paths(Role.SPV_ADMIN))


def can_decide(actor: Actor, person_id: int, path: str) -> bool:
    """path: of the learner's office when she asked. Nobody decides for herself."""
    if actor.person_id == person_id:
        return False
    return actor.may(path, Role.MDO_ADMIN) if path else decides_for_the_unposted(actor)


def can_take_along(actor: Actor) -> bool:
    """Publishers, who bring questions in, may take them out."""
    return bool(actor.paths(Role.CONTENT_PUBLISHER))


def marking_paths(actor: Actor) -> tuple[str, ...]:
    """Subtrees whose learners' answers the actor marks."""
    return actor.paths(*MARKERS)


def can_call_off(actor: Actor) -> bool:
    """Takes a re-check back that should never have been asked. Whoever can does not decide on appeals of an office."""
    return bool(actor.paths(Role.SPV_ADMIN))


# Who plans tests of a year and sittings, and invites people from outside, for an office and all below it.
ORGANISERS = (Role.MDO_ADMIN, Role.STATE_ADMIN, Role.PROGRAM_COORDINATOR)
# Who may watch over a sitting there, when named for it.
PROCTORS = (*ORGANISERS, Role.PROGRAM_INSTRUCTOR)


def organising_paths(actor: Actor) -> tuple[str, ...]:
    """Subtrees for which the actor plans tests."""
    return actor.paths(*ORGANISERS)


def organises(actor: Actor) -> bool:
    return bool(organising_paths(actor))


def can_organise(actor: Actor, path: str) -> bool:
    """path: of the office for which it is."""
    return actor.may(path, *ORGANISERS)


def watching_paths(actor: Actor) -> tuple[str, ...]:
    """Subtrees where the actor watches over sittings for which it is named."""
    return actor.paths(*PROCTORS)


def can_watch(actor: Actor, path: str, *, named: bool) -> bool:
    """Watches over a sitting of the office at `path`: named as its proctor, and with the role there."""
    return named and actor.may(path, *PROCTORS)
