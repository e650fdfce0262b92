"""The certificate of somebody from outside who passed: when they ask for it, signed, and sent by mail."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.invited.prove import OUTSIDE
from karmayogi.assessment.models import Candidate, PublicTest
from karmayogi.assessment.queries.invited.candidates import Visitor, attempts_of
from karmayogi.credentials import api as credentials
from karmayogi.credentials.api import CANDIDATE, CertificateRow
from karmayogi.kernel import clock, mail
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.jobs import SOON, task
from karmayogi.learning import api as learning
from karmayogi.ui.api import day

# However long the certificate of the test itself is good: what bears a name of somebody from outside is erased then.
MOST_MONTHS = 60


@transaction.atomic
def certify(*, visitor: Visitor, name: str, language: str, at: dt.datetime) -> CertificateRow:
    """Of the best attempt that passed; asked for again, the one that is there. name: where the office gave none.

    It is good until the test's own months are over, five years at most, and is erased then: counted from the attempt,
    so that asking late or once more makes it no longer. Raises Refused without a passed attempt, when these are over,
    and without a name that can be printed.
    """
    found = Candidate.objects.select_for_update().filter(id=visitor.candidate_id, removed_at=None).first()
    if found is None:
        raise NotFound
    there = credentials.certificate_for(found.uuid, CANDIDATE)
    if there is not None:
        return there
    passed = [one for one in attempts_of(found.id) if one.passed]
    if not passed:
        raise Refused(_("A certificate follows a test that was passed."))
    best = max(passed, key=lambda one: (one.score or 0, one.number))
    of = learning.tested(visitor.part_id)
    months = min(of.certificate_months or MOST_MONTHS, MOST_MONTHS)
    valid_until = credentials.good_until(best.submitted_at or at, months)
    if valid_until is None or valid_until <= at:
        raise Refused(_("The time for which a certificate of this test is good is over."))
    if not found.name:
        found.name = " ".join(name.replace("\0", "").split())[:200]
        if not any(sign.isalpha() for sign in found.name):
            raise Refused(_("Give the name that the certificate shall bear."))
        if not credentials.prints(found.name):
            raise Refused(
                _("The certificate cannot show this name. Write it in Latin letters or in a script of India.")
            )
        found.save(update_fields=["name"])
    office_id, path = (
        PublicTest.objects.filter(id=visitor.test_id).values_list("organisation_id", "organisation__path").get()
    )
    made = credentials.issue(
        agent=OUTSIDE, person_id=None, outside=credentials.Outside(found.uuid, office_id, path), name=found.name,
        name_native="", title_en=of.title_en, title_hi=of.title_hi, title_ur=of.title_ur, language=language,
        course_uuid=of.course_uuid, course_code=of.code, hours_minutes=of.minutes, grade="E2", score=best.score,
        competencies=of.competencies, ref_kind=CANDIDATE, ref_uuid=found.uuid, at=at,
        valid_until=valid_until, kind="test",
    )  # fmt: skip
    send_certificate.enqueue(candidate_id=found.id)
    return made


@task(priority=SOON)
def send_certificate(candidate_id: int) -> None:
    """Paper and credential, to the address that was proved. Nothing where both are gone meanwhile."""
    found = Candidate.objects.get(id=candidate_id)
    row = credentials.certificate_for(found.uuid, CANDIDATE)
    if row is None or row.valid_until is None or found.removed_at is not None:
        return
    with translation.override(found.language):
        link = settings.PUBLIC_ORIGIN + reverse("credential_short", args=[row.code])
        text = _(
            "Your certificate %(code)s is attached: the PDF, and the signed record for programs that check it.\n\n"
            "Anybody can check it here: %(link)s\n\nIt bears your name. It is kept until %(until)s and then erased, or"
            " earlier if you ask the office that invited you."
        ) % {"code": row.code, "link": link, "until": day(clock.day(row.valid_until))}
        mail.send_with(
            to=found.email, subject=_("Your certificate"), text=text,
            attached=[
                (f"{row.code}.pdf", credentials.paper_of(row.uuid), "application/pdf"),
                (f"{row.code}.json", credentials.credential_text(row.id).encode(), "application/json"),
            ],
        )  # fmt: skip
