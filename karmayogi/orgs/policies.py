"""Who may do what over an organisation. Each answers from the actor and a path alone, so it costs no query."""

from karmayogi.kernel.access import Actor, Agent, Role
from karmayogi.orgs.engine.paths import STEP

# What a view or an action wants to do with an organisation -> the roles that allow it there.
OVER_ORGANISATION: dict[str, tuple[Role, ...]] = {
    # its page, strength and vacancies
    "see": (Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN, Role.MDO_DASHBOARD_USER, Role.SPV_ADMIN),
    "people": (Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN),  # the list of its people
    "staff": (Role.MDO_ADMIN, Role.STATE_ADMIN),  # posts, appointments, imports of officers
    "structure": (Role.SPV_ADMIN,),  # units, names, parents
}

# What one may do to the record of a person other than oneself, besides her supervisors who may see it.
OVER_PERSON: dict[str, tuple[Role, ...]] = {
    "see": (Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN),
    "staff": (Role.MDO_ADMIN, Role.STATE_ADMIN),
}

_PLATFORM = (Role.SPV_ADMIN,)
_TRAINING = (Role.SPV_ADMIN, Role.STATE_ADMIN, Role.MDO_ADMIN)
_FRAC = (Role.SPV_ADMIN, Role.FRAC_ADMIN)

# Role -> roles whose holder, over that unit, may grant it there (decision 0013). A role that is not here is granted
# to nobody: PUBLIC is everybody's.
GRANTED_BY: dict[Role, tuple[Role, ...]] = {
    Role.SPV_ADMIN: _PLATFORM,
    Role.SPV_PUBLISHER: _PLATFORM,
    Role.CERTIFICATE_ADMIN: _PLATFORM,
    Role.STATE_ADMIN: _PLATFORM,
    Role.CBC_ANALYST: (Role.SPV_ADMIN, Role.CBC_ANALYST),
    Role.CBC_MEMBER: (Role.SPV_ADMIN, Role.CBC_ANALYST),
    Role.CBP_ADMIN: _PLATFORM,
    Role.MDO_ADMIN: _TRAINING,
    Role.MDO_LEADER: _TRAINING,
    Role.MDO_DASHBOARD_USER: (*_TRAINING, Role.MDO_LEADER),
    Role.CONTENT_CREATOR: (*_TRAINING, Role.CBP_ADMIN),
    Role.CONTENT_REVIEWER: (*_TRAINING, Role.CBP_ADMIN),
    Role.CONTENT_PUBLISHER: (Role.SPV_ADMIN, Role.SPV_PUBLISHER),
    Role.EDITOR: (*_TRAINING, Role.CBP_ADMIN),
    Role.AI_ASSESSMENT_CREATOR: (*_TRAINING, Role.CBP_ADMIN),
    Role.PROGRAM_COORDINATOR: _TRAINING,
    Role.PROGRAM_INSTRUCTOR: (*_TRAINING, Role.PROGRAM_COORDINATOR),
    Role.MENTOR: _TRAINING,
    Role.COMMUNITY_MODERATOR: _TRAINING,
    Role.FRAC_ADMIN: _FRAC,
    Role.IFU_MEMBER: (*_FRAC, Role.MDO_ADMIN),
    Role.FRAC_REVIEWER_L1: _FRAC,
    Role.FRAC_REVIEWER_L2: _FRAC,
    Role.FRAC_COMPETENCY_MEMBER: _FRAC,
    Role.FRAC_COMPETENCY_REVIEWER: _FRAC,
    Role.WAT_MEMBER: _TRAINING,
    Role.VOLUNTEER: _TRAINING,
}

# These wait for a second person wherever they are granted; MDO_ADMIN only over a whole ministry or State.
POWERFUL = frozenset(
    {
        Role.SPV_ADMIN, Role.SPV_PUBLISHER, Role.STATE_ADMIN, Role.CERTIFICATE_ADMIN, Role.CBC_ANALYST, Role.FRAC_ADMIN,
        Role.FRAC_REVIEWER_L2,
    }
)  # fmt: skip
POWERFUL_AT_THE_TOP = frozenset({Role.MDO_ADMIN})


def can_over_organisation(actor: Actor, path: str, to: str) -> bool:
    """Whether the actor may do `to` (a key of OVER_ORGANISATION) with the organisation at `path`."""
    return actor.may(path, *OVER_ORGANISATION[to])


def can_over_person(actor: Actor, path: str, to: str) -> bool:
    """Whether a role of the actor reaches a person who works at `path`; being her supervisor is asked elsewhere."""
    return actor.may(path, *OVER_PERSON[to])


def can_grant(actor: Actor, path: str, role: Role) -> bool:
    """Whether the actor holds a role there by which this one is granted."""
    return role in GRANTED_BY and actor.may(path, *GRANTED_BY[role])


def granting_paths(actor: Actor) -> tuple[str, ...]:
    """Where the actor may grant anything at all."""
    return actor.paths(*{giver for givers in GRANTED_BY.values() for giver in givers})


def needs_second(role: Role, path: str) -> bool:
    """Whether two people must agree: the role is powerful, or it is at the top, one step below the country."""
    return role in POWERFUL or (role in POWERFUL_AT_THE_TOP and len(path) <= 2 * STEP)


def can_curate(agent: Agent) -> bool:
    """Master data (designations, services, organisations of the whole country): the platform's administrator."""
    return not isinstance(agent, Actor) or bool(agent.paths(Role.SPV_ADMIN))
