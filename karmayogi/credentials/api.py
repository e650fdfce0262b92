"""What other packages may call."""

from karmayogi.credentials.actions.issue import issue
from karmayogi.credentials.actions.revoke import revoke
from karmayogi.credentials.queries.certificates import certificate_for, certificates_of, count_of
from karmayogi.credentials.queries.external import External, read_external
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import CertificateRow, Verification

__all__ = [
    "CertificateRow",
    "External",
    "Verification",
    "certificate_for",
    "certificates_of",
    "count_of",
    "issue",
    "read_external",
    "revoke",
    "verify",
]
