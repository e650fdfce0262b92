"""What crosses the face of this package: plain data."""

import dataclasses
import datetime as dt
import enum
from uuid import UUID

type Competency = tuple[str, str, int]
"""Code, name and level of a competency that a certificate speaks of."""

# The ref_kind of certificates for who was at an event. They are issued by an act on many, which can be undone and done
# again: one that was issued by mistake holds its place no more.
ATTENDANCE = "attendance"
# The same of those for somebody from outside, who passed a test by invitation.
CANDIDATE = "candidate"


class Grade(enum.StrEnum):
    """How well a course was proved, from a bare claim to a witnessed test (docs/glossary.md: grade of evidence)."""

    CLAIMED = "E0"  # reported by the learner's own browser (SCORM, xAPI)
    OBSERVED = "E1"  # seen by the server: time spent, parts opened
    MARKED = "E2"  # a test of the item bank, marked on the server
    WITNESSED = "E3"  # a trainer's signed attendance, or an invigilated test


class Kind(enum.StrEnum):
    """What was achieved."""

    COURSE = "course"
    TEST = "test"  # one that stands alone


class Reason(enum.StrEnum):
    """Why a certificate was revoked: the kind, which anybody may read. The words behind it stay in the audit trail."""

    ERROR = "error"  # issued by mistake
    UNFAIR_MEANS = "unfair_means"  # the test was not her own work
    WRONG_PERSON = "wrong_person"  # issued to somebody else
    COURSE_WITHDRAWN = "course_withdrawn"  # what it proved no longer holds
    REPLACED = "replaced"  # a newer certificate says the same better; what it proved still counts
    UNDONE = "undone"  # an act on many that issued it was taken back; what it proved still counts
    OTHER = "other"


class Standing(enum.StrEnum):
    """What somebody who checks a code is told."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    REPLACED = "replaced"  # a newer certificate took its place
    EXPIRED = "expired"  # genuine, and valid no more
    ALTERED = "altered"  # the record here does not agree with its signature
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"  # the check symbol of the code is wrong


class Refusal(enum.StrEnum):
    """Why a credential is not believed. The value is the reason as it is told to whoever asks."""

    UNREADABLE = "it is no credential"
    FOREIGN = "it names another issuer"
    ALGORITHM = "its algorithm is not one that this issuer signs with"
    UNKNOWN_KEY = "it names a key that this issuer never had"
    RETIRED_KEY = "its key did not sign at that time"
    TAMPERED = "its signature does not fit what it says"
    NOT_YET = "it is not valid yet"
    EXPIRED = "it is valid no more"
    NO_STATUS = "the list of revoked credentials is not at hand"
    BAD_STATUS = "the list of revoked credentials is not genuine"
    STALE_STATUS = "the list of revoked credentials is out of date"
    REVOKED = "it is revoked"


@dataclasses.dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key as it is published. public: multibase Multikey. until: since when it signs no more, empty while it does."""

    kid: str
    public: str
    since: dt.datetime
    until: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class ShownCompetency:
    """A level that her evidence shows today, for the record. sure: confidence from 0 to 100."""

    code: str
    name: str
    level: int
    sure: int


class Accent(enum.StrEnum):
    """The colour of a certificate. Each is dark enough for text on its paper (engine.colours)."""

    INDIGO = "indigo"
    GREEN = "green"
    MAROON = "maroon"
    TEAL = "teal"
    BROWN = "brown"
    SLATE = "slate"


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The organisation in whose name a certificate is given, as it is signed. line: of its own wording."""

    organisation_uuid: UUID
    name: str
    line: str
    signatory: str
    signatory_title: str


@dataclasses.dataclass(frozen=True, slots=True)
class TemplateRow:
    """How the certificates of an organisation look, as it was saved last. logo: SHA-256 of a PNG, "" without one;
    logo_id: of its stored file."""

    id: int
    uuid: UUID
    organisation_id: int
    organisation_uuid: UUID
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    path: str
    in_use: bool
    line_en: str
    line_hi: str
    line_ur: str
    signatory: str
    signatory_title: str
    accent: str
    logo: str
    saved_at: dt.datetime
    logo_id: int | None = None

    def source(self, language: str) -> Source:
        """What is signed of it, in the language of the certificate; English where that is missing."""
        names = {"hi": self.organisation_hi, "ur": self.organisation_ur}
        lines = {"hi": self.line_hi, "ur": self.line_ur}
        return Source(
            self.organisation_uuid,
            names.get(language) or self.organisation_en,
            lines.get(language) or self.line_en,
            self.signatory,
            self.signatory_title,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says, as it is signed. minutes: learning time. score: per cent."""

    code: str
    name: str
    name_native: str
    title: str
    title_language: str
    course_uuid: UUID
    course_code: str
    minutes: int
    grade: str
    score: int | None
    competencies: tuple[Competency, ...]
    issued_at: dt.datetime
    valid_until: dt.datetime | None = None
    source: Source | None = None
    kind: str = Kind.COURSE.value


@dataclasses.dataclass(frozen=True, slots=True)
class Outside:
    """Whoever has no account here. holder: what stands hashed in the credential. The office that invited them."""

    holder: UUID
    organisation_id: int
    path: str


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate in a list. revoked_at and revoked_reason are empty while it stands. replaced_by: number.

    person_id: None for somebody from outside; office_path: of the office that invited them, else "".
    """

    id: int
    uuid: UUID
    code: str
    person_id: int | None
    name: str
    name_native: str
    title_en: str
    title_hi: str
    title_ur: str
    language: str
    course_uuid: UUID
    course_code: str
    minutes: int
    grade: str
    score: int | None
    issued_at: dt.datetime
    valid_until: dt.datetime | None
    revoked_at: dt.datetime | None
    revoked_reason: str
    replaced_by: str
    office_path: str


@dataclasses.dataclass(frozen=True, slots=True)
class Verification:
    """The answer to "is this code genuine?". facts: as signed, present when genuine or revoked; key_id: who signed."""

    standing: Standing
    code: str
    facts: Facts | None = None
    issuer: str = ""
    issuer_name: str = ""
    key_id: str = ""
    revoked_at: dt.datetime | None = None
    revoked_reason: str = ""
    replaced_by: str = ""
