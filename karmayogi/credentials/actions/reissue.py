"""A certificate anew, in the name that the holder bears now or in another look. The earlier one says for good which
took its place."""

import datetime as dt
import json
import uuid

from django.utils.translation import gettext as _

from karmayogi.credentials.actions.issue import issue
from karmayogi.credentials.engine import badge
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.queries.certificates import access_certificate, certificate_by_uuid, competencies_of
from karmayogi.credentials.types import CertificateRow
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.people.api import person


def reissue(*, actor: Actor, certificate_uuid: uuid.UUID, at: dt.datetime) -> CertificateRow:
    """The new certificate: the same achievement, until the same day. For the holder and whoever may revoke it.

    Raises NotFound for others and for somebody from outside, of whom no name is on record; Refused when the name on
    it is the name on record, or it stands no more.
    """
    row = access_certificate(actor, certificate_uuid, to="see", on=clock.day(at))
    if row.person_id != actor.person_id:
        row = access_certificate(actor, certificate_uuid, to="revoke", on=clock.day(at))
    if row.person_id is None:
        raise NotFound
    holder = person(row.person_id)
    if row.revoked_at is not None or (row.valid_until is not None and row.valid_until <= at):
        raise Refused(_("This certificate stands no more. It is not issued anew."))
    if (holder.name, holder.name_native) == (row.name, row.name_native):
        raise Refused(_("It bears the name on record already. Ask for a correction of the name first."))
    return anew(agent=actor, row=row, name=holder.name, name_native=holder.name_native, at=at)


def restyle(*, agent: Agent, certificate_uuid: uuid.UUID, at: dt.datetime, look: int | None = 0) -> CertificateRow:
    """The same certificate in the look that counts now, or in that of the template of this id (None: of none).

    The caller has made sure that the agent may do so. Raises Refused when it stands no more.
    """
    row = certificate_by_uuid(certificate_uuid)
    if row.revoked_at is not None or (row.valid_until is not None and row.valid_until <= at):
        raise Refused(_("This certificate stands no more. It is not issued anew."))
    return anew(agent=agent, row=row, name=row.name, name_native=row.name_native, at=at, look=look)


def anew(
    *, agent: Agent, row: CertificateRow, name: str, name_native: str, at: dt.datetime, look: int | None = 0
) -> CertificateRow:
    """The same achievement until the same day, in the place of that one."""
    of = Certificate.objects.only("ref_kind", "ref_uuid", "credential", "title_own").get(pk=row.id)
    return issue(
        agent=agent, person_id=row.person_id, name=name, name_native=name_native, title_en=row.title_en,
        title_hi=row.title_hi, title_ur=row.title_ur, language=row.language, course_uuid=row.course_uuid,
        course_code=row.course_code, hours_minutes=row.minutes, grade=row.grade, score=row.score,
        competencies=competencies_of(row.id), ref_kind=of.ref_kind, ref_uuid=of.ref_uuid, at=at,
        valid_until=row.valid_until, replaces=row.uuid, kind=badge.facts_in(json.loads(of.credential)).kind,
        title_own=of.title_own, look=look,
    )  # fmt: skip
