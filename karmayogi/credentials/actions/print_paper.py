"""Papers of other packages: set by typst with the fonts of the certificates, then signed (PAdES B-B).

The caller brings a typst file and data. All that anybody wrote goes in as data and is only ever shown as text.
"""

import datetime as dt
import functools
import io
import json
import threading
from pathlib import Path
from typing import Any

import segno
import typst
from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization as forms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from karmayogi.credentials.actions import paper_keys
from karmayogi.credentials.engine.wording import printable, script_language

_FONTS = Path(__file__).resolve().parent.parent / "fonts"
_ONE_AT_A_TIME = threading.Lock()  # a compiler is shared by the threads of a process


def print_paper(source: Path, data: dict[str, Any], *, reason: str, at: dt.datetime) -> bytes:
    """The signed PDF. source: a typst file that reads `sys.inputs.data` as JSON and prints in English and Hindi.

    reason: shown by readers of PDF beside the signature. Raises signing.KeyMissing without the private key.
    """
    text = json.dumps(data, ensure_ascii=False)
    with _ONE_AT_A_TIME:
        made = _compiler(source).compile(
            format="pdf", sys_inputs={"data": text}, pdf_standards=["ua-1"], timestamp=int(at.timestamp())
        )
    assert isinstance(made, bytes)
    return _signed(made, reason, at)


def paper_text(text: str) -> dict[str, str]:
    """A text as the typst file takes it: what the fonts can print, and the language whose font it needs."""
    return {"text": printable(text) or "–", "lang": script_language(text)}


def paper_qr(link: str) -> str:
    """The QR code of a link as SVG."""
    drawing = io.BytesIO()
    segno.make_qr(link, error="m").save(drawing, kind="svg", border=0, dark="#101a4d", xmldecl=False)
    return drawing.getvalue().decode()


class _Signer(signers.PdfSigner):
    """Signs as of the time that is passed in; the library asks the machine for it."""

    at: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _signed(content: bytes, reason: str, at: dt.datetime) -> bytes:
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
    from cryptography import x509

    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(forms.Encoding.DER)


@functools.cache
def _compiler(source: Path) -> typst.Compiler:
    return typst.Compiler(
        input=str(source), root=str(source.parent), font_paths=[str(_FONTS)], ignore_system_fonts=True
    )
