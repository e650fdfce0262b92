"""Reading an Open Badges 3.0 credential that somebody uploads, and checking its signature where that needs no network.

It can be checked when the issuer is this product (its keys are in the register) or a did:key, whose name is the key.
Everything else is `unchecked`: a person has to look. Source: 1EdTech "Open Badges Specification 3.0", section 8.3;
W3C "The did:key Method v0.9".
"""

import base64
import dataclasses
import datetime as dt
import json
from typing import Any

from karmayogi.credentials import conf
from karmayogi.credentials.engine import proofs, verifier
from karmayogi.credentials.queries.published import published_keys
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import Competency, Refusal, Standing
from karmayogi.kernel import clock
from karmayogi.kernel.markup import writable

LIMIT = 200_000  # bytes: a badge with its picture inside stays below
_RESULTS = {None: "genuine", Refusal.REVOKED: "revoked", Refusal.EXPIRED: "expired"}
_TYPES = {"OpenBadgeCredential", "AchievementCredential"}


@dataclasses.dataclass(frozen=True, slots=True)
class External:
    """result: genuine, altered, revoked, expired, unchecked or unreadable. names: of whom it was given to, in clear.

    refusal: why a credential of ours is not believed.
    competencies: those whose level it states (code, name, level). issued_on: the day from which it says it holds.
    """

    result: str
    issuer: str = ""
    issuer_name: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    competencies: tuple[Competency, ...] = ()
    issued_on: dt.date | None = None
    refusal: Refusal | None = None


def read_external(content: bytes, at: dt.datetime) -> External:
    """What the file says and how far it can be believed; never raises for what somebody uploads."""
    try:
        document = _payload(content) if len(content) <= LIMIT else None
        if not isinstance(document, dict) or not _TYPES & set(_listed(document.get("type"))):
            return External("unreadable")
        return _read(content, document, at)
    # OverflowError: a moment of the first or the last year that is of none here.
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return External("unreadable")


def _payload(content: bytes) -> Any:
    """What it says, not yet believed: JSON, or the middle of a JWT."""
    text = content.strip()
    if text.startswith(b"{") or text.count(b".") != 2:
        return json.loads(text)
    middle = text.split(b".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + b"=" * (-len(middle) % 4)))


def _read(content: bytes, document: dict[str, Any], at: dt.datetime) -> External:
    issuer = document["issuer"]
    did = issuer if isinstance(issuer, str) else issuer["id"]
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    names = [
        _said(one["identityHash"])
        for one in _listed(subject.get("identifier"))
        if one.get("identityType") == "name" and one.get("hashed") is False
    ]
    levels = [
        (_said(alignment["targetCode"]), _said(alignment.get("targetName", "")), int(result["value"]))
        for result in _listed(subject.get("result"))
        for alignment in _listed(result.get("alignment"))
        if str(result.get("value", "")).isdigit() and "targetCode" in alignment
    ]
    until = document.get("validUntil")
    refusal = None
    if did == conf.issuer():
        result, refusal = _ours(content, document, at)
    else:
        result = _signature(document, did)
    if result == "genuine" and until and dt.datetime.fromisoformat(until) <= at:
        result = "expired"
    return External(
        result,
        _said(did)[:300],
        "" if isinstance(issuer, str) else _said(issuer.get("name", ""))[:200],
        _said(achievement.get("name", ""))[:200],
        tuple(names),
        tuple(one for one in levels if 1 <= one[2] <= 5),
        clock.day(dt.datetime.fromisoformat(document["validFrom"])) if document.get("validFrom") else None,
        refusal,
    )


def _ours(content: bytes, document: dict[str, Any], at: dt.datetime) -> tuple[str, Refusal | None]:
    """Our own, in either form: the signature by the published keys, the standing by the register as it is now."""
    keys = {key.kid: key for key in published_keys()}
    verdict = verifier.check(content, issuer=conf.issuer(), keys=keys, lists=None, at=at)
    refusal = verdict.refusal
    if verdict.document is not None and verdict.document != document:
        refusal = Refusal.TAMPERED  # what is read out here must be what was signed
    if verdict.document is not None and refusal in (None, Refusal.EXPIRED):
        standing = verify(str(verdict.document["id"]).rpartition("/")[2], at).standing
        if standing in (Standing.REVOKED, Standing.REPLACED):
            refusal = Refusal.REVOKED
        elif standing not in (Standing.GENUINE, Standing.EXPIRED):
            refusal = Refusal.TAMPERED
    return _RESULTS.get(refusal, "altered"), refusal


def _said(value: Any) -> str:
    """As it can be kept and shown."""
    return writable(str(value))


def _signature(document: dict[str, Any], did: str) -> str:
    if "proof" not in document:  # a JWT of others: signed as a whole, which is not read here
        return "unchecked"
    if did.startswith("did:key:"):
        multibase = did.removeprefix("did:key:")
        genuine = proofs.verifies(document, proofs.public_key(multibase), method=f"{did}#{multibase}")
        return "genuine" if genuine else "altered"
    return "unchecked"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
