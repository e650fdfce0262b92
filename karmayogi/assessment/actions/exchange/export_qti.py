"""A test of a published course as a QTI package."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti_write
from karmayogi.assessment.queries.exchange.pool import access_test, pool_of
from karmayogi.kernel import audit, clock, files
from karmayogi.kernel.access import Actor, NotFound, Refused


def export_qti(*, actor: Actor, part_uuid: uuid.UUID, version: str, at: dt.datetime) -> tuple[str, bytes]:
    """(key of the test, the zip). Raises NotFound without the right, or for a version that is not written here."""
    if version not in qti_write.VERSIONS:
        raise NotFound
    test = access_test(actor, part_uuid, clock.day(at))
    pool, spec = pool_of(test.part_id)
    if spec is None:
        raise NotFound
    if case := next((one for one in pool if one["kind"] == "case"), None):
        raise Refused(_("QTI has no form for a case of several questions: %(key)s.") % {"key": case["key"]})
    audit.record(
        "assessment:test:export",
        agent=actor,
        at=at,
        kind="test",
        subject=part_uuid,
        label=test.title,
        detail={"qti": version, "questions": len(pool)},
    )
    names = {name for one in pool for name in question_file.pictures_in(one)}
    pictures = {name: files.read(name[:64]) for name in sorted(names) if files.path_of(name[:64]).is_file()}
    return test.key, qti_write.package(pool, spec, test.title, test.key, version, pictures)
