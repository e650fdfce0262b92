"""A test to which an office invites people from outside."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.models import PublicTest, YearlyTest
from karmayogi.assessment.policies import can_organise, organises
from karmayogi.assessment.queries.proctored.sittings import test_by_code
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def plan_public(
    *, actor: Actor, office: str, test: str, opens_at: dt.datetime, closes_at: dt.datetime, at: dt.datetime
) -> uuids.UUID:
    """Its uuid; the same test and days for the office pressed twice is one. Raises NotFound for whoever plans no
    tests, Refused in words."""
    if not organises(actor):
        raise NotFound
    unit = orgs.organisation_by_code(office.strip()[:60])
    if unit is None or not can_organise(actor, unit.path):
        raise Refused(_("You look after no organisation with the code %(code)s.") % {"code": office.strip()[:60]})
    paper = test_by_code(actor, test.strip()[:60])
    if paper is None or YearlyTest.objects.filter(paper_id=paper.paper_id).exists():
        raise Refused(_("There is no test with the code %(code)s that stands alone.") % {"code": test.strip()[:60]})
    if paper.persons_mark:
        raise Refused(_("Persons mark answers of this test. People from outside get tests that are marked at once."))
    if not (opens_at < closes_at and at < closes_at and closes_at - opens_at <= LONGEST):
        raise Refused(_("The test must end after it begins, and after today."))
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assessment.public {unit.id}"])
    made, new = PublicTest.objects.get_or_create(
        paper_id=paper.paper_id, organisation_id=unit.id, opens_at=opens_at, closes_at=closes_at,
        defaults={"made_by_id": actor.person_id, "made_at": at},
    )  # fmt: skip
    if new:
        audit.record(
            "assessment:public:plan", agent=actor, at=at, kind="public test", subject=made.uuid, label=paper.title_en,
            detail={"office": unit.code},
        )  # fmt: skip
    return made.uuid
