"""Signed statements: a JSON web signature over the statement, sent as one of its attachments. 1.0.3 Data 2.6."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from karmayogi.ingest.engine import codec, statements
from karmayogi.ingest.engine.equality import same
from karmayogi.ingest.types import Invalid, Part, Statement, Version

_NOT_URL_SAFE = frozenset(b"=+/")  # what plain base64 has and base64url has not
ALGORITHMS = ("RS256", "RS384", "RS512")
LONGEST = 2_000_000


class _Registry(jws.JWSRegistry):
    """The library's own limits leave no room for a chain of certificates."""

    max_header_length = max_payload_length = max_signature_length = LONGEST


_registry = _Registry(algorithms=ALGORITHMS, strict_check_header=False)


def check(statement: Statement, part_body: bytes, *, version: Version = Version.V1, where: str = "signature") -> None:
    """Raises Invalid unless the body is a compact signature by RS256, RS384 or RS512 over this same statement.

    Where it brings a certificate (x5c), the signature is verified with that certificate's key. Whom the certificate
    belongs to, and who vouches for it, nobody here knows. Without one only the form can be checked.
    """
    if len(part_body) > LONGEST:
        raise Invalid(where, f"may be at most {LONGEST} octets long")
    pieces = part_body.split(b".")
    if len(pieces) != 3 or not all(pieces):
        raise Invalid(where, "must be a JSON web signature in compact form: three texts with dots between them")
    header = codec.decode(_octets(pieces[0], where), where=f"{where} header")
    if type(header) is not dict or header.get("alg") not in ALGORITHMS:
        raise Invalid(where, f'needs "alg" in its header, one of {", ".join(ALGORITHMS)}')
    if "crit" in header or header.get("b64") is False:
        raise Invalid(where, "asks for an extension of the format that is not known here")
    payload = codec.decode(_octets(pieces[1], where), where=f"{where} payload")
    _octets(pieces[2], where)
    statements.check(payload, version=version, where=f"{where} payload")
    if not same(statement, payload):
        raise Invalid(where, "is over another statement than the one it came with")
    if "x5c" in header:
        _verify(part_body, header["x5c"], where)


def check_all(found: Sequence[Statement], parts: Mapping[str, Part], *, version: Version) -> None:
    """Checks every signature whose data came with the statements."""
    for index, statement in enumerate(found):
        for attachment in statement.get("attachments", ()):
            if attachment["usageType"] == statements.SIGNATURE and attachment["sha2"].lower() in parts:
                body = parts[attachment["sha2"].lower()].body
                check(statement, body, version=version, where=f"signature of statements[{index}]")


def _octets(text: bytes, where: str) -> bytes:
    try:
        if not _NOT_URL_SAFE.isdisjoint(text):
            raise ValueError
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise Invalid(where, "must be written in base64url without padding") from None


def _verify(token: bytes, chain: Any, where: str) -> None:
    if type(chain) is not list or not chain or type(chain[0]) is not str:
        raise Invalid(where, 'has an "x5c" that is not an array of certificates')
    try:
        key = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True)).public_key()
    except Exception:  # the parser raises many kinds, and all of them mean this
        raise Invalid(where, 'has an "x5c" whose first certificate cannot be read') from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < 2048:
        raise Invalid(where, "has a certificate whose key is not an RSA key of at least 2048 bits")
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    try:
        jws.deserialize_compact(token, RSAKey.import_key(pem), registry=_registry)
    except (JoseError, ValueError):
        raise Invalid(where, "was not made with the key of the certificate that it brings") from None
