"""Units in a real browser, on their own origin: our own, and the packages that others made."""

import datetime as dt
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from playwright.sync_api import expect

from config.env import env
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, LaunchRefusal, LaunchSession, PartProgress, UnitState
from karmayogi.learning.web import signed
from karmayogi.learning.web.cmi5 import fetch_door
from tests.cast import Cast
from tests.learning.browser import enter
from tests.learning.conftest import SETUP, zipped
from tests.learning.units import ask, au, block, structure
from tests.waiting import until_true

OWN = Path(__file__).parents[2] / "unit_au"
REAL = Path(env.demo_content_dir) / "cmi5"
real_files = pytest.mark.skipif(not REAL.exists(), reason="the packages made by others are not on this machine")


def own_package():
    files = {path.name: path.read_bytes() for path in OWN.iterdir()}
    units = block(1, *(au(n, url="index.html", moveOn="Passed", masteryScore="0.6") for n in (1, 2)))
    return zipped({"cmi5.xml": structure(units)} | files)


def test_only_a_good_address_is_answered_and_only_to_post(db):
    path = signed.fetch_url(uuid.uuid4()).partition(signed.FETCH)[2]
    for method, wanted in (("GET", 405), ("OPTIONS", 204), ("POST", 200)):
        answer = ask(fetch_door.serve, method, signed.FETCH + path)
        assert answer.status == wanted
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["error-code"] == "1"  # a good signature of no session
    for bad in ("", "x", path[:-1] + ("A" if path[-1] != "A" else "B"), f"{uuid.uuid4()}.é"):
        assert ask(fetch_door.serve, "POST", signed.FETCH + bad).json["error-code"] == "2"


def handed() -> str:
    path = signed.fetch_url(uuid.uuid4()).removeprefix(settings.PUBLIC_ORIGIN)
    return ask(fetch_door.serve, "POST", path).json["error-code"]


def test_a_connection_that_died_while_idle_is_replaced(db):
    def of_an_idle_worker():
        try:
            connection.ensure_connection()
            connection.connection.close()  # as after a restart of the database
            return handed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as workers:
        assert workers.submit(of_an_idle_worker).result() == "1"


def test_a_store_that_cannot_be_reached_is_told_and_logged(db, monkeypatch, caplog):
    def down(**_given):
        raise DatabaseError("not now")

    monkeypatch.setattr(fetch_door, "hand_out", down)
    assert handed() == "3"
    assert "not now" in caplog.text


class Played:
    """A learner in a real browser with a package."""

    def __init__(self, served, browser, content):
        at = clock.now()
        cast = Cast(at)
        course = api.import_scorm(
            agent=SETUP, content=content, filename="p.zip", titles={}, competencies=[], at=at
        )  # fmt: skip
        enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
        self.page = enter(browser, served, cast.learner.cookie(at))
        self.url = f"{served}/learning/enrolments/{enrolment}/parts/package/"
        self.page.goto(self.url)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)

    def launch(self, name):
        """The frame of the unit."""
        self.page.get_by_role("button", name=re.compile(name)).first.click()
        element = self.page.locator("#package iframe").element_handle()
        return element.content_frame()


@pytest.mark.journey
def test_a_unit_is_played_in_its_frame_resumes_and_finishes_the_part(served, browser):
    asha = Played(served, browser, own_package())
    frame = asha.launch("Start: Unit 1")
    expect(frame.locator("#said")).to_have_text("initialized")
    frame.locator("#next").click()
    expect(frame.locator("#said")).to_have_text("kept")
    assert frame.evaluate("document.cookie") == ""
    frame.locator("#exit").click()
    asha.page.wait_for_url(asha.url)  # the unit was left: back at the table of contents by itself
    frame = asha.launch("Continue: Unit 1")
    expect(frame.locator("#page")).to_have_text("2")
    expect(frame.locator("#said")).to_have_text("initialized")
    frame.locator("#pass").click()
    expect(frame.locator("#said")).to_have_text("passed")
    frame.locator("#exit").click()
    asha.page.wait_for_url(asha.url)
    frame = asha.launch("Start: Unit 2")
    expect(frame.locator("#said")).to_have_text("initialized")
    frame.locator("#pass").click()
    expect(frame.locator("#said")).to_have_text("passed")
    frame.locator("#exit").click()
    asha.page.wait_for_url(asha.url)
    asha.page.get_by_text("This part is done.").wait_for()
    assert Enrolment.objects.get().status == "completed"
    assert set(LaunchSession.objects.values_list("state", flat=True)) == {"terminated"}
    assert LaunchRefusal.objects.count() == 0


def begun(frame):
    """Waits for its first page: pages that are still hidden have questions too."""
    until_true(frame, "typeof course !== 'undefined' && document.querySelector('#content').children.length")
    frame.locator("#content > *").first.wait_for(state="visible")


def asks(frame) -> bool:
    return frame.get_by_text("Select correct answers").first.is_visible()


def answer_all(frame):
    frame.get_by_text("Select correct answers").click()
    frame.get_by_text("Submit Answers").click()
    frame.locator("#score-passed").wait_for(state="visible")


def leave(asha, frame):
    """Not at once: what the library still sends of the last page would come after its "terminated"."""
    asha.page.wait_for_timeout(700)
    frame.evaluate("course.exit()")
    asha.page.wait_for_url(asha.url)


@real_files
@pytest.mark.real_files
@pytest.mark.journey
def test_a_package_by_others_plays_to_the_end(served, browser):
    """One unit, by Rustici's library of the unit's side: every page, then the test at the end."""
    asha = Played(served, browser, (REAL / "single_au_basic_responsive.zip").read_bytes())
    frame = asha.launch("Start: Introduction to Geology")
    begun(frame)
    for _ in range(60):
        if UnitState.objects.filter(passed_at__isnull=False).exists():
            break
        if asks(frame):
            answer_all(frame)
            break
        frame.evaluate("course.gotoPage(Math.min(course.currentPageIdx + 1, course.pageList.length - 1))")
        asha.page.wait_for_timeout(100)
    wait_for(asha.page, lambda: PartProgress.objects.get().state == "done")
    leave(asha, frame)
    assert Enrolment.objects.get().status == "completed"
    assert list(LaunchRefusal.objects.values_list("rule", "text")) == []


@real_files
@pytest.mark.real_files
@pytest.mark.journey
def test_a_package_by_others_with_six_units_plays_to_the_end(served, browser):
    asha = Played(served, browser, (REAL / "pre_post_test_framed.zip").read_bytes())
    for number in range(6):
        frame = asha.launch("^(Start|Continue): ")
        begun(frame)
        for _ in range(40):
            if asks(frame):
                answer_all(frame)
                break
            if frame.evaluate("course.currentPageIdx >= course.pageList.length - 1"):
                break
            frame.evaluate("course.gotoPage(course.currentPageIdx + 1)")
            asha.page.wait_for_timeout(50)
        wait_for(
            asha.page,
            lambda n=number: UnitState.objects.filter(unit__kind="au", satisfied_at__isnull=False).count() > n,
        )
        leave(asha, frame)
    assert Enrolment.objects.get().status == "completed"
    assert list(LaunchRefusal.objects.values_list("rule", "text")) == []


def wait_for(page, holds, seconds=20):
    until = clock.now() + dt.timedelta(seconds=seconds)
    while not holds():
        assert clock.now() < until, list(LaunchRefusal.objects.values_list("rule", "text"))
        page.wait_for_timeout(50)
