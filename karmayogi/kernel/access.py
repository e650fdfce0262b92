"""Who asks, and the two ways to be refused.

Fetch means authorise: an `access_<noun>(actor, uuid, to=...)` either returns the row or raises `NotFound`, which
answers exactly like nothing being there. `Refused` is for acts on what one may see but not change, with a reason
for the reader.
"""

import dataclasses
import enum
import uuid


class NotFound(Exception):
    """There is nothing here for this actor. Becomes 404, the same for "not there" and "not yours"."""


class Refused(Exception):
    """The actor may see this, and may not do that now. `str()` is shown to the reader: a translated sentence."""


class SignInNeeded(Exception):
    """Nobody is signed in. Becomes a redirect to the sign-in page that comes back here."""


class Role(enum.StrEnum):
    """What an authority lets its holder do within a subtree. The codes are the live system's where it has one."""

    MDO_ADMIN = "MDO_ADMIN"  # training admin of a ministry, department or organisation: people, reports
    MDO_LEADER = "MDO_LEADER"  # head of the organisation: sees what the admin sees
    CONTENT_PUBLISHER = "CONTENT_PUBLISHER"  # may import and publish courses
    CERTIFICATE_ADMIN = "CERTIFICATE_ADMIN"  # may revoke certificates
    SPV_ADMIN = "SPV_ADMIN"  # platform: organisations, designations, frameworks
    CBC_ANALYST = "CBC_ADMIN"  # Commission: sees national figures, never single persons


@dataclasses.dataclass(frozen=True, slots=True)
class Authority:
    """A role over an organisation and all below it. `path` is the materialised path of that organisation ('' = all)."""

    role: Role
    path: str
    organisation_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: a signed-in account with its person and the authorities in force now."""

    account_id: int
    account_uuid: uuid.UUID
    person_id: int
    person_uuid: uuid.UUID
    name: str
    language: str
    session_key: str
    authorities: tuple[Authority, ...] = ()

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Paths of the subtrees where the actor holds any of these roles."""
        return tuple(a.path for a in self.authorities if a.role in roles)

    def may(self, path: str, *roles: Role) -> bool:
        """Whether one of these roles reaches the organisation at `path`."""
        return any(path.startswith(mine) for mine in self.paths(*roles))


@dataclasses.dataclass(frozen=True, slots=True)
class System:
    """Not a person: a job, a command or an import acting for `label`. Written into the audit trail as such."""

    label: str


type Agent = Actor | System
