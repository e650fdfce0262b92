"""The hot door, asked as a browser would."""

import datetime as dt
import io
import json
import shutil
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, Part, PartProgress
from karmayogi.learning.web import progress_door
from karmayogi.people.models import Account
from tests.cast import Cast
from tests.learning.browser import enter
from tests.learning.conftest import SETUP
from tests.waiting import until_true

COURSES = Path(__file__).parents[3] / "karmayogi" / "demo" / "courses"


@pytest.fixture
def opened(cast, course, at):
    """Asha has the first page open since noon: (session key, the report's fixed fields)."""
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    part = Part.objects.get(key="one")
    api.open_part(actor=actor, enrolment_id=Enrolment.objects.get().id, part_id=part.id, at=at)
    return cast.learner.cookie(at), {"part": str(part.uuid), "visit": 1}


@pytest.fixture
def post(at):
    def call(key, body, *, after=0, **environ):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = []
        given = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(raw)),
            "HTTP_COOKIE": f"other=1; {settings.SESSION_COOKIE_NAME}={key}",
            "HTTP_X_KARMAYOGI_PROGRESS": "1",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_HOST": "testserver",
            "wsgi.input": io.BytesIO(raw),
        }
        environ = {name: value for name, value in (given | environ).items() if value is not None}
        with clock.frozen(at + dt.timedelta(seconds=after)):
            body = b"".join(progress_door.serve(environ, lambda status, headers: said.append(int(status[:3]))))
        return said[0], json.loads(body)

    return call


def test_place_and_time_are_kept(opened, post):
    key, report = opened
    status, answer = post(key, report | {"seq": 1, "position": 40, "seconds": 15}, after=15)
    assert (status, answer["kept"], answer["seconds"]) == (200, True, 15)
    row = PartProgress.objects.get()
    assert (row.position, row.furthest, row.seconds, row.state) == ("40", 40, 15, "opened")


def test_the_same_report_twice_counts_once(opened, post):
    key, report = opened
    body = report | {"seq": 1, "position": 40, "seconds": 10}
    post(key, body, after=15)
    post(key, body, after=40)
    assert PartProgress.objects.get().seconds == 10


def test_time_is_bounded_by_the_clock_however_much_is_claimed(opened, post):
    key, report = opened
    for seq in range(1, 6):
        post(key, report | {"seq": seq, "position": 1, "seconds": 100_000}, after=seq)
    assert PartProgress.objects.get().seconds == 5


def test_the_furthest_never_falls_the_place_may(opened, post):
    key, report = opened
    post(key, report | {"seq": 1, "position": 90, "seconds": 1}, after=5)
    post(key, report | {"seq": 2, "position": 20, "seconds": 1}, after=9)
    row = PartProgress.objects.get()
    assert (row.position, row.furthest) == ("20", 90)


def test_of_two_tabs_the_one_opened_later_holds_the_place(opened, post, cast, at):
    key, report = opened
    part = Part.objects.get(key="one")
    visit = api.open_part(actor=cast.learner.actor(at), enrolment_id=Enrolment.objects.get().id, part_id=part.id, at=at)
    assert visit == 2
    post(key, report | {"visit": 2, "seq": 1, "position": 50, "seconds": 5}, after=5)
    post(key, report | {"visit": 1, "seq": 7, "position": 10, "seconds": 5}, after=9)
    row = PartProgress.objects.get()
    assert (row.position, row.furthest, row.seconds) == ("50", 50, 9)  # 5 + 4: not 10, only nine seconds have passed


def test_a_late_report_after_done_takes_nothing_back(opened, post, at):
    key, report = opened
    PartProgress.objects.update(state="done", completed_at=at)
    status, answer = post(key, report | {"seq": 1, "position": 3, "seconds": 1}, after=5)
    assert (status, answer["done"]) == (200, True)
    assert PartProgress.objects.get().state == "done"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"HTTP_X_KARMAYOGI_PROGRESS": None}, 403),
        ({"CONTENT_TYPE": "text/plain"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "https://evil.example"}, 403),
        ({"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "http://testserver"}, 200),
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"HTTP_COOKIE": None}, 401),
        ({"HTTP_COOKIE": "sessionid=nobody"}, 401),
        ({"CONTENT_LENGTH": "999999"}, 413),
        ({"CONTENT_LENGTH": "-1"}, 413),
        ({"CONTENT_LENGTH": "x"}, 400),
    ],
)
def test_whoever_may_not_is_refused(opened, post, change, status):
    key, report = opened
    assert post(key, report | {"seq": 1, "position": 1, "seconds": 1}, after=3, **change)[0] == status
    assert PartProgress.objects.get().seconds == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    "change",
    [{"position": -1}, {"seconds": 1e9}, {"visit": 0}, {"seq": "x"}, {"part": "1"}, {"part": None}],
)
def test_odd_bodies_are_refused(opened, post, change):
    key, report = opened
    assert post(key, report | {"seq": 1, "position": 1, "seconds": 1} | change)[0] == 400
    assert post(key, b"\xff{")[0] == 400
    assert post(key, b'{"x":' + b"[" * 400)[0] == 400
    assert post(key, b"[]")[0] == 400


def test_nobody_reports_for_somebody_else(opened, post, cast, at):
    _key, report = opened
    body = report | {"seq": 1, "position": 1, "seconds": 1}
    assert post(cast.outsider.cookie(at), body, after=3)[0] == 404
    assert PartProgress.objects.get().seconds == 0


def test_foreign_parts_and_visits_never_given_out_are_not_there(opened, post):
    key, report = opened
    body = report | {"seq": 1, "position": 1, "seconds": 1}
    other = Part.objects.get(key="two")
    assert post(key, body | {"part": str(other.uuid)})[0] == 404  # never opened
    assert post(key, body | {"part": str(uuid.uuid4())})[0] == 404
    assert post(key, body | {"visit": 2})[0] == 404


def test_an_ended_session_is_told_to_sign_in(opened, post):
    key, report = opened
    assert post(key, report | {"seq": 1, "position": 1, "seconds": 1}, after=400 * 24 * 3600)[0] == 401


def test_one_statement(opened, post, django_assert_num_queries):
    key, report = opened
    post(key, report | {"seq": 1, "position": 1, "seconds": 1}, after=3)
    with django_assert_num_queries(0):  # the one statement goes past Django's cursor; nothing else is asked
        post(key, report | {"seq": 2, "position": 1, "seconds": 1}, after=6)


# The script of the lesson in a real browser.


def until(page, told):
    """Waits until the server has been told."""
    for _ in range(400):
        if told():
            return
        page.wait_for_timeout(50)
    raise AssertionError(list(PartProgress.objects.values("position", "furthest", "seconds", "visit", "seq")))


def begin(folder, at):
    competencies.import_kcm(agent=SETUP, at=at)
    course = api.import_course(agent=SETUP, folder=folder, at=at)
    learner = Cast(at).learner
    enrolment = api.enrol(actor=learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    return learner.cookie(at), f"/learning/enrolments/{enrolment}/parts"


@pytest.mark.journey
def test_a_page_opens_where_she_left_it_on_another_device(served, browser, write_course):
    now = clock.now()
    key, parts = begin(write_course(quiz=False, words=4000), now)
    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/one/")
    page.evaluate("scrollTo(0, (document.documentElement.scrollHeight - innerHeight) / 2)")
    page.wait_for_timeout(1200)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("Saved", exact=True).wait_for()
    until(page, lambda: PartProgress.objects.filter(position="50", seconds__gte=1).exists())
    page.context.close()

    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/one/")
    until_true(page, "scrollY > 0")
    assert page.evaluate("Math.round(100 * scrollY / (document.documentElement.scrollHeight - innerHeight))") == 50


@pytest.mark.journey
def test_a_lost_line_loses_no_place(served, browser, write_course):
    key, parts = begin(write_course(quiz=False, words=4000), clock.now())
    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/one/")
    page.context.set_offline(True)
    page.get_by_text("Not saved yet").wait_for()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(1200)
    page.context.set_offline(False)
    page.get_by_text("Saved", exact=True).wait_for()
    until(page, lambda: PartProgress.objects.filter(furthest=100, seconds__gte=1).exists())


@pytest.mark.journey
def test_a_video_goes_on_at_its_second_and_counts_once_it_was_played(served, browser, tmp_path):
    folder = tmp_path / "short"
    shutil.copytree(COURSES / "noting-and-drafting", folder)
    # Its captions tell the length: seven seconds of it are enough for a test.
    (folder / "media" / "video.en.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:07.000\nHello\n")
    key, parts = begin(folder, clock.now())
    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/video/")
    video = page.locator("video")
    # Nothing is loaded before it plays.
    video.evaluate(
        "async v => { v.muted = true; await v.play(); v.pause();"
        " await new Promise(done => { v.onseeked = done; v.currentTime = 20 }) }"
    )
    until(page, lambda: PartProgress.objects.filter(position="20").exists())
    page.context.close()

    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/video/")
    until(page, lambda: page.evaluate("document.querySelector('video').currentTime") >= 20)
    tracks = page.evaluate("[...document.querySelectorAll('track')].map(t => t.srclang)")
    assert tracks == ["en"]
    # To jump to the end is not to watch it.
    video = page.locator("video")
    play = "async (v, at) => { v.muted = true; v.playbackRate = 2; v.currentTime = at; await v.play() }"
    page.locator("details.said summary").click()
    page.wait_for_timeout(1500)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, lambda: PartProgress.objects.filter(read_seconds__gte=1).exists())
    page.locator("details.said summary").click()
    video.evaluate(play, 7)
    until(page, lambda: PartProgress.objects.filter(watched__isnull=False).exists())
    page.locator("#finish button").click()
    page.get_by_text("Not all of the film was played yet").wait_for()
    assert PartProgress.objects.get(part__kind="video").state == "opened"
    # The link to what is missing goes back to the beginning.
    video.evaluate("v => { v.muted = true; v.defaultPlaybackRate = v.playbackRate = 2 }")
    page.locator("#reel a").first.click()
    until(page, lambda: 7.5 < video.evaluate("v => v.currentTime") < 19)
    video.evaluate("v => v.pause()")
    page.get_by_text("Enough of the film is watched").wait_for()
    page.locator("#finish button").click()
    page.wait_for_url(lambda url: "/video/" not in url)
    row = PartProgress.objects.get(part__kind="video")
    assert (row.state, row.done_by) == ("done", "watched")


@pytest.mark.journey
def test_without_javascript_the_button_is_enough(served, browser, write_course):
    now = clock.now()
    key, parts = begin(write_course(quiz=False, words=3), now)
    page = enter(browser, served, key, javascript=False)
    page.goto(f"{served}{parts}/two/")
    page.get_by_role("button", name="Mark as read and continue").click()
    assert PartProgress.objects.get(part__key="two").state == "done"


def test_reports_kept_at_once_are_kept_by_the_same_rule(cast, opened, at):
    key, report = opened
    part = Part.objects.get(uuid=report["part"])

    def asked(seq, after, **other):
        values = {
            "session": key, "at": at + dt.timedelta(seconds=after), "part": part.id, "position": str(seq),
            "seconds": 15, "furthest": seq, "visit": 1, "seq": seq,
        }  # fmt: skip
        return values | other

    keep = progress_door._keep_many
    # Of two reports of one row one is left out; nobody's session, nobody's part and a visit not given out are, too.
    strangers = [{"session": "nobody"}, {"part": 0}, {"visit": 2}]
    found = keep([asked(1, 15), asked(1, 15), *(asked(9, 15, **other) for other in strangers)])
    assert sorted(one is None for one in found) == [False, True, True, True, True]
    assert {one for one in found if one} == {(15, False, False)}
    assert found[2:] == [None] * 3
    # Again: it counts once. Late: the place stays. More than the clock allows: cut. Long unseen: said.
    assert keep([asked(1, 30)]) == [(15, False, False)]
    assert keep([asked(2, 40, seconds=100_000)]) == [(25, False, False)]
    keep([asked(1, 41, position="77", furthest=1)])
    row = PartProgress.objects.get()
    assert (row.position, row.furthest, row.visit, row.seq) == ("2", 2, 1, 2)
    assert keep([asked(3, 1_200)]) == [(row.seconds + 15, False, True)]
    # An account that was closed keeps nothing.
    Account.objects.filter(pk=cast.learner.account_id).update(is_active=False)
    assert keep([asked(4, 1_210)]) == [None]
