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
    """What an authority lets its holder do within a subtree. The codes are those of the live system.

    Codes that no screen asks for yet are here so that they can be granted and shown; they open nothing by themselves.
    """

    PUBLIC = "PUBLIC"  # every officer; never granted, listed because feeds name it
    MDO_LEADER = "MDO_LEADER"  # head of the organisation: sees what the admin sees
    MDO_ADMIN = "MDO_ADMIN"  # training admin of a ministry, department or organisation: people, reports
    MDO_DASHBOARD_USER = "MDO_DASHBOARD_USER"  # figures of the organisation, no persons
    STATE_ADMIN = "STATE_ADMIN"  # training admin of a State or Union territory
    SPV_ADMIN = "SPV_ADMIN"  # platform: organisations, designations, frameworks
    SPV_PUBLISHER = "SPV_PUBLISHER"
    CBC_ANALYST = "CBC_ADMIN"  # Commission: sees national figures, never single persons
    CBC_MEMBER = "CBC_MEMBER"
    CBP_ADMIN = "CBP_ADMIN"
    CONTENT_CREATOR = "CONTENT_CREATOR"
    CONTENT_REVIEWER = "CONTENT_REVIEWER"
    CONTENT_PUBLISHER = "CONTENT_PUBLISHER"  # may import and publish courses
    EDITOR = "EDITOR"
    AI_ASSESSMENT_CREATOR = "AI_ASSESSMENT_CREATOR"
    PROGRAM_COORDINATOR = "PROGRAM_COORDINATOR"
    PROGRAM_INSTRUCTOR = "PROGRAM_INSTRUCTOR"
    MENTOR = "MENTOR"
    COMMUNITY_MODERATOR = "COMMUNITY_MODERATOR"
    IFU_MEMBER = "IFU_MEMBER"  # internal FRAC unit: writes work allocation orders
    FRAC_ADMIN = "FRAC_ADMIN"  # frameworks and dictionaries of the subtree
    FRAC_REVIEWER_L1 = "FRAC_REVIEWER_L1"
    FRAC_REVIEWER_L2 = "FRAC_REVIEWER_L2"
    FRAC_COMPETENCY_MEMBER = "FRAC_COMPETENCY_MEMBER"  # proposes competencies
    FRAC_COMPETENCY_REVIEWER = "FRAC_COMPETENCY_REVIEWER"
    WAT_MEMBER = "WAT_MEMBER"  # work allocation
    VOLUNTEER = "VOLUNTEER"
    CERTIFICATE_ADMIN = "CERTIFICATE_ADMIN"  # ours: may revoke certificates


@dataclasses.dataclass(frozen=True, slots=True)
class Authority:
    """A role over an organisation and all below it. `path` is the materialised path of that organisation ('' = all)."""

    role: Role
    path: str
    organisation_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: a signed-in account with its person and the authorities in force now.

    withheld: she holds authorities, and gets them only after showing a second factor in this session.
    name: in Latin letters, as the trail writes it; name_native: in her own script.
    """

    account_id: int
    account_uuid: uuid.UUID
    person_id: int
    person_uuid: uuid.UUID
    name: str
    language: str
    session_key: str
    authorities: tuple[Authority, ...] = ()
    withheld: bool = False
    name_native: str = ""

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
