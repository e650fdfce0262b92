"""Who may publish courses, and whose results somebody may see."""

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
