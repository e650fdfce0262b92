"""Signatures in PDF (PAdES B-B), by pyHanko with the paper key. Imported only by whoever is about to sign."""

import datetime as dt
import io
from typing import Any

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization as forms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from karmayogi.credentials.actions import paper_keys


class _Signer(signers.PdfSigner):
    """Signs as of the time that is passed in; the library asks the machine for it."""

    at: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def sign_pdf(content: bytes, reason: str, at: dt.datetime) -> bytes:
    """The PDF with a signature of the platform. Raises signing.KeyMissing without the private key."""
    key = paper_keys.current_signer(at)
    own = _asn1(key.certificate)
    store = SimpleCertificateStore()
    store.register_multiple([own, *([_asn1(key.issuer.certificate)] if key.issuer else [])])
    private = paper_keys.private_key(key.kid).private_bytes(
        forms.Encoding.DER, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )
    signer = _Signer(
        signers.PdfSignatureMetadata(
            field_name="Signature", reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        ),
        signer=signers.SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(private), store),
        new_field_spec=SigFieldSpec("Signature", on_page=0, readable_field_name=reason),
    )
    signer.at = at
    out = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), output=out)
    return out.getvalue()


def _asn1(pem: str) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(pem))


def _der(pem: str) -> bytes:
    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(forms.Encoding.DER)
