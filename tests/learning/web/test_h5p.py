"""H5P in a real browser: it plays, resumes, reports, and reaches nothing of ours."""

import datetime as dt

import pytest

from karmayogi.ingest import api as ingest
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, PartProgress, ScormState
from tests.cast import Cast
from tests.learning import h5p_files
from tests.learning.browser import enter
from tests.learning.conftest import SETUP


@pytest.fixture
def at() -> dt.datetime:
    return clock.now()


def begin(content, at, minutes=1):
    cast = Cast(at)
    course = api.import_scorm(
        agent=SETUP, content=content, filename="p.h5p", titles={}, competencies=[], at=at, minutes=minutes
    )
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    return cast, f"/learning/enrolments/{enrolment}/parts/package/"


def exercise(page):
    """The frame in which it plays."""
    page.wait_for_function("document.querySelector('#package iframe').src")
    for _ in range(200):
        found = [frame for frame in page.frames if "__run__" in frame.url]
        if found:
            found[0].locator(".h5p-container > *").first.wait_for()
            return found[0]
        page.wait_for_timeout(50)
    raise AssertionError([frame.url for frame in page.frames])


@pytest.mark.journey
def test_an_exercise_plays_reports_and_goes_on_on_another_device(served, browser, at):
    cast, url = begin(h5p_files.packed(), at)
    page = enter(browser, served, cast.learner.cookie(at))
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served + url)
    frame = exercise(page)
    assert frame.locator("b").inner_text() == "wet"
    assert frame.evaluate("document.querySelector('img').naturalWidth") == 10
    page.get_by_text("A. Digger").wait_for()
    frame.get_by_role("button", name="Yes").click()
    page.locator("#h5p-early").wait_for(state="visible")  # a minute of work in a second
    assert PartProgress.objects.get().state == "opened"
    told = [one for one in ingest.statements_after(0, 50)]
    print(told)
    page.context.close()
    print(ScormState.objects.values(), wrong)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = exercise(page)
    assert frame.locator("#had").inner_text() == "Yes"
    page.locator("#package-done").wait_for(state="visible", timeout=20_000)
    assert PartProgress.objects.get().state == "done"
    assert Enrolment.objects.get().status == "completed"
    assert wrong == []
