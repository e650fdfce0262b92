"""Packages in a real browser: they play, they resume, and they reach nothing of ours."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from config.env import env
from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, Package, PartProgress, ScormState
from karmayogi.learning.web import package_door, signed
from tests.cast import Cast
from tests.learning.browser import enter
from tests.learning.conftest import SETUP, package
from tests.learning.in_order import item, rule, rules, text
from tests.learning.in_order import package as in_order
from tests.waiting import until_true

DEMO = Path(__file__).parents[3] / "karmayogi" / "demo" / "scorm"
REAL = Path(env.demo_content_dir) / "scorm"

# A hostile SCO: it tries what it must not be able to do and writes down what it got.
SPY = """<!doctype html><meta charset="utf-8"><title>spy</title><pre id="out"></pre><script>
const out = {};
try { out.cookie = document.cookie } catch (e) { out.cookie = "denied" }
try { out.api = typeof parent.API.LMSInitialize } catch (e) { out.api = "denied" }
try { out.top = String(top.document.title) } catch (e) { out.top = "denied" }
try { out.page = String(parent.parent.document.title) } catch (e) { out.page = "denied" }
try { top.location = "about:blank"; } catch (e) { out.steered = "denied" }
try { out.popup = window.open("about:blank") ? "opened" : "refused" } catch (e) { out.popup = "refused" }
document.cookie = "sessionid=stolen; domain=localhost; path=/";
const main = new URLSearchParams(location.search).get("main");
fetch(main + "/learning/mine/", { credentials: "include" }).then((r) => r.text()).then(
  (t) => { out.fetched = t.slice(0, 20) }, () => { out.fetched = "refused" }).finally(() => {
  const img = new Image();
  img.onload = () => { out.image = "loaded"; done() };
  img.onerror = () => { out.image = "refused"; done() };
  img.src = main + "/static/ui/icons/icon-192.png";
});
function done() { document.getElementById("out").textContent = JSON.stringify(out); document.title = "spied" }
</script>"""


@pytest.fixture
def at() -> dt.datetime:
    return clock.now()


def begin(content, at, **more):
    cast = Cast(at)
    course = api.import_scorm(
        agent=SETUP, content=content, filename="p.zip", titles={"en": "Package"}, competencies=[], at=at, **more
    )
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    return cast, f"/learning/enrolments/{enrolment}/parts/package/"


def folder_zip(folder):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, str(path.relative_to(folder)))
    return into.getvalue()


def sco(page):
    """The frame of the SCO, inside the frame of the run-time."""
    until_true(page, "document.querySelector('#package iframe').src")
    for _ in range(200):
        frames = [f for f in page.frames if f.parent_frame and f.parent_frame.parent_frame and "__run__" not in f.url]
        if frames and frames[0].url.startswith("http"):
            frames[0].wait_for_load_state()
            return frames[0]
        page.wait_for_timeout(50)
    raise AssertionError([f.url for f in page.frames])


@pytest.mark.journey
def test_a_hostile_package_reaches_nothing(served, browser, at):
    cast, url = begin(package(a_html=SPY.replace('location.search).get("main")', f'"main={served}").get("main")')), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    until_true(frame, "document.title === 'spied'")
    found = frame.evaluate("JSON.parse(document.getElementById('out').textContent)")
    assert found["cookie"] == ""
    assert found["api"] == "function"
    assert found["top"] == found["page"] == "denied"
    assert found["popup"] == "refused"
    assert found["fetched"] == "refused"
    assert found["image"] == "refused"
    assert page.url == served + url
    cookies = {(cookie["name"], cookie["value"]) for cookie in page.context.cookies(served)}
    assert ("sessionid", "stolen") not in cookies


@pytest.mark.journey
def test_two_scos_one_after_the_other_and_resume_on_another_device(served, browser, at):
    one = """<!doctype html><title>one</title><script>
      const api = parent.API; api.LMSInitialize("");
      document.title = api.LMSGetValue("cmi.core.lesson_location") || "fresh";
      function work(where, status) { api.LMSSetValue("cmi.core.lesson_location", where);
        api.LMSSetValue("cmi.suspend_data", "kept");
        if (status) { api.LMSSetValue("cmi.core.score.raw", "85"); api.LMSSetValue("cmi.core.lesson_status", status) }
        api.LMSCommit("") }</script>"""
    cast, url = begin(package(a_html=one, sub__b_html=one), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    assert frame.title() == "fresh"
    frame.evaluate("work('page-7')")
    page.get_by_text("Saved", exact=True).wait_for()
    page.context.close()

    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    assert frame.title() == "page-7"
    frame.evaluate("work('page-9', 'completed')")
    page.get_by_text("Saved", exact=True).wait_for()
    assert ScormState.objects.get(item="a").success == "passed"  # 85 is above the manifest's pass mark of 70
    assert PartProgress.objects.get().state == "opened"

    page.goto(served + url)  # the second SCO comes by itself: the first is done
    frame = sco(page)
    assert "sub/b.html?x=1" in frame.url
    frame.evaluate("work('end', 'completed')")
    page.locator("#package-done").wait_for(state="visible")
    assert Enrolment.objects.get().status == "completed"


@pytest.mark.journey
def test_a_package_in_its_own_order_is_played_by_flow(served, browser, at):
    """Ours and the content's own buttons; the server says where they lead, and what is still shut."""
    one = """<!doctype html><title>one</title><script>const api = parent.API_1484_11; api.Initialize("");
      const get = (name) => api.GetValue(name);
      document.title = get("cmi.entry") + get("cmi.location");
      let open = true;
      function end() { if (open) { open = false; api.Terminate("") } }
      function work(where, success, request) {
        api.SetValue("cmi.location", where); api.SetValue("cmi.exit", request === "suspendAll" ? "suspend" : "");
        api.SetValue("cmi.interactions.0.id", "q-" + where); api.SetValue("cmi.interactions.0.type", "choice");
        api.SetValue("cmi.interactions.0.learner_response", "b"); api.SetValue("cmi.interactions.0.result", "correct");
        api.SetValue("cmi.score.scaled", "0.9");
        if (success) { api.SetValue("cmi.success_status", success); api.SetValue("cmi.completion_status", "completed") }
        if (request) { api.SetValue("adl.nav.request", request); end() } else api.Commit("") }
      addEventListener("pagehide", end);</script>"""
    shut = rules(rule("pre", "disabled", "not satisfied @first"))
    read = '<imsss:objectives><imsss:primaryObjective objectiveID="own"/><imsss:objective objectiveID="first">'
    read += '<imsss:mapInfo targetObjectiveID="g"/></imsss:objective></imsss:objectives>'
    write = '<imsss:objectives><imsss:primaryObjective objectiveID="p"><imsss:mapInfo targetObjectiveID="g"'
    write += ' writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives>'
    hide = "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>"
    hide += "</adlnav:navigationInterface></adlnav:presentation>"
    made = text(item("a", write), item("b", shut + read, more=hide), item("c"))
    cast, url = begin(in_order(made, one), at)
    page = enter(browser, served, cast.learner.cookie(at))
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served + url)
    forward = page.get_by_role("button", name="Continue in the package")
    frame = sco(page)
    assert (frame.title(), "a.html" in frame.url) == ("ab-initio", True)
    assert frame.evaluate("get('adl.nav.request_valid.previous')") == "false"
    assert frame.evaluate("get('adl.nav.request_valid.choice.{target=c}')") == "false"
    frame.evaluate("work('p1', 'failed')")
    expect(forward).to_be_disabled()
    frame.evaluate("work('p1', 'passed')")
    expect(forward).to_be_enabled()
    forward.click()  # the content is left, says goodbye, and that is kept before the page goes on
    expect(page.locator("[data-current-item]")).to_contain_text("B")
    frame = sco(page)
    assert "b.html" in frame.url
    kept_of_a = ScormState.objects.get(item="a")
    assert '"ended":true' in kept_of_a.record and '"q-p1"' in kept_of_a.record
    assert forward.count() == 0  # hidden: this page has a button of its own
    frame.evaluate("work('p2', '', 'suspendAll')")
    page.wait_for_url("**/learning/courses/**")
    page.goto(served + url)
    frame = sco(page)
    assert ("b.html" in frame.url, frame.title()) == (True, "resumep2")
    assert frame.evaluate("get('cmi.interactions.0.learner_response')") == "b"
    frame.evaluate("work('p2', 'passed', 'continue')")
    expect(page.locator("[data-current-item]")).to_contain_text("C")
    frame = sco(page)
    frame.evaluate("work('p3', 'passed')")
    page.locator("#package-done").wait_for(state="visible")
    forward.click()
    page.get_by_text("You have come to the end of this package").wait_for()
    assert Enrolment.objects.get().status == "completed"
    assert PartProgress.objects.get().score == 90
    assert errors == []


@pytest.mark.journey
def test_what_could_not_be_sent_is_sent_when_the_line_is_back(served, browser, at):
    one = """<!doctype html><title>one</title><script>const api = parent.API; api.LMSInitialize("");
      function work(where) { api.LMSSetValue("cmi.core.lesson_location", where); api.LMSCommit("") }</script>"""
    cast, url = begin(package(a_html=one), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    page.context.set_offline(True)
    frame.evaluate("work('p5')")
    page.get_by_text("Not saved yet").wait_for()
    assert ScormState.objects.count() == 0
    page.context.set_offline(False)
    page.get_by_text("Saved", exact=True).wait_for()
    assert ScormState.objects.get().location == "p5"


@pytest.mark.journey
def test_a_session_that_ended_is_said_and_never_called_saved(served, browser, at):
    """The answer then is a redirect to the sign-in page, which is a good answer to whoever does not look."""
    one = """<!doctype html><title>one</title><script>const api = parent.API; api.LMSInitialize("");
      function work(where) { api.LMSSetValue("cmi.core.lesson_location", where); api.LMSCommit("") }</script>"""
    cast, url = begin(package(a_html=one), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    frame.evaluate("work('p5')")
    page.get_by_text("you are signed out").wait_for()
    assert ScormState.objects.count() == 0


@pytest.mark.journey
@pytest.mark.parametrize(("folder", "standard"), [("spot-the-phish-12", "scorm12"), ("file-a-note-2004", "scorm2004")])
def test_our_own_packages_start(served, browser, at, folder, standard):
    cast, url = begin(folder_zip(DEMO / folder), at)
    assert Package.objects.get().standard == standard
    page = enter(browser, served, cast.learner.cookie(at))
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served + url)
    frame = sco(page)
    page.get_by_text("Saved", exact=True).wait_for()
    assert frame.locator("body").inner_text().strip()
    assert errors == []


@pytest.mark.journey
@pytest.mark.real_files
@pytest.mark.parametrize("name", ["RuntimeBasicCalls_SCORM12", "RuntimeBasicCalls_SCORM20043rdEdition"])
def test_real_packages_play_and_resume(served, browser, at, name):
    if not (REAL / f"{name}.zip").exists():
        pytest.skip(f"no {name}.zip in {REAL}")
    cast, url = begin((REAL / f"{name}.zip").read_bytes(), at)
    page = enter(browser, served, cast.learner.cookie(at))
    page.goto(served + url)
    frame = sco(page)
    for place in ("1", "2", "3"):
        frame.locator("#butNext").click()
        kept(page, place)
    shown = frame.child_frames[0].url
    page.context.close()

    page = enter(browser, served, cast.learner.cookie(at))
    page.on("dialog", lambda dialog: dialog.accept())  # "resume where you left?"
    page.goto(served + url)
    frame = sco(page)
    frame.child_frames[0].wait_for_url(shown)


def kept(page, location):
    """Waits until the server has that location."""
    for _ in range(100):
        if ScormState.objects.filter(location=location).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError(list(ScormState.objects.values_list("location")))


def request(host, path, method="GET", **more):
    """What the door answers: (status, headers, body)."""
    said = {}

    def start(status, headers):
        said.update(status=status, headers=dict(headers))

    environ = {"HTTP_HOST": host, "PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": "", **more}
    body = b"".join(package_door.serve(environ, start))
    return said["status"][:3], said["headers"], body


@pytest.fixture
def unpacked(db, settings, at):
    api.import_scorm(agent=SETUP, content=package(), filename="p.zip", titles={}, competencies=[], at=at)
    sha = Package.objects.get().sha256
    return sha, signed.package_origin(sha).partition("://")[2], signed.package_token(sha, at)


def test_files_need_the_token_of_their_own_package(unpacked, at):
    _sha, host, token = unpacked
    status, headers, body = request(host, f"/{token}/a.html")
    assert (status, b"<p>a</p>" in body) == ("200", True)
    assert headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "frame-ancestors 'self' http://127.0.0.1" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers
    assert request(host, "/a.html")[0] == "404"
    assert request(host, "/1.abc/a.html")[0] == "404"
    other = "a" * 52 + "." + host.partition(".")[2]
    assert request(other, f"/{token}/a.html")[0] == "404"


def test_a_token_ends(unpacked, at):
    _sha, host, token = unpacked
    with clock.frozen(at + dt.timedelta(hours=25)):
        assert request(host, f"/{token}/a.html")[0] == "404"


@pytest.mark.parametrize(
    "path",
    ["../../secret_key", "sub/../../x", "..", "sub", "", "nothing.html", "a.html\0", "./a.html", "/a.html", "a" * 5000],
)
def test_no_path_leaves_the_package(unpacked, path):
    _sha, host, token = unpacked
    assert request(host, f"/{token}/{path}")[0] == "404"


def test_an_absolute_path_does_not_replace_the_folder(unpacked, tmp_path):
    """/<token>//etc/passwd: joined to the folder, an absolute path would take its place."""
    _sha, host, token = unpacked
    secret = tmp_path / "secret_key"
    secret.write_text("secret")
    assert request(host, f"/{token}/{secret}")[0] == "404"


def test_a_token_in_letters_of_another_script_is_no_fault(unpacked):
    _sha, host, token = unpacked
    end = token.partition(".")[0]
    assert request(host, f"/{end}.é/a.html")[0] == "404"


def test_only_reading(unpacked):
    _sha, host, token = unpacked
    assert request(host, f"/{token}/a.html", "POST")[0] == "405"


def test_the_content_host_is_told_from_ours(settings):
    settings.CONTENT_ORIGIN = "https://content.example.org"
    assert package_door.is_ours({"HTTP_HOST": "content.example.org"})
    assert package_door.is_ours({"HTTP_HOST": "abc.content.example.org"})
    assert not package_door.is_ours({"HTTP_HOST": "evilcontent.example.org"})
    assert not package_door.is_ours({"HTTP_HOST": "example.org"})
