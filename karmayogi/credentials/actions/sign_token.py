"""Texts between systems, signed: a JWS by the key that signs certificates, and reading one of another's key."""

import base64
import datetime as dt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.engine import dids, tokens


class BadToken(ValueError):
    """That key did not sign it so."""


def sign_token(payload: bytes, *, typ: str, at: dt.datetime) -> str:
    """Compact JWS; its kid is the address of our key in did.json. Raises signing.KeyMissing."""
    kid = signing.current_key(at).kid
    key = OKPKey.import_key(signing.private_key(kid, str(settings.KEYS_ROOT)))
    header = {"alg": tokens.WRITTEN, "typ": typ, "kid": dids.jwk_method(conf.issuer(), kid)}
    return tokens.write(header, payload, key)


def read_token(token: str, public: str) -> bytes:
    """What a compact JWS says. public: 32 bytes of an Ed25519 key as base64url. Raises BadToken."""
    try:
        return tokens.read(token, OKPKey.import_key(raw_key(public)))
    except (JoseError, ValueError) as error:
        raise BadToken(str(error)[:200]) from error


def raw_key(public: str) -> Ed25519PublicKey:
    """Raises BadToken for what is no such key."""
    try:
        raw = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise BadToken("not an Ed25519 key as base64url") from error
