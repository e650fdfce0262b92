"""A verifier of our own credentials that needs no database and no network: text, published keys, a list, a time.

It takes both forms in which they travel, with an embedded proof (engine.proofs) and as JWT (W3C "Securing Verifiable
Credentials using JOSE and COSE"), and says for what reason it does not believe one. Which key and which algorithm may
have signed follows from the published keys, never from what the credential says of itself (RFC 8725, 3.1 and 3.2).
"""

import base64
import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from karmayogi.credentials.engine import bitstring, dids, proofs, tokens
from karmayogi.credentials.engine.proofs import Document
from karmayogi.credentials.types import PublishedKey, Refusal

UNDER_WAY = dt.timedelta(minutes=1)  # what was being signed while the key was rotated says a moment after it

type Lists = Callable[[str], str | bytes | None]
"""Address of a status list -> its text, or None where it is not at hand."""


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """refusal: None when it is to be believed. document: the credential, once its signature was found good."""

    refusal: Refusal | None
    document: Document | None = None
    kid: str = ""


class _Refused(Exception):
    def __init__(self, refusal: Refusal, document: Document | None = None, kid: str = "") -> None:
        self.verdict = Verdict(refusal, document, kid)


def check(
    content: str | bytes, *, issuer: str, keys: Mapping[str, PublishedKey], lists: Lists | None, at: dt.datetime
) -> Verdict:
    """Whether to believe the credential at that time. keys: by kid. lists: None where another register is asked."""
    try:
        document, kid = _signed(content, issuer, keys)
        _in_time(document, kid, at)
        if lists is not None and "credentialStatus" in document:
            _standing(document, kid, issuer, keys, lists, at)
    except _Refused as refused:
        return refused.verdict
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError):
        return Verdict(Refusal.UNREADABLE)
    return Verdict(None, document, kid)


def _signed(content: str | bytes, issuer: str, keys: Mapping[str, PublishedKey]) -> tuple[Document, str]:
    """The document and the kid of the key that signed it."""
    text = (content.decode() if isinstance(content, bytes) else content).strip()
    return _from_json(text, issuer, keys) if text.startswith("{") else _from_jwt(text, issuer, keys)


def _from_json(text: str, issuer: str, keys: Mapping[str, PublishedKey]) -> tuple[Document, str]:
    document: Document = json.loads(text)
    _ours(document, issuer)
    proof = document["proof"]
    if proof["cryptosuite"] != proofs.SUITE:
        raise _Refused(Refusal.ALGORITHM)
    key = _key(proof["verificationMethod"], dids.method, issuer, keys)
    if not proofs.verifies(document, proofs.public_key(key.public), method=dids.method(issuer, key.kid)):
        raise _Refused(Refusal.TAMPERED)
    _key_in_use(key, _time(proof["created"]))
    return document, key.kid


def _from_jwt(text: str, issuer: str, keys: Mapping[str, PublishedKey]) -> tuple[Document, str]:
    head = text.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    if text.count(".") != 2 or header.get("typ") != "vc+jwt":
        raise _Refused(Refusal.UNREADABLE)
    if header.get("alg") not in tokens.ALGORITHMS:
        raise _Refused(Refusal.ALGORITHM)
    key = _key(header.get("kid", ""), dids.jwk_method, issuer, keys)
    try:
        payload = tokens.read(text, OKPKey.import_key(dids.jwk(key.public)))
    except JoseError as error:
        raise _Refused(Refusal.TAMPERED) from error
    document: Document = json.loads(payload)
    _ours(document, issuer)
    if document["iss"] != issuer or document["jti"] != document["id"]:
        raise _Refused(Refusal.FOREIGN)
    _key_in_use(key, dt.datetime.fromtimestamp(document["iat"], dt.UTC))
    return document, key.kid


def _ours(document: Document, issuer: str) -> None:
    said = document["issuer"]
    if (said if isinstance(said, str) else said["id"]) != issuer:
        raise _Refused(Refusal.FOREIGN)


def _key(address: str, form: Callable[[str, str], str], issuer: str, keys: Mapping[str, PublishedKey]) -> PublishedKey:
    found = next((key for kid, key in keys.items() if form(issuer, kid) == address), None)
    if found is None:
        raise _Refused(Refusal.UNKNOWN_KEY)
    return found


def _key_in_use(key: PublishedKey, signed_at: dt.datetime) -> None:
    if signed_at < key.since - UNDER_WAY or (key.until is not None and signed_at > key.until + UNDER_WAY):
        raise _Refused(Refusal.RETIRED_KEY)


def _in_time(document: Document, kid: str, at: dt.datetime) -> None:
    if _time(document["validFrom"]) > at:
        raise _Refused(Refusal.NOT_YET, document, kid)
    if "validUntil" in document and _time(document["validUntil"]) <= at:
        raise _Refused(Refusal.EXPIRED, document, kid)


def _standing(
    document: Document, kid: str, issuer: str, keys: Mapping[str, PublishedKey], lists: Lists, at: dt.datetime
) -> None:
    """Bitstring Status List v1.0, 3.2."""
    entry = document["credentialStatus"]
    text = lists(entry["statusListCredential"])
    if text is None:
        raise _Refused(Refusal.NO_STATUS, document, kid)
    try:
        listed, _ = _signed(text, issuer, keys)
        subject = listed["credentialSubject"]
        fits = (
            listed["id"] == entry["statusListCredential"]
            and subject["type"] == "BitstringStatusList"
            and subject["statusPurpose"] == entry["statusPurpose"] == "revocation"
        )
        bits = bitstring.decode(subject["encodedList"])
        until, since = _time(listed["validUntil"]), _time(listed["validFrom"])
        place = int(entry["statusListIndex"])
    except (_Refused, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _Refused(Refusal.BAD_STATUS, document, kid) from error
    if not fits or not 0 <= place < len(bits) * 8:
        raise _Refused(Refusal.BAD_STATUS, document, kid)
    if not since - UNDER_WAY <= at < until:
        raise _Refused(Refusal.STALE_STATUS, document, kid)
    if bitstring.is_set(bits, place):
        raise _Refused(Refusal.REVOKED, document, kid)


def _time(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found
