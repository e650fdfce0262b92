"""What other packages may call."""

from karmayogi.credentials.actions.issue import issue
from karmayogi.credentials.actions.print_paper import paper_qr, paper_text, print_paper
from karmayogi.credentials.actions.revoke import revoke
from karmayogi.credentials.queries.certificates import certificate_for, certificates_of, count_of
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import CertificateRow, Verification

__all__ = [
    "CertificateRow",
    "Verification",
    "certificate_for",
    "certificates_of",
    "count_of",
    "issue",
    "paper_qr",
    "paper_text",
    "print_paper",
    "revoke",
    "verify",
]
