"""What a credential may do: the scopes of xAPI 1.0.3, Communication 4.0, and the bounds of a short credential.

Whatever no scope names is refused. The pages of administration are for the platform admin.
"""

import dataclasses
import uuid
from typing import Any

from karmayogi.ingest.types import Agent, Facts, Scope
from karmayogi.kernel.access import Actor, Role

ROLES = (Role.SPV_ADMIN,)

WRITE = frozenset({Scope.ALL, Scope.STATEMENTS_WRITE})
READ = frozenset({Scope.ALL, Scope.ALL_READ, Scope.STATEMENTS_READ})
READ_MINE = READ | {Scope.STATEMENTS_READ_MINE}
DEFINE = frozenset({Scope.ALL, Scope.DEFINE})
STATE = frozenset({Scope.ALL, Scope.STATE})
STATE_READ = STATE | {Scope.ALL_READ}
PROFILE = frozenset({Scope.ALL, Scope.PROFILE})
PROFILE_READ = PROFILE | {Scope.ALL_READ}


@dataclasses.dataclass(frozen=True, slots=True)
class Bounds:
    """A short credential works for one attempt: this registration, this agent (its key) and this activity."""

    registration: uuid.UUID
    agent: str
    activity: str

    def hold(self, facts: Facts) -> bool:
        """Whether a statement is the agent's own, in this attempt. Its object may be any: a course has many parts."""
        return facts.registration == self.registration and self.agent in facts.agents and facts.voids is None


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """A credential that was shown and is in force."""

    client_id: int
    client_uuid: uuid.UUID
    name: str
    scopes: frozenset[str]
    authority: Agent
    rate: int | None
    bounds: Bounds | None

    def may(self, scopes: frozenset[Any]) -> bool:
        """Whether it has one of these."""
        return not self.scopes.isdisjoint(scopes)


# Documents of an attempt that only the launching system writes (cmi5, section 10).
OURS = frozenset({"LMS.LaunchData"})


def can_administer(actor: Actor) -> bool:
    return bool(actor.paths(*ROLES))
