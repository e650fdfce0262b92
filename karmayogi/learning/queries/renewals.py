"""Certificates that run out: when passing the test again renews one."""

import datetime as dt
import uuid

from karmayogi.credentials import api as credentials
from karmayogi.credentials.api import CertificateRow
from karmayogi.kernel import rows

# Courses whose one test stands for all of them.
_ENROLMENT = """
select n.uuid from learning_enrolment n
join learning_courseversion v on v.id = n.version_id and v.certificate_months is not null
join learning_part part on part.version_id = v.id and part.kind = 'quiz'
where n.person_id = %s and part.uuid = %s and n.status = 'completed'
  and not exists (select from learning_part o where o.version_id = v.id and o.kind = 'quiz' and o.id <> part.id)
"""
_TEST = """
select part.uuid from learning_enrolment n
join learning_part part on part.version_id = n.version_id and part.kind = 'quiz'
where n.uuid = %s and n.person_id = %s and n.status = 'completed'
"""


def is_renewable(certificate: CertificateRow | None, at: dt.datetime) -> bool:
    """In its last sixty days, and for ever after; a revoked one is not."""
    return (
        certificate is not None
        and certificate.revoked_at is None
        and certificate.valid_until is not None
        and certificate.valid_until - credentials.RENEWED_AHEAD <= at
    )


def renews_from(person_id: int, part_uuid: uuid.UUID, at: dt.datetime) -> dt.datetime | None:
    """Since when that test may be passed again to renew the certificate; None where nothing is to be renewed. Never
    from before it was issued: of a short one, what earned it would renew it."""
    enrolment = rows.scalar(_ENROLMENT, [person_id, part_uuid])
    if enrolment is None:
        return None
    found = credentials.certificate_for(enrolment, "enrolment")
    if found is None or found.valid_until is None or not is_renewable(found, at):
        return None
    return max(found.valid_until - credentials.RENEWED_AHEAD, found.issued_at)


def test_that_renews(person_id: int, ref_kind: str, ref_uuid: uuid.UUID) -> uuid.UUID | None:
    """The part whose test renews a certificate that was issued for that; None where none does."""
    if ref_kind != "enrolment":
        return None
    found = rows.fetch(uuid.UUID, "select x::text from (" + _TEST + ") t(x)", [ref_uuid, person_id])
    return found[0] if len(found) == 1 else None
