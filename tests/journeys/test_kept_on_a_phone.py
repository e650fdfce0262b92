"""What pages and worker keep, in a real browser. A stand-in for the server is slow, breaks off and counts."""

import contextlib
import dataclasses
import hashlib
import http.server
import json
import re
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ROOT, until
from tests.waiting import until_true

pytestmark = pytest.mark.journey

HERE = ROOT / "karmayogi"
SCRIPTS = HERE / "learning" / "static" / "learning" / "offline"
TESTS = HERE / "assessment" / "static" / "assessment"
FILM = (HERE / "demo" / "courses" / "conduct-rules" / "media" / "video.en.webm").read_bytes()
SHA, PIECE = hashlib.sha256(FILM).hexdigest(), 262_144
WHO, OTHER = "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"
FORM = """
<form data-keep data-key="{key}" action="/keep/{course}/" data-getting="getting {{done}}" data-kept="kept"
  data-full="full {{free}}" data-filled="filled {{done}}" data-broken="broken"
  data-damaged="damaged" data-locked="locked" data-removed="removed"
  data-unsent="unsent" data-anew="press again">
<input type="hidden" name="csrfmiddlewaretoken" value="x">
<button name="form" value="full">Keep</button><progress></progress>
<p role="status" hidden></p></form>
"""
PAGE = """<!doctype html><html lang="en"><div id="typed" data-who="{who}"></div>{form}
<script src="/static/kept.js"></script><script src="/static/keep.js"></script></html>"""

SEALED = "01900000-0000-7000-8000-0000000000aa"
TEST = """<!doctype html><html lang="en"><div id="typed" data-who="{who}"></div>
<div id="sealed" data-sealed="{sealed}" data-part="part" data-full="full" data-saved="saved" data-locked="locked"
  data-gone="gone" data-handed="handed" data-gap="gap" data-yours="yours"
  data-section="section over"><p id="several"></p>
<p class="clock"><bdi></bdi></p><p role="status" hidden></p><form id="begin"></form>
<form id="paper" hidden><div></div><button>Submit</button></form></div>
<script src="/static/kept.js"></script><script src="/static/sealed.js"></script></html>"""
# A test that was fetched and started: its key is on the phone.
STARTED = """async ([who, sealed, parts]) => {
  const b64 = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw)));
  const key = crypto.getRandomValues(new Uint8Array(32)), iv = crypto.getRandomValues(new Uint8Array(12));
  const asked = [{ position: 1, kind: "single", text: "Which?", language: "en", fields: [],
    pictures: { "w.webp": "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" },
    choices: [[1, "This ![A well](picture:w.webp) here", "en"], [2, "That ![A <b>](picture:x.webp)", "en"]] }];
  if (parts) asked.push({ position: 2, kind: "short", text: "Why?", language: "en", section: "Second", choices: [],
    fields: [{ name: "f1", control: "area", text: "", picks: [], place: 1, longest: 200 }] });
  const lock = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const named = Uint8Array.from(sealed.replaceAll("-", "").match(/../g), (two) => parseInt(two, 16));
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: named }, lock,
    new TextEncoder().encode(JSON.stringify(asked)));
  const kept = { key: b64(key), locked: b64([...iv, ...new Uint8Array(locked)]), ends: Date.now() + 600000,
    parts: parts?.map(([first, last, own]) => [first, last, own && Date.now() + own * 1000]) };
  await Kept.put("state", `sealed ${who} ${sealed}`, await Kept.hide((await Kept.holder(who)).vault, kept));
}"""
# How many sections are locked, as it is kept.
OVER = """async ([who, sealed]) => {
  const { vault } = await Kept.holder(who);
  return (await Kept.show(vault, await Kept.get("state", `sealed ${who} ${sealed}`))).over.length;
}"""
REFUSES = """() => {
  self.taken = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
}"""
TAKES = "() => { IDBObjectStore.prototype.put = self.taken; }"

SIZES = """async () => {
  const store = await caches.open('kept-files'), sizes = [];
  for (const one of await store.keys()) sizes.push((await (await store.match(one)).blob()).size);
  return sizes;
}"""
FETCHED = """async ([address, range]) => {
  const answer = await fetch(address, range ? { headers: { Range: range } } : {}), raw = await answer.arrayBuffer();
  const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", raw))];
  return [answer.status, raw.byteLength, hash.map((one) => one.toString(16).padStart(2, "0")).join("")];
}"""
PLAYED = """(address) => new Promise((yes, no) => {
  const film = document.createElement("video");
  film.muted = true;
  film.onerror = () => no(film.error.message);
  film.onseeked = () => yes(film.currentTime);
  film.onloadeddata = () => { film.currentTime = film.duration - 0.5; };
  film.src = address;
})"""


@dataclasses.dataclass
class Server:
    """flows: until then no film comes. asked: how often each path (and range) was. packs, devices: as made."""

    origin: str = ""
    flows: threading.Event = dataclasses.field(default_factory=threading.Event)
    rescues: bool = False
    shell: str = ""
    away: set[str] = dataclasses.field(default_factory=set)
    removed: set[str] = dataclasses.field(default_factory=set)
    asked: Counter[str] = dataclasses.field(default_factory=Counter)
    packs: list[str] = dataclasses.field(default_factory=list)
    devices: list[str] = dataclasses.field(default_factory=list)
    lines: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def manifest(self, course: str, asked: dict[str, Any]) -> dict[str, Any]:
        self.packs.append(f"0190000{len(self.packs):01}-0000-7000-8000-{uuid.uuid4().hex[:12]}")
        parts = [asked["key"]] if asked["key"] else ["one", "two"]
        return {
            "pack": self.packs[-1], "device": asked["device"], "enrolment": course, "title": course, "language": "en",
            "form": asked["form"], "bytes": len(FILM), "valid_until": 4_000_000_000_000,
            "parts": [
                {"uuid": f"{course}-{key}", "title": key, "at": f"/{course}/{key}/",
                 "from": f"/from/{course}/{key}/{self.packs[-1]}/", "files": [SHA]}
                for key in parts
            ],
            "files": [{"sha256": SHA, "size": len(FILM), "from": f"/film/{SHA}"}],
        }  # fmt: skip


def _handler(server: Server) -> type[http.server.BaseHTTPRequestHandler]:
    worker = (HERE / "ui" / "jinja2" / "ui" / "worker.js").read_text()
    for name, value in (
        ("{{ keep|safe }}", '["/offline/"]'), ("{{ offline|safe }}", '"/offline/"'),
        ("{{ scripts|safe }}", '["/static/kept.js", "/static/digest.js", "/static/worker.js"]'),
    ):  # fmt: skip
        worker = worker.replace(name, value)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def say(self, body: bytes, kind: str = "text/html", status: int = 200, **more: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def json(self, said: dict[str, Any], status: int = 200) -> None:
            self.say(json.dumps(said).encode(), "application/json", status)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            asked = re.match(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            server.asked[f"{path} {asked[1]}" if asked else path] += 1
            if path in server.away:
                self.close_connection = True
            elif path == "/sw.js":
                self.say(worker.encode(), "text/javascript")
            elif path.startswith("/static/"):
                # With or without the mark of a release in the name.
                name = f"{path.split('/')[-1].split('.')[0]}.js"
                file = TESTS / name if name == "sealed.js" else SCRIPTS / name
                self.say(file.read_bytes() if file.exists() else b"", "text/javascript")
            elif path.startswith("/film/") and asked:
                server.flows.wait(30)
                first, last = int(asked[1]), min(int(asked[2]), len(FILM) - 1)
                span = f"bytes {first}-{last}/{len(FILM)}"
                self.say(FILM[first : last + 1], "video/webm", 206, Content_Range=span)
            elif path == "/learning/kept/":
                who = parse_qs(urlsplit(self.path).query).get("who")
                typed = f'<div id="typed" data-who="{who[0]}" hidden></div>' if who else ""
                self.say(server.shell.replace("</body>", f"{typed}</body>").encode())
            elif path == "/sealed/":
                self.say(TEST.format(who=WHO, sealed=SEALED).encode())
            elif path.startswith("/page/"):
                _empty, _page, course, key, who = path.split("/")
                form = FORM.format(course=course, key=key if key != "all" else "")
                self.say(PAGE.format(who=who, form=form).encode())
            else:
                self.say(f"<!doctype html><p>{path}</p>".encode())

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.asked[self.path] += 1
            if self.path in server.away:
                self.close_connection = True
            elif self.path == "/people/me/devices/":
                server.devices.append(parse_qs(raw.decode())["device"][0])
                self.json({"name": "Asha"})
            elif self.path.startswith("/keep/"):
                said = json.loads(raw)
                if said["device"] in server.removed:
                    self.json({"reason": "removed", "removed": True}, 409)
                else:
                    told, stamp = json.dumps(server.manifest(self.path.split("/")[2], said)), f"stamp {said['device']}"
                    self.json({"manifest": told, "seal": "", "stamp": stamp, "rescue": "A" * 43})
            elif self.path == "/learning/offline/lines/":
                said = json.loads(raw)
                server.lines += [said]
                links = [hashlib.sha256(one["text"].encode()).hexdigest() for one in said["lines"]]
                self.json({"receipts": [{"link": one, "outcome": "claimed"} for one in links], "stamp": "later"})
            elif self.path == "/learning/offline/rescue/" and server.rescues:
                self.json({"kept": 1})
            elif self.path == "/learning/offline/switch/":
                self.json({"ended": True})
            else:
                self.json({}, 503)

    return Handler


def _listening(handler: type[http.server.BaseHTTPRequestHandler]) -> http.server.ThreadingHTTPServer:
    for port in range(18_800, 18_900):
        with contextlib.suppress(OSError):
            return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    raise RuntimeError("no free port between 18800 and 18899")


@pytest.fixture
def server(client) -> Iterator[Server]:
    made = Server(shell=client.get(reverse("learning:kept"), {"shell": "1"}).content.decode())
    made.flows.set()
    listening = _listening(_handler(made))
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made.origin = f"http://127.0.0.1:{listening.server_address[1]}"
    yield made
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """With the worker in charge of everything."""
    context = chromium.new_context()
    opened = context.new_page()
    opened.goto(f"{server.origin}/first/")
    opened.evaluate("navigator.serviceWorker.register('/sw.js').then(() => 1)")
    until_true(opened, "navigator.serviceWorker.controller !== null")
    yield opened
    context.close()


def shows(page: Page, server: Server, course: str, key: str = "all", who: str = WHO) -> Page:
    page.goto(f"{server.origin}/page/{course}/{key}/{who}")
    return page


def keeps(page: Page, server: Server, course: str, key: str = "all", who: str = WHO) -> None:
    shows(page, server, course, key, who).click("button")
    expect(page.locator("[role=status]")).to_have_text("kept")


def shell(page: Page, server: Server, who: str = "") -> None:
    """What is kept on this phone, for nobody or for who is signed in."""
    page.goto(f"{server.origin}/learning/kept/{f'?who={who}' if who else ''}")


def kept_files(page: Page) -> list[str]:
    return page.evaluate("caches.open('kept-files').then((one) => one.keys()).then((all) => all.map((one) => one.url))")


def text_of(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("body").inner_text()


def test_whoever_asks_twice_on_a_slow_line_joins_what_runs(page, server):
    server.flows.clear()
    second = page.context.new_page()
    for one in (page, second):
        shows(one, server, "a")
        until_true(one, "navigator.serviceWorker.controller !== null")
    page.click("button")
    page.click("button")
    expect(page.locator("[role=status]")).to_contain_text("getting")
    # As the page does when it has heard nothing for a while.
    second.click("button")
    expect(second.locator("[role=status]")).to_contain_text("getting")
    server.flows.set()
    for one in (page, second):
        expect(one.locator("[role=status]")).to_have_text("kept")
    assert len(server.packs) == 2, "one for each page; a second tap asks for none"
    twice = {path: count for path, count in server.asked.items() if path.startswith(("/film/", "/from/")) and count > 1}
    assert twice == {}
    assert not [path for path in server.asked if path.startswith("/from/") and server.packs[1] in path]
    assert page.evaluate(f"Kept.packs('{WHO}').then((all) => all.map((one) => one.whole))") == [True]


def test_two_courses_share_a_film_that_lies_in_pieces_and_goes_with_the_last(page, server):
    keeps(page, server, "a")
    keeps(page, server, "b")
    keeps(page, server, "b", "two")
    pieces = -(-len(FILM) // PIECE)
    assert sum(count for path, count in server.asked.items() if path.startswith("/film/")) == pieces
    # Nowhere a second time as a whole.
    assert len(kept_files(page)) == pieces + 1
    sizes = page.evaluate(SIZES)
    assert sum(sizes) == len(FILM)

    a, b, two = server.packs
    page.evaluate(f"Kept.remove('{WHO}', '{two}')")
    page.evaluate(f"Kept.remove('{WHO}', '{a}')")
    page.context.set_offline(True)
    assert text_of(page, f"{server.origin}/b/two/") == f"/from/b/two/{b}/", "the lesson of the course is its own"
    page.context.set_offline(False)
    assert text_of(page, f"{server.origin}/a/one/") == "/a/one/", "from the network"
    server.away.add(f"/film/{SHA}")
    shows(page, server, "b")
    address = f"/learning/files/1/x/{SHA}.webm"
    for asked, first, last in (
        ("", 0, len(FILM)), ("bytes=0-", 0, len(FILM)), ("bytes=5-9", 5, 10), ("bytes=262140-262150", 262_140, 262_151),
        (f"bytes={len(FILM) - 3}-{len(FILM) + 9}", len(FILM) - 3, len(FILM)),
    ):  # fmt: skip
        status, length, got = page.evaluate(
            FETCHED,
            [address, asked],
        )
        assert (status, length) == (206 if asked else 200, last - first)
        assert got == hashlib.sha256(FILM[first:last]).hexdigest()
    beyond = "(at) => fetch(at, { headers: { Range: 'bytes=99999999-' } }).then((answer) => answer.status)"
    assert page.evaluate(beyond, address) == 416
    # As a player does: to the end, and back.
    seconds = page.evaluate(
        PLAYED,
        address,
    )
    assert seconds > 1
    page.evaluate(f"Kept.remove('{WHO}', '{b}')")
    assert kept_files(page) == []


def test_what_was_kept_in_an_earlier_way_is_fetched_anew_and_goes_with_its_keeping(page, server):
    keeps(page, server, "a")
    before = Counter(server.asked)
    page.evaluate(
        """async ([who, name]) => {
          const store = await caches.open('kept-files');
          for (const one of await store.keys()) await store.delete(one);
          await store.put(Kept.held(name), new Response('film', { headers: { 'Content-Type': 'video/webm' } }));
          for (const key of await Kept.keys('pages')) await Kept.drop('pages', key);
          const me = await Kept.holder(who);
          await Kept.put('pages', `${who} /a/one/`, await Kept.hide(me.vault, { html: 'old', policy: '' }));
        }""",
        [WHO, SHA],
    )
    keeps(page, server, "a")
    pieces = -(-len(FILM) // PIECE)
    assert sum((server.asked - before)[path] for path in server.asked if path.startswith("/film/")) == pieces
    assert page.evaluate(PLAYED, f"/learning/files/1/x/{SHA}.webm") > 1
    page.evaluate(f"Kept.remove('{WHO}', '{server.packs[-1]}')")
    assert page.evaluate("Kept.keys('pages')") == []


def test_what_is_removed_while_it_comes_does_not_come_back(page, server):
    server.flows.clear()
    shows(page, server, "a").click("button")
    expect(page.locator("[role=status]")).to_contain_text("getting")
    page.evaluate(f"Kept.remove('{WHO}', '{server.packs[0]}')")
    server.flows.set()
    expect(page.locator("[role=status]")).to_have_text("removed")
    assert page.evaluate(f"Kept.counts('{WHO}')")["saved"] == 0
    assert page.evaluate("Kept.keys('pages')") == []
    assert kept_files(page) == []


def test_no_room_is_said_and_what_has_come_goes_on_when_there_is(page, server):
    shows(page, server, "a")
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 300000, usage: 0 }); }")
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("full \u2066300 kB\u2069")
    assert not [path for path in server.asked if path.startswith("/film/")], "said before anything is fetched"
    # A browser that tells nobody how much room there is, and refuses in the middle.
    shows(page, server, "a")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": 400_000})
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("filled \u2066262 kB\u2069")
    before = Counter(server.asked)
    assert before[f"/film/{SHA} {PIECE}"] == 1
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": server.origin})
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("kept")
    assert (server.asked - before)[f"/film/{SHA} 0"] == 0, "the first piece was there"


def test_an_answer_that_finds_no_room_is_said_not_to_be_saved_and_is_given_again(page, server):
    keeps(page, server, "a")
    page.evaluate(STARTED, [WHO, SEALED])
    page.goto(f"{server.origin}/sealed/")
    said, before = page.locator("[role=status]"), len(server.lines)
    # A picture that came along, and the description of one that did not.
    expect(page.locator("label").first).to_have_text("This  here")
    assert page.get_by_alt_text("A well").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1
    expect(page.locator("label").last).to_have_text("That [A <b>]")
    page.evaluate(REFUSES)
    page.get_by_label("This").check()
    expect(said).to_have_text("full")
    said.evaluate("(line) => { line.textContent = '' }")  # what is said next is of what is pressed next
    page.get_by_role("button", name="Submit").click()
    expect(said).to_have_text("full")
    expect(page.locator("#paper")).to_be_visible()
    assert page.evaluate("Kept.keys('queue')") == [] and len(server.lines) == before, "nothing half saved, nothing sent"
    # With room again the same page goes on: the chain has no gap.
    server.away.add("/learning/offline/lines/")
    page.evaluate(TAKES)
    page.get_by_label("That").check()
    expect(said).to_have_text("saved")
    page.get_by_role("button", name="Submit").click()
    expect(said).to_have_text("handed")
    page.evaluate("navigator.locks.request('kept-send', () => 0)")  # what the page itself tries has ended
    server.away.clear()
    assert page.evaluate(f"Kept.flush('{WHO}').then((all) => all.length)") == 2
    lines = [json.loads(one["text"]) for one in server.lines[-1]["lines"]]
    assert [(one["seq"], one["kind"], one["post"]) for one in lines] == [
        (1, "answer", {"answer": ["2"]}), (2, "submit", {})
    ]  # fmt: skip
    # Beside the clock a counter that nobody sets; the stamp came to another page, so nothing is counted from it.
    first, last = lines
    assert first["run"] == last["run"] and 0 < first["ticks"] <= last["ticks"] and "ran" not in first


def test_a_section_whose_time_is_over_is_locked_for_good_and_what_was_being_written_is_kept(page, server):
    keeps(page, server, "a")
    page.clock.install()
    server.away.add("/learning/offline/lines/")  # what is saved stays where it can be counted
    page.evaluate(STARTED, [WHO, SEALED, [[1, 1, 60], [2, 2, 120]]])
    page.goto(f"{server.origin}/sealed/")
    said, clock = page.locator("#sealed [role=status]"), page.locator(".own")
    first, second = page.get_by_label("This"), page.locator("textarea")
    expect(clock).to_have_text(re.compile(r"^1 (1:00|0:[1-5]\d)$"))
    expect(first).to_be_enabled()
    first.check()
    expect(said).to_have_text("saved")
    page.clock.fast_forward(61_000)
    expect(said).to_have_text("section over")
    expect(first).to_be_disabled()
    expect(page.get_by_role("heading", name="Second")).to_be_focused()
    expect(clock).to_have_text(re.compile(r"^Second 0:[1-5]\d$"))
    until(page, lambda: page.evaluate(OVER, [WHO, SEALED]))
    # A clock that is set back opens none again, nor does the page anew.
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 - 50)
    page.reload()
    expect(first).to_be_disabled()
    expect(first).to_be_checked()
    expect(second).to_be_enabled()
    # What is being written when the time ends is an answer, too.
    before = len(page.evaluate("Kept.keys('queue')"))
    second.press_sequentially("Because")
    page.clock.fast_forward(115_000)
    expect(second).to_be_disabled()
    expect(clock).to_have_text("")
    until(page, lambda: len(page.evaluate("Kept.keys('queue')")) > before)
    assert len(page.evaluate("Kept.keys('queue')")) == before + 1
    server.away.clear()


def test_who_writes_in_another_section_is_not_disturbed_when_one_is_locked(page, server):
    keeps(page, server, "a")
    page.clock.install()
    page.evaluate(STARTED, [WHO, SEALED, [[1, 1, 60], [2, 2, None]]])
    page.goto(f"{server.origin}/sealed/")
    ahead = page.locator("textarea")
    ahead.press_sequentially("Be")
    page.clock.fast_forward(61_000)
    expect(page.locator("#sealed [role=status]")).to_have_text("section over")
    expect(page.get_by_label("This")).to_be_disabled()
    expect(ahead).to_be_focused()
    page.keyboard.type("cause")
    expect(ahead).to_have_value("Because")


def test_no_page_is_asked_for_while_the_session_of_the_one_before_may_go_on(page, server):
    keeps(page, server, "a")
    keeps(page, server, "b", who=OTHER)
    server.away.add("/learning/offline/switch/")
    shell(page, server)
    page.get_by_role("button", name="Take the phone").click()
    expect(page.locator("[data-part=said]")).to_contain_text("The phone is yours. Whoever had it before may still be")
    assert text_of(page, f"{server.origin}/a/one/").startswith("/from/a/one/"), "what is kept opens"
    assert text_of(page, f"{server.origin}/secret/") == "/offline/"
    assert server.asked["/secret/"] == 0
    server.away.clear()
    assert text_of(page, f"{server.origin}/secret/") == "/secret/"


def test_a_browser_whose_device_was_removed_becomes_another_one(page, server):
    keeps(page, server, "a")
    [old] = server.devices
    line = {"pack": server.packs[0], "part": str(uuid.uuid4()), "kind": "time", "seconds": 5, "position": 1, "post": {}}
    assert page.evaluate("([who, line]) => Kept.add(who, line)", [WHO, line])
    server.removed.add(old)
    shows(page, server, "a").click("button")
    expect(page.locator("[role=status]")).to_have_text("press again")
    assert server.devices == [old]
    server.away.add("/learning/offline/lines/")
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("unsent")
    assert page.evaluate(f"Kept.counts('{WHO}')") == {"saved": 1, "waiting": 1}, "nothing is thrown away"
    server.away.clear()
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("press again")
    page.click("button")
    expect(page.locator("[role=status]")).to_have_text("kept")
    assert len(set(server.devices)) == 2
    assert [one["device"] for one in server.lines] == [old], "what waited went under the old name"
    assert page.evaluate("([who, line]) => Kept.add(who, line)", [WHO, line])
    assert page.evaluate(f"Kept.flush('{WHO}').then((all) => all.length)") == 1
    said = json.loads(server.lines[-1]["lines"][0]["text"])
    assert (said["device"], said["seq"], said["prev"]) == (server.devices[-1], 1, "")
    assert said["stamp"] == f"stamp {server.devices[-1]}"
    assert 0 <= said["ran"] <= said["ticks"], "counted since the stamp, which came to this page"


def test_entries_that_could_not_be_sent_are_told_to_their_owner_once(page, server):
    keeps(page, server, "a")
    line = {"pack": server.packs[0], "part": str(uuid.uuid4()), "kind": "time", "seconds": 5, "position": 1, "post": {}}

    def five_wrong() -> list[Any]:
        page.evaluate("([who, line]) => Kept.add(who, line)", [WHO, line])
        page.evaluate(f"Kept.setPin('{WHO}', '314159')")
        return [page.evaluate(f"Kept.enter('{WHO}', '{number}')") for number in range(5)]

    assert five_wrong() == [4, 3, 2, 1, "wiped"]
    assert server.asked["/learning/offline/rescue/"] == 1
    assert page.evaluate("Kept.people().then((all) => all.length)") == 0
    shell(page, server, who=WHO)
    expect(page.locator("[data-part=said]")).to_contain_text("1 entry could not be sent")
    shell(page, server, who=WHO)
    expect(page.locator("[data-part=none]")).to_be_visible()
    expect(page.locator("[data-part=said]")).to_be_hidden()

    # The next time everything is sent; what was lost before is not said of it.
    keeps(page, server, "a")
    page.evaluate(f"Kept.put('state', 'lost {WHO}', 7)")
    server.rescues = True
    assert five_wrong()[-1] == "wiped"
    shell(page, server, who=WHO)
    expect(page.locator("[data-part=none]")).to_be_visible()
    expect(page.locator("[data-part=said]")).to_be_hidden()
