"""Where the two specifications differ, as data. Everything else in this package holds for both.

Sources: xAPI 1.0.3 (Data 2.4.6, 2.4.7, 2.4.10, 4.5; Communication 3.3) and IEEE 9274.1.1-2023, which calls itself 2.0.0
(4.1.1, 4.2.2, 4.2.7).
"""

import re

import msgspec

from karmayogi.ingest.engine import syntax
from karmayogi.ingest.types import Version

# Semantic Versioning 1.0.0 after the two numbers that count: a third one, and a name of a trial version.
_REST = r"(?:\.[0-9]{1,9}(?:-[0-9A-Za-z][0-9A-Za-z.\-]{0,40})?(?:\+[0-9A-Za-z.\-]{1,40})?)?"


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """version: what a request header may say; statement_version: what a statement may say of itself.
    more_context: properties of a context that the other version lacks."""

    version: re.Pattern[str]
    statement_version: re.Pattern[str]
    statement_versions: str
    default: str
    timestamp: re.Pattern[str]
    timestamps: str
    more_context: frozenset[str]


RULES = {
    Version.V1: Rules(
        version=re.compile(r"1\.0" + _REST),
        statement_version=re.compile(r"1\.0" + _REST),
        statement_versions='"1.0" or "1.0." and a number',
        default="1.0.0",
        timestamp=syntax.ISO_8601,
        timestamps="a date and time by ISO 8601, such as 2026-11-20T06:30:00.000Z, with no offset of minus zero",
        more_context=frozenset(),
    ),
    Version.V2: Rules(
        version=re.compile(r"2\.0" + _REST),
        # A statement made under 1.0.x is a good statement under 2.0 and keeps the version that it names.
        statement_version=re.compile(r"[12]\.0" + _REST),
        statement_versions='"2.0.0", "1.0" or one of these with another last number',
        default="2.0.0",
        timestamp=syntax.RFC_3339,
        timestamps="a date and time by RFC 3339, such as 2026-11-20T06:30:00.000Z, with an offset but not minus zero",
        more_context=frozenset({"contextAgents", "contextGroups"}),
    ),
}


def version_of(header: str | None) -> Version | None:
    """The version that X-Experience-API-Version names; None: missing, or one that is not spoken here."""
    if header is not None:
        for version, rules in RULES.items():
            if rules.version.fullmatch(header.strip()):
                return version
    return None
