"""A test to which an office invites people from outside."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.models import PublicTest, YearlyTest
from karmayogi.assessment.policies import can_organise, organises
from karmayogi.assessment.queries.invited.candidates import access_public_test
from karmayogi.assessment.queries.proctored.sittings import test_by_code
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

LONGEST = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=60)


@transaction.atomic
def plan_public(
    *, actor: Actor, office: str, test: str, opens_at: dt.datetime, closes_at: dt.datetime, at: dt.datetime
) -> uuids.UUID:
    """Its uuid; the same test and days for the office pressed twice is one.

    Whoever is invited reads its questions, and their answers in the end: so an office opens what it provides itself,
    and tests of others are opened for it by the publishers of the country. Raises NotFound for whoever is neither,
    Refused in words.
    """
    lends = withdraws(actor)
    if not (lends or organises(actor)):
        raise NotFound
    unit = orgs.organisation_by_code(office.strip()[:60])
    if unit is None or not (lends or can_organise(actor, unit.path)):
        raise Refused(_("You look after no organisation with the code %(code)s.") % {"code": office.strip()[:60]})
    paper = test_by_code(actor, test.strip()[:60])
    if paper is None or YearlyTest.objects.filter(paper_id=paper.paper_id).exists():
        raise Refused(_("There is no test with the code %(code)s that stands alone.") % {"code": test.strip()[:60]})
    if not (lends or (paper.provider_path and paper.provider_path.startswith(unit.path))):
        raise Refused(_("Another office provides this test. Ask a publisher of the platform to open it for yours."))
    if paper.persons_mark:
        raise Refused(_("Persons mark answers of this test. People from outside get tests that are marked at once."))
    if not (opens_at < closes_at and at < closes_at and closes_at - opens_at <= LONGEST):
        raise Refused(_("The test must end after it begins, and after today."))
    if opens_at > at + AHEAD:
        raise Refused(_("The test opens at most %(days)s days from now.") % {"days": AHEAD.days})
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


@transaction.atomic
def end_public(*, actor: Actor, test: uuids.UUID, at: dt.datetime) -> None:
    """Called off, or ended before its time: nobody begins it any more, whoever has begun finishes. Twice is fine."""
    row = access_public_test(actor, test)
    found = PublicTest.objects.select_for_update().get(id=row.id)
    if found.closes_at <= at:
        return
    found.opens_at, found.closes_at = min(found.opens_at, at - dt.timedelta(seconds=1)), at
    found.save(update_fields=["opens_at", "closes_at"])
    audit.record("assessment:public:end", agent=actor, at=at, kind="public test", subject=row.uuid, label=row.title_en)
