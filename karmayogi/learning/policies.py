"""Who may write, review and publish courses of a provider, and whose results somebody may see."""

from collections.abc import Iterable

from karmayogi.kernel.access import Actor, Agent, NotFound, Role, System

_REPORT = (Role.MDO_ADMIN, Role.MDO_LEADER, Role.CONTENT_PUBLISHER)


def can_publish(agent: Agent) -> bool:
    """Publishers of any organisation, and the product's own jobs."""
    return isinstance(agent, System) or bool(agent.paths(Role.CONTENT_PUBLISHER))


def check_publish(agent: Agent) -> None:
    if not can_publish(agent):
        raise NotFound


def report_paths(actor: Actor) -> tuple[str, ...]:
    """Subtrees whose learners the actor may see in a course's report; the widest only, none inside another."""
    paths = sorted(set(actor.paths(*_REPORT)))
    return tuple(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


def can_report(actor: Actor) -> bool:
    return bool(report_paths(actor))


def can_waive(actor: Actor, person_id: int, path: str) -> bool:
    """Says that a learner of that office has met a unit by other means: who administers its learning, never for
    themselves."""
    return actor.person_id != person_id and bool(path) and actor.may(path, Role.MDO_ADMIN)


# What somebody wants to do with the drafts and courses of a provider -> the roles that allow it, held over the
# provider's organisation or as one of its members.
OVER_PROVIDER: dict[str, tuple[Role, ...]] = {
    "write": (Role.CONTENT_CREATOR, Role.EDITOR),
    "review": (Role.CONTENT_REVIEWER,),
    "publish": (Role.CONTENT_PUBLISHER, Role.SPV_PUBLISHER),
    "members": (Role.CBP_ADMIN, Role.SPV_ADMIN),
}
OVER_PROVIDER["see"] = tuple(dict.fromkeys(role for roles in OVER_PROVIDER.values() for role in roles))
# Roles that a member of a provider can be given; the platform's own are granted only as delegated authority.
MEMBER_ROLES = (
    Role.CONTENT_CREATOR, Role.EDITOR, Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER, Role.CBP_ADMIN,
)  # fmt: skip
# Who looks after all providers: licences, limits, suspensions, reported reviews, the quality form.
PLATFORM = (Role.SPV_ADMIN, Role.SPV_PUBLISHER)


def can_over_provider(actor: Actor, path: str | None, held: Iterable[str], to: str) -> bool:
    """Whether the actor may do `to` (a key of OVER_PROVIDER) for a provider.

    path: of the provider's organisation, None without one. held: the roles that the actor has as its member.
    """
    wanted = OVER_PROVIDER[to]
    if set(held) & set(wanted):
        return True
    if actor.paths(*(role for role in wanted if role in PLATFORM)):
        return True
    return path is not None and actor.may(path, *wanted)


def can_license(actor: Actor) -> bool:
    """Decides on applications of providers, their limits and suspensions, and on reported reviews."""
    return bool(actor.paths(Role.SPV_ADMIN))


def can_calibrate(actor: Actor) -> bool:
    """Sees how reviewers of all providers agree."""
    return bool(actor.paths(*PLATFORM))


# Who decides on requests of the people of an office to be let into a course.
OFFICE = (Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN)


def decides_for(actor: Actor, path: str) -> bool:
    """path: of the office where somebody serves; nobody's office decides for people without one."""
    return bool(path) and actor.may(path, *OFFICE)


# Cascades: who runs those of an office, and who sees counts of all of them. Persons are named to whoever looks after
# their offices alone.
CASCADE_KEEPERS = (Role.MDO_ADMIN, Role.STATE_ADMIN, Role.PROGRAM_COORDINATOR)
CASCADE_NAMES = (*CASCADE_KEEPERS, Role.MDO_LEADER)
CASCADE_READERS = (*CASCADE_NAMES, Role.CBC_ANALYST, Role.CBC_MEMBER)


def can_keep_cascade(agent: Agent, path: str) -> bool:
    """path: of the organisation whose cascade it is."""
    return isinstance(agent, System) or agent.may(path, *CASCADE_KEEPERS)


def sees_cascades(agent: Agent) -> bool:
    return isinstance(agent, System) or bool(agent.paths(*CASCADE_READERS))
