"""Who may do what over an organisation. Each answers from the actor and a path alone, so it costs no query."""

from karmayogi.kernel.access import Actor, Agent, Role

# What a view or an action wants to do with an organisation -> the roles that allow it there.
OVER_ORGANISATION: dict[str, tuple[Role, ...]] = {
    "see": (Role.MDO_ADMIN, Role.MDO_LEADER, Role.SPV_ADMIN),  # its page, strength and vacancies
    "people": (Role.MDO_ADMIN, Role.MDO_LEADER),  # the list of its people
    "staff": (Role.MDO_ADMIN,),  # posts, appointments, imports of officers
    "structure": (Role.SPV_ADMIN,),  # units, names, parents
}

# What one may do to the record of a person other than oneself, besides her supervisors who may see it.
OVER_PERSON: dict[str, tuple[Role, ...]] = {
    "see": (Role.MDO_ADMIN, Role.MDO_LEADER),
    "staff": (Role.MDO_ADMIN,),
}


def can_over_organisation(actor: Actor, path: str, to: str) -> bool:
    """Whether the actor may do `to` (a key of OVER_ORGANISATION) with the organisation at `path`."""
    return actor.may(path, *OVER_ORGANISATION[to])


def can_over_person(actor: Actor, path: str, to: str) -> bool:
    """Whether a role of the actor reaches a person who works at `path`; being her supervisor is asked elsewhere."""
    return actor.may(path, *OVER_PERSON[to])


def can_grant(actor: Actor, path: str, role: Role) -> bool:
    """A role is handed on by somebody who holds it there, or by the platform's administrator."""
    return actor.may(path, role, Role.SPV_ADMIN)


def can_curate(agent: Agent) -> bool:
    """Master data (designations, services, organisations of the whole country): the platform's administrator."""
    return not isinstance(agent, Actor) or bool(agent.paths(Role.SPV_ADMIN))
