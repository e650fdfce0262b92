"""What other packages may call."""

from karmayogi.credentials.actions.erase import erase
from karmayogi.credentials.actions.issue import issue
from karmayogi.credentials.actions.print_paper import paper_qr, paper_text, print_paper
from karmayogi.credentials.actions.reissue import restyle
from karmayogi.credentials.actions.revoke import revoke
from karmayogi.credentials.actions.sign_document import document_signer, sign_document
from karmayogi.credentials.actions.sign_record import sign_record
from karmayogi.credentials.actions.sign_token import BadToken, raw_key, read_token, sign_token
from karmayogi.credentials.actions.take_back import take_back
from karmayogi.credentials.actions.typeset import paper_of
from karmayogi.credentials.engine.renewal import AHEAD as RENEWED_AHEAD
from karmayogi.credentials.engine.renewal import until as good_until
from karmayogi.credentials.engine.wording import prints
from karmayogi.credentials.queries.certificates import (
    certificate_for,
    certificates_for,
    certificates_of,
    count_of,
    held_below,
)
from karmayogi.credentials.queries.external import External, read_external
from karmayogi.credentials.queries.published import credential_text
from karmayogi.credentials.queries.templates import OtherLook, other_looks
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import CANDIDATE, CertificateRow, Outside, Reason, ShownCompetency, Verification

__all__ = [
    "CANDIDATE",
    "RENEWED_AHEAD",
    "BadToken",
    "CertificateRow",
    "External",
    "OtherLook",
    "Outside",
    "Reason",
    "ShownCompetency",
    "Verification",
    "certificate_for",
    "certificates_for",
    "certificates_of",
    "count_of",
    "credential_text",
    "document_signer",
    "erase",
    "good_until",
    "held_below",
    "issue",
    "other_looks",
    "paper_of",
    "paper_qr",
    "paper_text",
    "print_paper",
    "prints",
    "raw_key",
    "read_external",
    "read_token",
    "restyle",
    "revoke",
    "sign_document",
    "sign_record",
    "sign_token",
    "take_back",
    "verify",
]
