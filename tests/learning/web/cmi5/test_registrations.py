"""Those who answer for a learner see the units, and one of them waives some."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from karmayogi.ingest import api as ingest
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound
from karmayogi.learning.actions.cmi5.waive import waive
from karmayogi.learning.engine.cmi5 import names
from karmayogi.learning.models import Enrolment, PackageUnit, Registration, UnitState
from tests.learning.units import au, block, packed


@pytest.fixture
def browsing(at):
    def call(player) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    return call


def url():
    return f"/learning/registrations/{Registration.objects.get().uuid}/"


def unit(number):
    return PackageUnit.objects.get(iri=f"https://pub.example/au/{number}").uuid


def said(word):
    found, _more = ingest.statements(registration=Registration.objects.get().uuid, verb=names.VERBS[word])
    return found


def test_a_unit_is_waived_once_with_its_reason_and_counts(learning, browsing, cast):
    asha = learning(packed(block(1, au(1, moveOn="CompletedAndPassed")), au(2, moveOn="Passed")))
    bala = browsing(cast.admin)
    assert "Waive a unit" in bala.get(url()).content.decode()
    for _ in range(2):
        assert bala.post(url(), {"unit": str(unit(1)), "reason": "Tested Out"}).status_code in (302, 422)
    [waived] = said("waived")
    assert waived["result"] == {"success": True, "completion": True, "extensions": {names.REASON: "Tested Out"}}
    session = waived["context"]["extensions"][names.SESSION_ID]
    [satisfied] = said("satisfied")
    assert satisfied["context"]["extensions"][names.SESSION_ID] == session
    assert "Waived" in asha.contents()
    assert Enrolment.objects.get().status == "active"
    assert bala.post(url(), {"unit": str(unit(2)), "reason": "Administrative"}).status_code == 302
    assert Enrolment.objects.get().status == "completed"
    assert "Waive a unit" not in bala.get(url()).content.decode()


def test_what_is_achieved_is_not_waived_and_a_reason_is_one_of_four(learning, browsing, cast):
    learning(packed(au(1, moveOn="Passed"), au(2))).opened("Unit 1").begin().say("initialized", "passed")
    bala = browsing(cast.admin)
    assert bala.post(url(), {"unit": str(unit(1)), "reason": "Tested Out"}).status_code == 422
    assert bala.post(url(), {"unit": str(unit(2)), "reason": "Because"}).status_code == 422
    assert not UnitState.objects.filter(waived_at__isnull=False).exists()


def test_nobody_waives_for_themselves_or_for_others_people(learning, browsing, cast, at):
    learning(packed(au(1, moveOn="Passed")))
    registration = Registration.objects.get().uuid
    for player in (cast.learner, cast.other_admin, cast.publisher, cast.supervisor):
        with pytest.raises(NotFound):
            waive(actor=player.actor(at), registration=registration, unit=unit(1), reason="Administrative", at=at)
        assert browsing(player).post(url(), {"unit": str(unit(1)), "reason": "Tested Out"}).status_code == 404
    for player in (cast.learner, cast.other_admin, cast.supervisor):
        assert browsing(player).get(url()).status_code == 404


def test_what_was_refused_is_shown_to_who_answers_for_the_learner(learning, browsing, cast, at):
    asha = learning(packed(au(1, moveOn="Passed")))
    begun = asha.opened("Unit 1").begin()
    begun.say("initialized")
    begun.send(begun.made("passed", at=at + dt.timedelta(days=1)))
    with clock.frozen(at):
        html = browsing(cast.admin).get(url()).content.decode()
    assert "the clock of the device is wrong" in html
    report = browsing(cast.admin).get(f"/learning/courses/{Enrolment.objects.get().course.uuid}/report/")
    assert url() in report.content.decode()
