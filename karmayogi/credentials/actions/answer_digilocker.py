"""Answers to DigiLocker, which asks on behalf of a holder: the certificate with this number; the paper of this URI.

It is given only what stands, and only where the name that DigiLocker knows (from Aadhaar) is the name that was signed.
"""

import base64
import datetime as dt

from django.conf import settings

from karmayogi.credentials.actions.typeset import paper_of
from karmayogi.credentials.engine import digilocker
from karmayogi.credentials.engine.codes import canonical
from karmayogi.credentials.engine.digilocker import Asked, Kind
from karmayogi.credentials.queries.certificates import certificate_by_code
from karmayogi.credentials.queries.verification import verify
from karmayogi.credentials.types import CertificateRow, Facts, Standing
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, System

_ECHOED = ("DocType", "DigiLockerId", "UID", "FullName", "DOB", "UDF1")


def answer_digilocker(kind: Kind, body: bytes, mac: str, at: dt.datetime) -> tuple[int, bytes]:
    """(HTTP status, XML). Raises NotFound while the adapter is off."""
    key, issuer = settings.DIGILOCKER_API_KEY, settings.DIGILOCKER_ISSUER
    if not key or not issuer:
        raise NotFound
    try:
        asked = digilocker.read(body, kind)
    except ValueError:
        return 400, b""
    if not digilocker.authentic(asked, body, mac, key=key, org_id=settings.DIGILOCKER_ORG_ID, at=at):
        return 401, digilocker.answer(asked, details={}, found=False)
    row, facts = _found(asked, at)
    if row is None or facts is None:
        return 200, digilocker.answer(asked, details={}, found=False)
    details = {name: asked.details[name] for name in _ECHOED if kind == "PullURI" and name in asked.details}
    if kind == "PullURI":
        details["URI"] = _uri(row.code)
    if asked.wants in ("pdf", "both"):
        details["DocContent"] = base64.b64encode(paper_of(row.uuid)).decode()
    if asked.wants in ("xml", "both"):
        details["DataContent"] = base64.b64encode(_data(facts)).decode()
    audit.record(
        "credentials:certificate:see", agent=System("DigiLocker"), at=at, kind="certificate", subject=row.uuid,
        label=row.code, concerns=row.person_id,
    )  # fmt: skip
    return 200, digilocker.answer(asked, details=details, found=True)


def _found(asked: Asked, at: dt.datetime) -> tuple[CertificateRow | None, Facts | None]:
    said = asked.details
    if asked.kind == "PullURI":
        code = canonical(said.get("UDF1", "")) if said.get("DocType") == settings.DIGILOCKER_DOC_TYPE else None
    else:
        code = canonical(said.get("URI", "").removeprefix(_uri("")))
        if code is not None and said.get("URI") != _uri(code):
            code = None
    row = certificate_by_code(code) if code else None
    if row is None:
        return None, None
    verdict = verify(row.code, at)
    if verdict.standing not in (Standing.GENUINE, Standing.EXPIRED) or verdict.facts is None:
        return None, None
    # Who asks for a number has to be its holder; with the URI, DigiLocker comes back for somebody whom it has checked.
    name = said.get("FullName", "")
    if (name or asked.kind == "PullURI") and not digilocker.same_name(name, verdict.facts.name):
        return None, None
    return row, verdict.facts


def _uri(code: str) -> str:
    return f"{settings.DIGILOCKER_ISSUER}-{settings.DIGILOCKER_DOC_TYPE}-{code.replace('-', '')}"


def _data(facts: Facts) -> bytes:
    def day(at: dt.datetime | None) -> str:
        return clock.day(at).strftime("%d-%m-%Y") if at else ""

    attributes = {
        "name": facts.title, "type": settings.DIGILOCKER_DOC_TYPE, "number": facts.code, "status": "A",
        "issueDate": day(facts.issued_at), "validFromDate": day(facts.issued_at), "expiryDate": day(facts.valid_until),
    }  # fmt: skip
    course = {
        "code": facts.course_code, "title": facts.title, "minutes": str(facts.minutes), "gradeOfEvidence": facts.grade,
    } | ({} if facts.score is None else {"percent": str(facts.score)})  # fmt: skip
    return digilocker.certificate(
        attributes, issuer=settings.OWNER_NAME or settings.DIGILOCKER_ISSUER, holder=facts.name, course=course
    )
