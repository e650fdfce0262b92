"""What other packages may call."""

from karmayogi.credentials.actions.issue import issue
from karmayogi.credentials.actions.revoke import revoke
from karmayogi.credentials.actions.sign_record import sign_record
from karmayogi.credentials.actions.typeset import paper_of
from karmayogi.credentials.queries.certificates import certificate_for, certificates_of, count_of
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import CertificateRow, ShownCompetency, Verification

__all__ = [
    "CertificateRow",
    "ShownCompetency",
    "Verification",
    "certificate_for",
    "certificates_of",
    "count_of",
    "issue",
    "paper_of",
    "revoke",
    "sign_record",
    "verify",
]
