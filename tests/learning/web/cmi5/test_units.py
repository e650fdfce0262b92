"""From the table of contents through a launch to the end of the course, as browser and unit do it."""

import datetime as dt
import gzip
import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from karmayogi.competencies.models import Evidence
from karmayogi.credentials.models import Certificate
from karmayogi.ingest import api as ingest
from karmayogi.ingest.models import Statement
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.actions.cmi5.abandon import abandon_forgotten
from karmayogi.learning.engine.cmi5 import names
from karmayogi.learning.models import (
    Enrolment,
    LaunchRefusal,
    LaunchSession,
    PackageUnit,
    PartProgress,
    Registration,
    UnitState,
)
from tests.learning.units import Unit, au, block, packed, tincan_packed

WORDS = {iri: word for word, iri in names.VERBS.items()}


def said(*words):
    """Statements of the registration with these verbs, the oldest first."""
    found, _more = ingest.statements(registration=Registration.objects.get().uuid)
    return [one for one in reversed(found) if not words or WORDS.get(one["verb"]["id"]) in words]


def verbs():
    return [WORDS.get(one["verb"]["id"], "other") for one in said()]


def test_a_unit_is_launched_passed_and_finishes_the_course(learning):
    asha = learning(packed(block(1, au(1, moveOn="Passed", masteryScore="0.8"))))
    assert "Unit 1" in asha.contents()
    unit = asha.opened("Unit 1").begin()
    unit.say("initialized")
    unit.say("passed", score=0.9)
    unit.say("terminated")
    assert verbs() == ["launched", "initialized", "passed", "satisfied", "satisfied", "terminated"]
    assert LaunchSession.objects.get().state == "terminated"
    progress = PartProgress.objects.get()
    assert (progress.state, progress.score) == ("done", 90)
    assert Enrolment.objects.get().status == "completed"
    assert "This part is done" in asha.contents()


def test_a_claimed_score_is_never_evidence_of_a_level(learning):
    unit = learning(packed(au(1, moveOn="Passed"))).opened("Unit 1").begin()
    unit.say("initialized", at=clock.now())
    unit.say("passed", score=1)
    assert (Certificate.objects.get().grade, Evidence.objects.count()) == ("E0", 0)


def test_everything_is_written_before_the_unit_is_opened(learning):
    inside = "<launchParameters>a=1</launchParameters><entitlementKey>k-1</entitlementKey>"
    content = packed(
        au(1, inside=inside, moveOn="CompletedAndPassed", masteryScore="0.75", activityType="https://t.example/")
    )
    unit = learning(content).opened("Unit 1")
    row, session = PackageUnit.objects.get(kind="au"), LaunchSession.objects.get()
    assert set(unit.query) == {"endpoint", "fetch", "actor", "registration", "activityId"}
    assert unit.query["registration"] == str(Registration.objects.get().uuid)
    assert unit.activity != row.iri
    assert unit.actor.keys() == {"objectType", "account"}
    unit.begin()
    data = unit.data
    assert data.pop("returnURL").endswith("/__left__")
    assert data == {
        "contextTemplate": {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": "https://pub.example/au/1"}]},
            "extensions": {names.SESSION_ID: str(session.uuid)},
        },
        "launchMode": "Normal",
        "moveOn": "CompletedAndPassed",
        "masteryScore": 0.75,
        "launchParameters": "a=1",
        "entitlementKey": {"courseStructure": "k-1"},
    }
    launched = said("launched")[0]
    extensions = launched["context"]["extensions"]
    assert extensions.pop(names.LAUNCH_URL).endswith("/a.html")
    assert extensions == {
        names.SESSION_ID: str(session.uuid), names.LAUNCH_MODE: "Normal", names.MOVE_ON_RULE: "CompletedAndPassed",
        names.MASTERY: 0.75, names.LAUNCH_PARAMETERS: "a=1",
    }  # fmt: skip
    assert launched["object"]["definition"]["name"] == {"en-US": "Unit 1"}
    profile = unit.call("GET", "agents/profile", agent=json.dumps(unit.actor), profileId=names.PREFERENCES)
    assert profile.json == {"languagePreference": "en", "audioPreference": "on"}


def test_the_credential_is_given_out_once(learning):
    unit = learning(packed(au(1))).opened("Unit 1")
    assert "auth-token" in unit.fetch()
    assert unit.fetch()["error-code"] == "1"


def test_what_lies_outside_its_attempt_is_closed_to_a_unit(learning):
    asha = learning(packed(au(1), au(2)))
    unit = asha.opened("Unit 1").begin()
    assert unit.state("PUT", "bookmark", {"page": 3}).status == 204
    assert unit.state("GET", "bookmark").json == {"page": 3}
    for method in ("PUT", "POST", "DELETE"):
        assert unit.state(method, names.LAUNCH_DATA, {}).status == 403
    assert unit.state("DELETE", "").status == 204
    assert unit.state("GET", names.LAUNCH_DATA).status == 200
    assert unit.state("GET", "bookmark").status == 404
    other = PackageUnit.objects.get(iri="https://pub.example/au/2")
    mine, unit.activity = unit.activity, unit.activity.rpartition("/")[0] + f"/{other.uuid}"
    assert unit.state("PUT", "bookmark", {}).status == 403
    unit.activity = mine
    voided = unit.made("initialized") | {"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}
    voided["object"] = {"objectType": "StatementRef", "id": said("launched")[0]["id"]}
    assert unit.send(voided).status == 403
    assert unit.call("GET", "statements", registration="00000000-0000-4000-8000-000000000009").status == 403


FORGED = {
    "actor": lambda one: one["actor"]["account"].update(name="somebody"),
    "registration": lambda one: one["context"].update(registration="00000000-0000-4000-8000-000000000009"),
    "session": lambda one: one["context"]["extensions"].update({names.SESSION_ID: "other"}),
    "activity": lambda one: one["object"].update(id="https://lms.example/other"),
    "future": lambda one: one.update(timestamp="2027-01-01T00:00:00Z"),
    "result": lambda one: one["result"].update(success=False),
}


@pytest.mark.parametrize("rule", FORGED)
def test_forged_statements_are_refused_and_counted(learning, rule):
    unit = learning(packed(au(1, moveOn="Passed"))).opened("Unit 1").begin()
    unit.say("initialized")
    before = Statement.objects.count()
    for times in (1, 2):
        forged = json.loads(json.dumps(unit.made("passed")))
        FORGED[rule](forged)
        answer = unit.send(forged)
        assert (answer.status, answer.body[:5]) == (403, b"cmi5:")
        row = LaunchRefusal.objects.get()
        assert (row.rule, row.count) == (rule, times)
    good, bad = unit.allowed(), json.loads(json.dumps(unit.made("passed")))
    FORGED[rule](bad)
    assert unit.send(good, bad).status == 403  # all or nothing
    assert Statement.objects.count() == before
    assert not UnitState.objects.filter(passed_at__isnull=False).exists()


def test_after_terminated_nothing_later_is_taken_and_then_nothing_at_all(learning, at):
    unit = learning(packed(au(1, moveOn="Completed"))).opened("Unit 1").begin()
    unit.say("initialized")
    late = unit.allowed()
    with clock.frozen(at + dt.timedelta(seconds=10)):
        unit.say("terminated")
        assert unit.send(unit.made("completed", at=at + dt.timedelta(seconds=11))).status == 403
        assert unit.send(late).status == 200  # it happened before, and came late
    assert LaunchRefusal.objects.get().rule == "terminated"
    with clock.frozen(at + dt.timedelta(seconds=80)):
        assert unit.send(unit.made("completed", at=at)).status == 401
        assert unit.state("PUT", "bookmark", {}).status == 401


def test_a_report_that_is_sent_again_is_one_report(learning):
    unit = learning(packed(au(1, moveOn="Passed"))).opened("Unit 1").begin()
    first, passed = unit.made("initialized"), unit.made("passed", score=0.5)
    for _ in range(2):
        assert unit.send(first).status == 200
        assert unit.send(passed).status == 200
    assert LaunchRefusal.objects.count() == 0
    assert unit.send(passed | {"result": {"success": True, "duration": "PT9S"}}).status == 409
    assert verbs().count("passed") == 1


def test_a_new_launch_abandons_the_one_before(learning, at):
    asha = learning(packed(au(1), au(2)))
    first = asha.opened("Unit 1").begin()
    first.say("initialized")
    with clock.frozen(at + dt.timedelta(seconds=90)):
        first.send(first.allowed())
    with clock.frozen(at + dt.timedelta(seconds=100)):
        second = asha.opened("Unit 2").begin()
        assert first.send(first.made("terminated", at=at)).status in (401, 403)
        second.say("initialized")
    abandoned = said("abandoned")
    assert [one["result"]["duration"] for one in abandoned] == ["PT90S"]
    assert abandoned[0]["object"]["id"] == first.activity
    session = first.data["contextTemplate"]["extensions"][names.SESSION_ID]
    assert abandoned[0]["context"]["extensions"][names.SESSION_ID] == session


def test_pressed_twice_it_is_one_launch(learning):
    asha = learning(packed(au(1)))
    one, two = asha.launch("Unit 1"), asha.launch("Unit 1")
    assert one.request["PATH_INFO"] == two.request["PATH_INFO"]
    assert verbs().count("launched") == 1


def test_what_was_closed_without_a_word_is_abandoned_when_its_time_is_over(learning, at):
    learning(packed(au(1))).opened("Unit 1").begin().say("initialized")
    assert abandon_forgotten(at=at + dt.timedelta(hours=11)) == 0
    assert abandon_forgotten(at=at + dt.timedelta(hours=12)) == 1
    assert abandon_forgotten(at=at + dt.timedelta(hours=12)) == 0
    assert verbs().count("abandoned") == 1


def test_an_opening_is_good_for_one_opening(learning):
    asha = learning(packed(au(1)))
    answer = asha.launch("Unit 1")
    url = answer.request["PATH_INFO"]
    assert "data-src" in answer.content.decode()
    Unit(re.search(r'data-src="([^"]+)"', answer.content.decode()).group(1).replace("&amp;", "&")).begin()
    again = asha.client.get(url).content.decode()
    assert "data-src" not in again
    assert "Open the unit again" in again


def test_what_was_achieved_is_reviewed_and_who_looks_around_is_not_judged(learning):
    asha = learning(packed(au(1, moveOn="Passed"), au(2, moveOn="Passed")))
    around = asha.opened("Unit 1", browse="on").begin()
    assert around.data["launchMode"] == "Browse"
    around.say("initialized")
    assert around.send(around.made("passed")).status == 403
    around.say("terminated")
    assert not UnitState.objects.filter(opened_at__isnull=False).exists()
    unit = asha.opened("Unit 1").begin()
    unit.say("initialized", "passed", "terminated")
    review = asha.opened("Unit 1").begin()
    assert review.data["launchMode"] == "Review"
    review.say("initialized")
    assert review.send(review.made("completed")).status == 403
    assert Registration.objects.get().satisfied_at is None


def test_what_came_once_in_a_registration_does_not_come_again(learning):
    asha = learning(packed(au(1, moveOn="CompletedAndPassed")))
    first = asha.opened("Unit 1").begin()
    first.say("initialized", "completed", "terminated")
    second = asha.opened("Unit 1").begin()
    second.say("initialized")
    assert second.send(second.made("completed")).status == 403
    second.say("failed", score=0.2)
    second.say("terminated")
    third = asha.opened("Unit 1").begin()
    third.say("initialized", "passed")
    assert LaunchRefusal.objects.get().rule == "once"
    assert Enrolment.objects.get().status == "completed"


def test_blocks_are_satisfied_from_the_inside_out_and_once(learning):
    asha = learning(
        packed(block(1, block(2, au(1, moveOn="Completed")), au(2, moveOn="Completed")), block(3, au(3)), au(4))
    )
    ids = {row.iri.rpartition("pub.example/")[2]: str(row.uuid) for row in PackageUnit.objects.all()}

    def satisfied():
        return [one["object"]["id"].rpartition("/")[2] for one in said("satisfied")]

    assert satisfied() == [ids["block/3"]]  # nothing is asked in it: satisfied at once (9.6.1)
    alone = said("satisfied")[0]
    assert alone["object"]["definition"]["type"] == names.BLOCK
    unit = asha.opened("Unit 1").begin()
    unit.say("initialized", "completed")
    assert satisfied() == [ids["block/3"], ids["block/2"]]
    session = unit.data["contextTemplate"]["extensions"][names.SESSION_ID]
    assert said("satisfied")[1]["context"]["extensions"][names.SESSION_ID] == session
    assert alone["context"]["extensions"][names.SESSION_ID] != session
    unit.say("terminated")
    asha.opened("Unit 2").begin().say("initialized", "completed")
    assert satisfied() == [ids["block/3"], ids["block/2"], ids["block/1"], ids["course"]]
    assert said("satisfied")[-1]["object"]["definition"]["type"] == names.COURSE
    assert PartProgress.objects.get().state == "done"


def test_where_nothing_is_asked_every_unit_is_opened_before_it_counts(learning):
    asha = learning(packed(au(1), au(2)))
    assert [one["object"]["definition"]["type"] for one in said("satisfied")] == [names.COURSE]
    assert PartProgress.objects.get().state == "opened"
    asha.opened("Unit 1").begin().say("initialized", "terminated")
    assert PartProgress.objects.get().state == "opened"
    asha.opened("Unit 2").begin().say("initialized")
    assert PartProgress.objects.get().state == "done"


def test_a_unit_that_wants_its_own_window_gets_a_link(learning):
    asha = learning(packed(au(1, launchMethod="OwnWindow"), au(2, url="https://pub.example/play?a=1")))
    html = asha.launch("Unit 1").content.decode()
    assert 'target="_blank" rel="noopener noreferrer"' in html
    assert "<iframe" not in html
    unit = asha.opened("Unit 1").begin()
    assert unit.data["returnURL"].endswith(asha.page)
    outside = asha.launch("Unit 2").content.decode()
    assert 'href="https://pub.example/play?a=1&amp;endpoint=' in outside
    assert "on another server" in outside


def test_an_xapi_package_is_done_when_it_says_so_of_itself(learning):
    asha = learning(tincan_packed())
    unit = asha.opened("A story")
    assert unit.activity == "http://pub.example/story"
    assert unit.query["x"] == "1"
    statement = {
        "actor": unit.actor, "verb": {"id": names.VERBS["passed"]}, "object": {"id": unit.activity},
        "result": {"score": {"scaled": 0.6}}, "context": {"registration": unit.query["registration"]},
    }  # fmt: skip
    again = asha.opened("A story")  # it knows no fetching: opened anew, it has a new credential
    assert unit.send(statement).status == 401
    scene = statement | {"object": {"id": "http://pub.example/story/scene"}}
    assert again.send(scene).status == 200
    assert PartProgress.objects.get().state == "opened"
    assert again.send(statement).status == 200
    assert verbs() == ["passed", "passed"]
    progress = PartProgress.objects.get()
    assert (progress.state, progress.score) == ("done", 60)
    assert Enrolment.objects.get().status == "completed"


@pytest.mark.parametrize(
    ("rule", "forge"),
    [
        ("actor", FORGED["actor"]),
        ("registration", FORGED["registration"]),
        ("future", FORGED["future"]),
        ("score", lambda one: one["result"]["score"].update(scaled=-0.5)),
    ],
)
def test_what_a_story_forges_is_refused_and_counted(learning, rule, forge):
    unit = learning(tincan_packed()).opened("A story")
    forged = {
        "actor": json.loads(json.dumps(unit.actor)), "verb": {"id": names.VERBS["passed"]},
        "object": {"id": unit.activity}, "result": {"score": {"scaled": 0.6}},
        "context": {"registration": unit.query["registration"]},
    }  # fmt: skip
    forge(forged)
    assert unit.send(forged).status == 403
    assert LaunchRefusal.objects.get().rule == rule
    assert said() == [] and PartProgress.objects.get().state == "opened"


def test_a_thousand_units_are_asked_for_at_once(learning):
    """As many queries as for one unit; and what a unit reports costs no more either, but for what it changes."""

    def asked(learner) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert learner.contents().count('name="unit"') > 1
        return len(queries)

    asha = learning(packed(*[block(n, *[au(f"{n}-{m}", moveOn="Passed") for m in range(10)]) for n in range(100)]))
    html = asha.contents()
    assert html.count('name="unit"') == 51  # a section of them, and the one to go on with
    assert html.count("units=") == 20
    for begins in ('1–50</bdi> <bdi lang="en-US">Block 0<', '951–1,000</bdi> <bdi lang="en-US">Block 95<'):
        assert begins in html
    twelfth = asha.client.get(f"{asha.page}?units=12").content.decode()
    assert 'value="' + str(PackageUnit.objects.get(iri__endswith="/57-3").uuid) in twelfth
    assert (
        "Block 55" in twelfth and "Block 60<" not in twelfth.partition('<form method="post"')[2].rpartition("</nav>")[2]
    )
    assert asked(asha) <= 14
    unit = asha.opened("Unit 57-3").begin()
    unit.say("initialized")
    with CaptureQueriesContext(connection) as queries:
        unit.say("passed")
    assert len(queries) <= 25
    assert len(gzip.compress(asha.contents().encode(), 3)) < 15_000


def test_nobody_else_opens_it(learning, cast, at):
    asha = learning(packed(au(1)))
    url = asha.launch("Unit 1").request["PATH_INFO"]

    for player in (cast.outsider, cast.admin, cast.publisher):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        assert client.get(url).status_code == 404
        unit = str(PackageUnit.objects.get(kind="au").uuid)
        assert client.post(asha.launch_url, {"unit": unit}).status_code == 404
    assert asha.client.post(asha.launch_url, {"unit": "x"}).status_code == 404
    assert asha.client.get(asha.launch_url).status_code == 405


def test_other_parts_know_no_launch(learning, cast, course, at):
    asha = learning(packed(au(1)))
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    url = reverse("learning:unit_launch", args=[enrolment, "one"])
    assert asha.client.post(url, {"unit": str(PackageUnit.objects.get(kind="au").uuid)}).status_code == 404
