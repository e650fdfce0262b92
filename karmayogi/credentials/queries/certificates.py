"""Certificates in lists, and fetching one with the question asked whether one may."""

import datetime as dt
import uuid

from karmayogi.credentials.policies import can_revoke
from karmayogi.credentials.types import CertificateRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.api import current_post, may_see_person

COLUMNS = """
c.id, c.uuid, c.code, c.person_id, c.name, c.name_native, c.title_en, c.title_hi, c.title_ur, c.language,
c.course_uuid, c.course_code, c.minutes, c.grade, c.score, c.issued_at, c.revoked_at, c.revoked_reason
"""


def certificates_of(person_id: int) -> list[CertificateRow]:
    """Every certificate of the person, newest first; revoked ones too."""
    sql = f"select {COLUMNS} from credentials_certificate c where c.person_id = %s order by c.id desc"
    return rows.fetch(CertificateRow, sql, [person_id])


def certificate_for(ref_uuid: uuid.UUID, ref_kind: str = "") -> CertificateRow | None:
    """The certificate issued for that thing (an enrolment, say); None while there is none."""
    sql = f"select {COLUMNS} from credentials_certificate c where c.ref_uuid = %s"
    if ref_kind:
        return rows.first(CertificateRow, sql + " and c.ref_kind = %s", [ref_uuid, ref_kind])
    return rows.first(CertificateRow, sql + " order by c.id desc limit 1", [ref_uuid])


def access_certificate(actor: Actor, certificate_uuid: uuid.UUID, *, to: str, on: dt.date) -> CertificateRow:
    """to: "see" (the holder and whoever may see her) or "revoke". Raises NotFound otherwise."""
    found = rows.first(
        CertificateRow, f"select {COLUMNS} from credentials_certificate c where c.uuid = %s", [certificate_uuid]
    )
    if found is None or not _may(actor, found.person_id, to, on):
        raise NotFound
    return found


def _may(actor: Actor, person_id: int, to: str, on: dt.date) -> bool:
    if to == "see" and may_see_person(actor, person_id, on):
        return True
    post = current_post(person_id, on)
    return can_revoke(actor, post.path if post else None)  # whoever may revoke it may look at it
