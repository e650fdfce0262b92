"""H5P in a real browser: it plays, resumes, reports, and reaches nothing of ours."""

import datetime as dt
import json
from pathlib import Path

import pytest

from config.env import env
from karmayogi.ingest import api as ingest
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.engine import prose
from karmayogi.learning.models import Enrolment, PartProgress, ScormState
from tests.cast import Cast
from tests.learning import h5p_files
from tests.learning.browser import enter
from tests.learning.conftest import SETUP
from tests.waiting import until_true

REAL = Path(env.demo_content_dir) / "h5p" / "h5p-test.h5p"
pytestmark = pytest.mark.journey

# A hostile library: it tries what it must not be able to do and writes down what it got.
SPY = """
H5P.KyAsk = function (params) {
  this.attach = ($container) => {
    const out = {}, tried = (name, act) => { try { out[name] = act() } catch { out[name] = "denied" } };
    $container.html(params.question);
    tried("cookie", () => document.cookie);
    tried("page", () => String(parent.document.title));
    tried("top", () => String(top.location.href));
    tried("steered", () => { top.location = "about:blank"; return "steered" });
    tried("popup", () => (window.open("about:blank") ? "opened" : "refused"));
    document.cookie = "sessionid=stolen; domain=localhost; path=/";
    parent.postMessage({ type: "constructor" }, "*");
    parent.postMessage({ type: "statement", statement: { actor: { mbox: "mailto:boss@gov.example" },
      verb: { id: "http://adlnet.gov/expapi/verbs/mastered" }, object: { id: "http://other.example/course" } } }, "*");
    const main = document.referrer || params.main;
    fetch(params.main + "/learning/mine/", { credentials: "include" }).then((answer) => answer.text())
      .then((text) => { out.fetched = text.slice(0, 20) }, () => { out.fetched = "refused" })
      .finally(() => { $container.append(H5P.jQuery("<pre/>", { id: "out", text: JSON.stringify(out) })) });
  };
};
"""


@pytest.fixture
def at() -> dt.datetime:
    return clock.now()


@pytest.fixture(autouse=True)
def soon_plausible(monkeypatch):
    """Two seconds are enough to have learnt."""
    monkeypatch.setattr(prose, "plausible_seconds", lambda *_: 2)


def begin(content, at):
    cast = Cast(at)
    course = api.import_scorm(agent=SETUP, content=content, filename="p.h5p", titles={}, competencies=[], at=at)
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    return cast, f"/learning/enrolments/{enrolment}/parts/package/"


def exercise(page):
    """The frame in which it plays."""
    until_true(page, "document.querySelector('#package iframe').src")
    for _ in range(200):
        found = [frame for frame in page.frames if "__run__" in frame.url]
        if found:
            found[0].locator(".h5p-container > *").first.wait_for()
            return found[0]
        page.wait_for_timeout(50)
    raise AssertionError([frame.url for frame in page.frames])


def said():
    return [json.loads(one.body) for one in ingest.statements_after(0, 50)]


def test_an_exercise_plays_reports_and_goes_on_on_another_device(served, browser, at):
    cast, url = begin(h5p_files.packed(), at)
    page = enter(browser, served, cast.learner.cookie(at))
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served + url)
    frame = exercise(page)
    assert frame.locator("b").inner_text() == "wet"
    assert frame.evaluate("document.querySelector('img').naturalWidth") == 10
    assert page.locator("#package iframe").evaluate("it => it.offsetHeight") < 300  # as high as the exercise
    page.get_by_text("A. Digger").wait_for()
    frame.get_by_role("button", name="Yes").click()
    page.locator("#h5p-early").wait_for(state="visible")
    assert PartProgress.objects.get().state == "opened"
    page.context.close()

    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    assert exercise(page).locator("#had").inner_text() == "Yes"
    page.locator("#package-done").wait_for(state="visible")
    assert Enrolment.objects.get().status == "completed"
    assert [one["verb"]["display"]["en"] for one in said()] == ["attempted", "answered", "attempted"]
    assert said()[1]["result"]["response"] == "Yes"
    assert wrong == []


def test_what_is_refused_while_signed_out_arrives_when_signed_in_again(served, browser, at):
    cast, url = begin(h5p_files.packed(), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = exercise(page)
    page.get_by_text("Saved", exact=True).wait_for()
    page.context.clear_cookies(name="csrftoken")  # as signing in again in another tab does to a token in the page
    page.route("**/h5p/", lambda route: route.fulfill(status=403, json={}))
    frame.get_by_role("button", name="Yes").click()
    page.get_by_text("Not saved: you are signed out.").wait_for()
    page.unroute("**/h5p/")
    page.evaluate("dispatchEvent(new Event('online'))")  # it tries by itself, later
    page.get_by_text("Saved", exact=True).wait_for()
    assert "Yes" in ScormState.objects.get().suspend_data
    assert [one["verb"]["display"]["en"] for one in said()] == ["attempted", "answered"]


def test_a_hostile_library_reaches_nothing(served, browser, at):
    content = {
        "main": served,
        "question": "<img src=x onerror='document.title = \"ran\"'><script>window.bad=1</script>",
    }
    cast, url = begin(
        h5p_files.packed(**{"H5P.KyAsk-1.0/ask.js": SPY, "content/content.json": json.dumps(content)}), at
    )
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    title = page.title()
    frame = exercise(page)
    frame.locator("#out").wait_for()
    found = json.loads(frame.locator("#out").inner_text())
    assert found["cookie"] == ""
    assert found["page"] == found["top"] == found["steered"] == "denied"
    assert found["popup"] == found["fetched"] == "refused"
    until_true(frame, "document.title === 'ran'")  # scripts of a content run, and only there
    assert (page.url, page.title(), page.evaluate("window.bad")) == (served + url, title, None)
    assert not [one for one in page.context.cookies(served) if one["value"] == "stolen"]
    page.get_by_text("Saved", exact=True).wait_for()
    (claimed,) = said()
    assert claimed["actor"]["account"]["name"] == str(cast.learner.actor(at).person_uuid)
    assert claimed["object"]["id"].startswith(f"{served}/learning/parts/")
    assert PartProgress.objects.get().state == "opened"


def test_one_that_cannot_start_says_so_and_one_with_nothing_to_answer_is_finished_by_hand(served, browser, at):
    script = """H5P.KyAsk = function (params) {
      this.attach = ($container) => { if (params.bad) throw new Error("no dots"); $container.html("<p>Read me</p>"); };
    };"""
    broken = {"H5P.KyAsk-1.0/ask.js": script, "content/content.json": json.dumps({"bad": 1})}
    cast, url = begin(h5p_files.packed(**broken), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    page.locator("#h5p-fault").get_by_text("no dots").wait_for()

    reading = {"H5P.KyAsk-1.0/ask.js": script, "content/content.json": "{}"}
    course = api.import_scorm(
        agent=SETUP, content=h5p_files.packed(**reading), filename="p.h5p", titles={}, competencies=[], at=at
    )
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    page.goto(f"{served}/learning/enrolments/{enrolment}/parts/package/")
    exercise(page)
    button = page.get_by_role("button", name="Mark as read and continue")
    button.wait_for()
    page.get_by_text("Saved", exact=True).wait_for()
    page.wait_for_timeout(2_500)
    with page.expect_navigation():
        button.click()
    assert PartProgress.objects.get(enrolment__uuid=enrolment).state == "done"


def test_a_library_older_than_statements_says_that_it_is_finished_and_in_its_own_language(served, browser, at):
    script = """H5P.KyAsk = function (params, id) {
      this.attach = ($container) => $container.append(H5P.jQuery("<button/>", { text: params.question })
        .on("click", () => H5P.setFinished(id, 1, 2, 7)));
      this.getMaxScore = () => 2;
    };"""
    about = json.loads(h5p_files.ask()["h5p.json"]) | {"language": "hi", "title": "कुआँ"}
    old = {
        "H5P.KyAsk-1.0/ask.js": script, "h5p.json": json.dumps(about),
        "content/content.json": json.dumps({"question": "कुआँ गहरा है"}),
    }  # fmt: skip
    cast, url = begin(h5p_files.packed(**old), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = exercise(page)
    assert frame.locator("html").get_attribute("lang") == "hi"
    page.get_by_text("Saved", exact=True).wait_for()
    page.wait_for_timeout(2_100)
    frame.get_by_role("button", name="कुआँ गहरा है").click()
    page.locator("#package-done").wait_for(state="visible")
    (one,) = said()
    assert one["verb"]["display"]["en"] == "completed"
    assert (
        one["result"]["score"] == {"min": 0, "raw": 1, "max": 2, "scaled": 0.5} and one["result"]["completion"] is True
    )
    assert one["object"]["definition"]["name"] == {"und": "कुआँ"}
    assert ScormState.objects.get().score == 50


@pytest.mark.real_files
def test_a_real_exercise_plays(served, browser, at):
    if not REAL.exists():
        pytest.skip(f"no {REAL}")
    cast, url = begin(REAL.read_bytes(), at)
    page = enter(browser, served, cast.learner.cookie(at))
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served + url)
    frame = exercise(page)
    frame.get_by_role("radio", name="False").click()
    frame.get_by_role("button", name="Check").click()
    frame.get_by_text("You got 1 of 1 points").first.wait_for()
    page.locator("#package-done").wait_for(state="visible")
    assert ScormState.objects.get().score == 100
    assert said()[-1]["result"]["score"]["scaled"] == 1
    page.goto(served + url)
    exercise(page).locator("[aria-checked=true]", has_text="False").wait_for()
    assert wrong == []
