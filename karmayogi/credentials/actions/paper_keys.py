"""Keys and certificates for signing papers: a local authority of this installation, and the signer it vouches for.

The authority is self-signed and known to nobody outside; whoever wants to check a paper without us loads its
certificate from /credentials/paper-authority.pem. An installation with a certificate of a licensed authority puts that
key and certificate in place of the signer (README).
"""

import datetime as dt
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.models import PaperKey
from karmayogi.kernel import audit, ids, key_files
from karmayogi.kernel.access import System

AUTHORITY_DAYS = 3653  # ten years
SIGNER_DAYS = 1096  # three years


def current_signer(at: dt.datetime) -> PaperKey:
    """The certificate that signs papers now. Made at first use; made anew when its days are over."""
    key = _standing(PaperKey.Part.SIGNER)
    if key is None or _ends(key) <= at:
        signing.one_at_a_time()
        key = _standing(PaperKey.Part.SIGNER)
        if key is None or _ends(key) <= at:
            key = _new_signer(at)
    return key


@transaction.atomic
def rotate_paper_key(*, agent: System, at: dt.datetime, why: str = "") -> str:
    """Retires the signer in use and makes another; returns its kid. Papers signed before still verify."""
    signing.one_at_a_time()
    key = _new_signer(at)
    audit.record(
        "credentials:paper_key:rotate",
        agent=agent,
        at=at,
        kind="paper_key",
        subject=ids.uuid7(),
        label=key.kid,
        why=why,
    )
    return key.kid


def private_key(kid: str) -> ec.EllipticCurvePrivateKey:
    """The private half. Raises signing.KeyMissing."""
    try:
        key = forms.load_pem_private_key(_path(kid).read_bytes(), None)
    except FileNotFoundError as error:
        raise signing.KeyMissing(
            f"no private key {kid} in {settings.KEYS_ROOT}; restore it, or run: manage.py rotate_paper_key"
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise signing.KeyMissing(f"{kid} is not a key on an elliptic curve")
    return key


def certificate(key: PaperKey) -> x509.Certificate:
    return x509.load_pem_x509_certificate(key.certificate.encode())


def _standing(part: str) -> PaperKey | None:
    return PaperKey.objects.select_related("issuer").filter(part=part, valid_to__isnull=True).first()


def _ends(key: PaperKey) -> dt.datetime:
    return certificate(key).not_valid_after_utc


def _new_signer(at: dt.datetime) -> PaperKey:
    authority = _standing(PaperKey.Part.AUTHORITY)
    too_short = authority is not None and _ends(authority) < at + dt.timedelta(days=SIGNER_DAYS)
    if authority is None or too_short or not _path(authority.kid).exists():
        PaperKey.objects.filter(part=PaperKey.Part.AUTHORITY, valid_to__isnull=True).update(valid_to=at)
        authority = _new(PaperKey.Part.AUTHORITY, None, at)
    PaperKey.objects.filter(part=PaperKey.Part.SIGNER, valid_to__isnull=True).update(valid_to=at)
    return _new(PaperKey.Part.SIGNER, authority, at)


def _new(part: PaperKey.Part, issuer: PaperKey | None, at: dt.datetime) -> PaperKey:
    """A fresh key on P-256 with its certificate: the file first, so that no row is ever without one."""
    private = ec.generate_private_key(ec.SECP256R1())
    kid = "p-" + secrets.token_hex(8)
    _write(kid, private)
    name = _name("Local authority for papers" if issuer is None else "Signer of papers", kid)
    is_authority = issuer is None
    days = AUTHORITY_DAYS if is_authority else SIGNER_DAYS
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer is None else certificate(issuer).subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(days=1))  # clocks of readers differ
        .not_valid_after(at + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    signer = private if issuer is None else private_key(issuer.kid)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
    )
    made = builder.sign(signer, hashes.SHA256())
    return PaperKey.objects.create(
        kid=kid, part=part, issuer=issuer, valid_from=at, certificate=made.public_bytes(forms.Encoding.PEM).decode()
    )


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(what: str, kid: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, conf.issuer_name()[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{what} {kid}"),
        ]
    )


def _write(kid: str, private: ec.EllipticCurvePrivateKey) -> None:
    pem = private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    key_files.write(f"{kid}.pem", pem)


def _path(kid: str) -> Path:
    return key_files.path_of(f"{kid}.pem")
