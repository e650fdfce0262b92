"""Keys: the private halves in files of KEYS_ROOT, readable by the owner only, never in the database."""

import datetime as dt
import functools
import secrets

from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from karmayogi.credentials import conf
from karmayogi.credentials.engine import dids, proofs
from karmayogi.credentials.engine.badge import instant
from karmayogi.credentials.models import SigningKey
from karmayogi.kernel import key_files, rows

_LOCK = 0x6B65_7973  # "keys": one process at a time makes or rotates a key


class KeyMissing(RuntimeError):
    """The database names a key whose private half is not on this machine."""


def current_key(at: dt.datetime) -> SigningKey:
    """The key that signs now. Made at first use."""
    key = SigningKey.objects.filter(valid_to__isnull=True).first()
    if key is None:
        one_at_a_time()
        key = SigningKey.objects.filter(valid_to__isnull=True).first() or new_key(at)
    return key


def new_key(at: dt.datetime) -> SigningKey:
    """A fresh pair: the file first, so that no row is ever without one. Call it under `one_at_a_time`."""
    private = Ed25519PrivateKey.generate()
    kid = "k-" + secrets.token_hex(8)
    pem = private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    key_files.write(f"{kid}.pem", pem)
    return SigningKey.objects.create(kid=kid, public=proofs.multikey(private.public_key()), valid_from=at)


def one_at_a_time() -> None:
    """Holds until the end of the transaction; others who make a key wait."""
    rows.run("select pg_advisory_xact_lock(%s)", [_LOCK])


@functools.lru_cache(maxsize=16)
def private_key(kid: str, root: str) -> Ed25519PrivateKey:
    """The private half. Kept in memory: it never changes. Raises KeyMissing."""
    try:
        key = forms.load_pem_private_key(key_files.path_of(f"{kid}.pem", root).read_bytes(), None)
    except FileNotFoundError as error:
        raise KeyMissing(f"no private key {kid} in {root}; restore it, or run: manage.py rotate_signing_key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{kid} is not an Ed25519 key")
    return key


def sign(document: proofs.Document, kid: str, at: dt.datetime) -> proofs.Document:
    """The document with the proof of that key."""
    key = private_key(kid, str(settings.KEYS_ROOT))
    return proofs.sign(document, key=key, method=dids.method(conf.issuer(), kid), created=instant(at))
