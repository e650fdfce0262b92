"""Is this code genuine? Answered from the signed text itself, with the public key; nothing is written."""

import dataclasses
import datetime as dt
import json
import uuid

from karmayogi.credentials.engine import badge, bitstring, dids, proofs
from karmayogi.credentials.engine.codes import canonical
from karmayogi.credentials.engine.verifier import UNDER_WAY
from karmayogi.credentials.types import Facts, Standing, Verification
from karmayogi.kernel import clock, rows

# A certificate whose transaction read the key before the rotation was committed says a moment after it.

_FIND = """
select c.credential, c.name, c.name_native, c.title_en, c.title_hi, c.title_ur, c.title_own, c.course_uuid,
  c.course_code, c.minutes, c.grade, c.score, c.issued_at, c.valid_until, c.revoked_at, c.revoked_reason,
  c.status_place, l.bits, k.kid, k.public, k.valid_to,
  (select coalesce(jsonb_agg(jsonb_build_array(n.code, n.name, n.level) order by n.position), '[]')::text
   from credentials_certificatecompetency n where n.certificate_id = c.id),
  (select r.code from credentials_certificate r where r.replaces_id = c.id)
from credentials_certificate c
join credentials_signingkey k on k.id = c.key_id
join credentials_statuslist l on l.id = c.status_list_id
where c.code = %s
"""


def verify(code: str, at: dt.datetime | None = None) -> Verification:
    """What is known about the code as somebody typed or scanned it: any case, spaces or dashes, O for 0.

    at: for which time; now when left out.
    """
    clean = canonical(code)
    if clean is None:
        return Verification(Standing.MISTYPED, code.strip()[:40])
    found = rows.first(_Found, _FIND, [clean])
    if found is None:
        return Verification(Standing.UNKNOWN, clean)
    return found.verdict(clean, at or clock.now())


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """One row of _FIND, to be judged."""

    credential: str
    name: str
    name_native: str
    title_en: str
    title_hi: str
    title_ur: str
    title_own: str
    course_uuid: uuid.UUID
    course_code: str
    minutes: int
    grade: str
    score: int | None
    issued_at: dt.datetime
    valid_until: dt.datetime | None
    revoked_at: dt.datetime | None
    revoked_reason: str
    place: int
    bits: bytes
    kid: str
    public: str
    valid_to: dt.datetime | None
    competencies: str
    replaced_by: str | None

    def verdict(self, code: str, at: dt.datetime) -> Verification:
        try:
            signed = json.loads(self.credential)
            issuer = signed["issuer"]
            facts = badge.facts_in(signed)
            method = dids.method(issuer["id"], self.kid)
            place = signed["credentialStatus"]["statusListIndex"]
            genuine = proofs.verifies(signed, proofs.public_key(self.public), method=method)
        except (ValueError, KeyError, TypeError):
            return Verification(Standing.ALTERED, code)
        if not (
            genuine and place == str(self.place) and self._agrees(facts, code) and self._signed_in_time(facts.issued_at)
        ):
            return Verification(Standing.ALTERED, code)
        return Verification(
            self._standing(at),
            code,
            facts=facts,
            issuer=issuer["id"],
            issuer_name=issuer["name"],
            key_id=self.kid,
            revoked_at=self.revoked_at,
            revoked_reason=self.revoked_reason,
            replaced_by=self.replaced_by or "",
        )

    def _standing(self, at: dt.datetime) -> Standing:
        if self.replaced_by:
            return Standing.REPLACED
        if self.revoked_at is not None or bitstring.is_set(bytes(self.bits), self.place):
            return Standing.REVOKED
        if self.valid_until is not None and self.valid_until <= at:
            return Standing.EXPIRED
        return Standing.GENUINE

    def _agrees(self, facts: Facts, code: str) -> bool:
        """Whether the columns, which lists and searches show, say the same as what was signed."""
        columns = (code, self.name, self.name_native, self.course_uuid, self.course_code, self.minutes, self.grade)
        signed = (
            facts.code, facts.name, facts.name_native, facts.course_uuid, facts.course_code, facts.minutes, facts.grade,
        )  # fmt: skip
        return (
            columns == signed
            and (self.score, self.issued_at, self.valid_until) == (facts.score, facts.issued_at, facts.valid_until)
            and facts.title in (self.title_en, self.title_hi, self.title_ur, self.title_own)
            and [list(competency) for competency in facts.competencies] == json.loads(self.competencies)
        )

    def _signed_in_time(self, at: dt.datetime) -> bool:
        """Whether the key was not retired yet: a retired key signs nothing but what was under way just then."""
        return self.valid_to is None or at <= self.valid_to + UNDER_WAY
