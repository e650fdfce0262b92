"""The lifelong record as a Comprehensive Learner Record 2.0: one signed credential that holds the others.

Source of the names: 1EdTech "Comprehensive Learner Record Standard 2.0", ClrCredential and ClrSubject, on Open Badges
3.0 and W3C "Verifiable Credentials Data Model v2.0". As in engine.badge, addresses are text that is signed.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from karmayogi.credentials.engine import badge
from karmayogi.credentials.engine.proofs import Document
from karmayogi.credentials.types import ShownCompetency

CONTEXTS = [
    badge.CONTEXTS[0],
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    badge.CONTEXTS[1],
]
SCHEMA = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """Who says it, of whom, and for how long. identifier: as engine.badge.identifiers gives it."""

    origin: str
    issuer: str
    issuer_name: str
    identifier: list[Document]
    at: dt.datetime
    until: dt.datetime


def level(shown: ShownCompetency, about: About) -> Document:
    """A level shown, as an Open Badges 3.0 achievement of type Competency; not yet signed."""
    achievement_id = f"{about.origin}/competencies/library/?q={shown.code}"
    return {
        "@context": badge.CONTEXTS,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{shown.name}: level {shown.level}",
        "issuer": {"id": about.issuer, "type": ["Profile"], "name": about.issuer_name, "url": about.origin},
        "validFrom": badge.instant(about.at),
        "validUntil": badge.instant(about.until),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": about.identifier,
            "achievement": {
                "id": achievement_id,
                "type": ["Achievement"],
                "name": shown.name,
                "humanCode": shown.code,
                "achievementType": "Competency",
                "description": f"The competency {shown.code} on a scale of five levels",
                "criteria": {"narrative": "The level that all evidence together shows on the day of the record."},
                "alignment": [badge.alignment(about.origin, (shown.code, shown.name, shown.level))],
                "resultDescription": [
                    {
                        "id": f"{achievement_id}#level",
                        "type": ["ResultDescription"],
                        "name": "Level of the competency",
                        "resultType": "PerformanceLevel",
                        "valueMin": "1",
                        "valueMax": "5",
                    }
                ],
            },
            "result": [{"type": ["Result"], "resultDescription": f"{achievement_id}#level", "value": str(shown.level)}],
        },
        "evidence": [
            {
                "type": ["Evidence"],
                "name": "How sure the level is",
                "narrative": f"{shown.sure} of 100",
                "genre": "level",
            }
        ],
        "credentialSchema": [{"id": badge.SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def build(credentials: Sequence[Document], about: About) -> Document:
    """The record around its signed credentials; not yet signed itself."""
    return {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Competency passport",
        "issuer": {"id": about.issuer, "type": ["Profile"], "name": about.issuer_name, "url": about.origin},
        "validFrom": badge.instant(about.at),
        "validUntil": badge.instant(about.until),
        "credentialSubject": {
            "type": ["ClrSubject"],
            "identifier": about.identifier,
            "verifiableCredential": list(credentials),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
