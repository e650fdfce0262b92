"""A certificate that runs out is renewed by passing its test again; a test that stands alone has one of its own."""

import datetime as dt
import json

from django.urls import reverse

from karmayogi.assessment.actions.start import start
from karmayogi.assessment.models import Attempt
from karmayogi.competencies.models import Evidence
from karmayogi.credentials import api as credentials
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.types import Standing
from karmayogi.kernel import clock
from karmayogi.learning import api as learning
from karmayogi.learning.models import Enrolment, Part
from tests.assessment.alone import pass_it, stand_alone
from tests.assessment.conftest import Learner


def begun(who, made):
    """The part of the test, Asha being enrolled."""
    learning.enrol(actor=who.actor, course_uuid=made.uuid, language="en", at=who.at)
    return Part.objects.get(version__course_id=made.id).uuid


def take(who, part):
    return start(actor=who.actor, part_uuid=part, language="en", at=who.at)


def test_a_test_that_stands_alone_has_a_certificate_that_says_so(kcm, cast, asha, at):
    part = begun(asha, stand_alone(at))
    assert pass_it(asha, take(asha, part)).passed
    found = credentials.certificate_for(Enrolment.objects.get().uuid)
    badge = json.loads(Certificate.objects.get().credential)["credentialSubject"]["achievement"]
    assert (badge["achievementType"], badge["name"]) == ("Assessment", "Rules of the house")
    page = asha.get(reverse("credential_short", args=[found.code])).content.decode()
    assert "<dt>Test</dt>" in page and "<dt>Course</dt>" not in page
    assert credentials.verify(found.code, at=at).facts.kind == "test"
    assert credentials.paper_of(found.uuid)[:4] == b"%PDF"


def test_passing_again_in_time_renews_it_once(kcm, cast, asha, outsider, at):
    part = begun(asha, stand_alone(at, months=12))
    first_try = pass_it(asha, take(asha, part))
    old = credentials.certificate_for(Enrolment.objects.get().uuid)
    page = reverse("credentials:renewal", args=[old.uuid])
    assert "You can renew it from" in asha.get(page).content.decode()
    assert outsider.get(page).status_code == Learner(cast.admin, at).get(page).status_code == 404
    assert "There is nothing more to do" in asha.get(reverse("assessment:start", args=[part])).content.decode()
    asha = Learner(cast.learner, at + dt.timedelta(days=330))  # signed in anew
    html = asha.get(page).content.decode()
    assert "renew now" in html and reverse("assessment:start", args=[part]) in html
    assert "Start the test" in asha.get(reverse("assessment:start", args=[part])).content.decode()
    again = pass_it(asha, take(asha, part))
    assert (again.number, again.passed, first_try.number) == (2, True, 1)
    new = credentials.certificate_for(Enrolment.objects.get().uuid)
    assert new.uuid != old.uuid and new.valid_until > old.valid_until + dt.timedelta(days=300)
    assert credentials.verify(old.code, at=asha.at).standing is Standing.REPLACED
    assert credentials.verify(new.code, at=asha.at).standing is Standing.GENUINE
    assert sorted(Evidence.objects.values_list("ref_kind", flat=True)) == ["enrolment", "renewal"]
    html = asha.get(reverse("credentials:renewal", args=[new.uuid])).content.decode()
    assert old.code in html and new.code in html
    # Renewed: the test is passed as before, and a late word about the first attempt renews nothing.
    assert "There is nothing more to do" in asha.get(reverse("assessment:start", args=[part])).content.decode()
    asha.later(days=400)
    with clock.frozen(asha.at):
        learning.record_result(
            person_id=asha.player.person_id, part_uuid=part, passed=True, score=100, attempt_uuid=first_try.uuid,
            at=asha.at,
        )  # fmt: skip
    assert credentials.certificate_for(Enrolment.objects.get().uuid).uuid == new.uuid
    assert Attempt.objects.count() == 2 and Certificate.objects.count() == 2
