import datetime as dt
import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock, slots
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, LearningCredit, Part, PartProgress, ScormState
from tests.learning import h5p_files
from tests.learning.conftest import SETUP

OURS = {"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"}  # as scorm.js sends it


@pytest.fixture(autouse=True)
def quiz_address(monkeypatch):
    monkeypatch.setitem(slots._filled, "learning.quiz_url", [lambda part: f"/assessment/{part}/"])


@pytest.fixture
def asha(cast, client, at):
    """The learner's browser."""
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    return client


@pytest.fixture
def enrolment(asha, cast, course, at):
    return api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="hi", at=at)


def part_url(enrolment, key, name="part"):
    return reverse(f"learning:{name}", args=[enrolment, key])


@pytest.fixture
def later(at):
    """Opens a page some seconds after noon."""

    def go(client, url, seconds=0, data=None):
        with clock.frozen(at + dt.timedelta(seconds=seconds)):
            return client.get(url) if data is None else client.post(url, data)

    return go


def test_a_page_is_shown_in_her_language_with_the_outline(asha, enrolment, later):
    html = later(asha, part_url(enrolment, "one")).content.decode()
    assert "नागरिक" in html
    assert 'lang="hi"' in html
    assert "क्या और कौन" in html


def test_what_is_missing_in_her_language_comes_in_english_and_says_so(asha, enrolment, later):
    html = later(asha, part_url(enrolment, "two")).content.decode()
    assert 'class="lesson-body" lang="en"' in html
    assert "Thirty days" in html


def test_too_quick_is_said_in_words_and_nothing_is_lost(asha, enrolment, later):
    later(asha, part_url(enrolment, "one"), 0)
    answer = later(asha, part_url(enrolment, "one", "finish"), 5, {"seconds": ""})
    assert answer.status_code == 409
    assert "more seconds" in answer.content.decode()
    progress = PartProgress.objects.get()
    assert (progress.state, progress.seconds) == ("opened", 5)
    # Waiting on is enough: the five seconds count.
    missing = Part.objects.get(key="one").min_seconds - 5
    answer = later(asha, part_url(enrolment, "one", "finish"), 5 + missing, {"seconds": ""})
    assert answer.status_code == 302
    assert PartProgress.objects.get().state == "done"


def test_claimed_seconds_cannot_exceed_the_clock(asha, enrolment, later):
    later(asha, part_url(enrolment, "one"), 0)
    later(asha, part_url(enrolment, "one", "finish"), 5, {"seconds": "9999"})
    assert PartProgress.objects.get().seconds == 5


def test_resume_leads_to_the_part_where_she_left_also_in_another_session(asha, cast, enrolment, later, at, client):
    later(asha, part_url(enrolment, "two"))
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at + dt.timedelta(hours=1))
    answer = later(client, reverse("learning:resume", args=[enrolment]), 3700)
    assert answer.url == part_url(enrolment, "two")


def test_another_persons_enrolment_is_not_there(cast, course, enrolment, client, at, later):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.outsider.cookie(at)
    assert later(client, part_url(enrolment, "one")).status_code == 404
    assert later(client, part_url(enrolment, "one", "finish"), 0, {}).status_code == 404
    commit = part_url(enrolment, "one", "scorm_commit")
    with clock.frozen(at):
        assert client.post(commit, b"{}", content_type="application/json", headers=OURS).status_code == 404
    assert later(client, reverse("learning:resume", args=[enrolment])).status_code == 404
    assert later(client, reverse("learning:language", args=[enrolment]), 0, {"language": "en"}).status_code == 404
    assert PartProgress.objects.count() == 0


def test_an_unknown_part_is_not_there(asha, enrolment, later):
    assert later(asha, part_url(enrolment, "nine")).status_code == 404


def test_language_changes_without_touching_progress(asha, enrolment, later):
    later(asha, part_url(enrolment, "one"), 0)
    later(asha, reverse("learning:language", args=[enrolment]), 1, {"language": "en"})
    html = later(asha, part_url(enrolment, "one"), 2).content.decode()
    assert "citizen citizen" in html
    assert PartProgress.objects.count() == 1


def test_the_whole_course_without_javascript(asha, cast, enrolment, later, at):
    for place, key in enumerate(["one", "two"]):
        later(asha, part_url(enrolment, key), 500 * place)
        answer = later(asha, part_url(enrolment, key, "finish"), 500 * place + 400, {"seconds": ""})
        assert answer.status_code == 302
    quiz = Part.objects.get(key="test")
    html = later(asha, part_url(enrolment, "test"), 1000).content.decode()
    assert f"/assessment/{quiz.uuid}/" in html
    done_at = at + dt.timedelta(seconds=1100)
    api.record_result(
        person_id=cast.learner.person_id, part_uuid=quiz.uuid, passed=True, score=80, attempt_uuid=enrolment, at=done_at
    )
    row = Enrolment.objects.get()
    assert (row.status, row.completed_at) == ("completed", done_at)
    assert LearningCredit.objects.get().minutes == 20
    html = later(asha, reverse("learning:mine"), 1200).content.decode()
    assert "20 min" in html


def test_the_last_page_leads_to_the_certificate(asha, cast, short_course, at, later):
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=short_course.uuid, language="en", at=at)
    for place, key in enumerate(["two", "one"]):
        later(asha, part_url(enrolment, key), 500 * place)
        answer = later(asha, part_url(enrolment, key, "finish"), 500 * place + 400, {"seconds": ""})
    assert answer.url == reverse("learning:course", args=[short_course.uuid])
    html = later(asha, answer.url, 1000).content.decode()
    assert "certificate" in html


def test_an_exercise_reports_without_a_token_and_only_from_our_page(asha, cast, kcm, at, later):
    course = api.import_scorm(
        agent=SETUP, content=h5p_files.packed(), filename="p.h5p", titles={}, competencies=[], at=at
    )
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    later(asha, part_url(enrolment, "package"))
    url = part_url(enrolment, "package", "h5p_report")
    told = json.dumps({"visit": 1, "seq": 1, "seconds": 1, "state": "a"})
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        for headers in ({}, {**OURS, "Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "same-origin"}):
            assert strict.post(url, told, content_type="application/json", headers=headers).status_code == 403
        assert not ScormState.objects.exists()
        assert strict.post(url, told, content_type="application/json", headers=OURS).json()["saved"] is True
    assert ScormState.objects.get().suspend_data == "a"


def test_a_lesson_costs_few_queries(asha, enrolment, later, django_assert_max_num_queries):
    later(asha, part_url(enrolment, "one"))
    with django_assert_max_num_queries(7):  # one of them: what its test offers to practise
        later(asha, part_url(enrolment, "one"), 10)


def test_pages_of_a_package(asha, cast, kcm, at, later):
    from tests.learning.conftest import package

    course = api.import_scorm(agent=SETUP, content=package(), filename="p.zip", titles={}, competencies=[], at=at)
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    answer = later(asha, part_url(enrolment, "package"))
    html = answer.content.decode()
    assert "<noscript>" in html
    assert "frame-src http://" in answer["Content-Security-Policy"]
    commit = {
        "item": "a",
        "visit": 1,
        "seq": 1,
        "location": "p3",
        "suspend_data": "x" * 4000,
        "completion": "completed",
    }
    url = part_url(enrolment, "package", "scorm_commit")
    # A page is believed by where it is, not by a token: signing in again in another tab makes tokens worthless.
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        for headers in (
            {},
            {**OURS, "Sec-Fetch-Site": "same-site"},
            {"X-Karmayogi-Progress": "1", "Origin": "https://evil.example"},
        ):
            answer = strict.post(url, json.dumps(commit), content_type="application/json", headers=headers)
            assert answer.status_code == 403
        answer = strict.post(
            url, json.dumps(commit | {"location": "p1"}), content_type="application/json", headers=OURS
        )
        assert answer.json()["saved"] is True
        commit |= {"seq": 2}
    with clock.frozen(at):
        answer = asha.post(url, json.dumps(commit), content_type="application/json", headers=OURS)
        assert answer.json() == {"saved": True, "done": False, "item_done": True}
        for body in (b"{}", b'{"item": "\xff"}', b'{"x":' + b"[" * 100_000):
            assert asha.post(url, body, content_type="application/json", headers=OURS).status_code == 400
        too_much = commit | {"seq": 3, "suspend_data": "x" * 64_001}
        assert asha.post(url, json.dumps(too_much), content_type="application/json", headers=OURS).status_code == 409
        foreign = commit | {"item": "zzz", "seq": 4}
        assert asha.post(url, json.dumps(foreign), content_type="application/json", headers=OURS).status_code == 404
    html = later(asha, part_url(enrolment, "package") + "?item=a", 9).content.decode()
    assert "p3" in html
    with clock.frozen(at):
        last = {"item": "b", "visit": 2, "seq": 1, "completion": "completed", "success": "passed", "score": 90}
        assert asha.post(url, json.dumps(last), content_type="application/json", headers=OURS).json()["done"] is True
    assert Enrolment.objects.get(uuid=enrolment).status == "completed"
