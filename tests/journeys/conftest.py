"""The product as its users meet it: started by the README's own supervisor, driven in a real Chromium.

One copy with the demonstration government serves all journeys of a process; its clock can be set ahead, so that nobody
waits. `make test` runs two processes, a file of journeys after the other in each.
"""

import contextlib
import dataclasses
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect, sync_playwright

from tests.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[2]
LOOK = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 860}}
PATIENCE = 60_000  # ms: what a journey shows is not speed, and the machine may have other work
expect.set_options(timeout=PATIENCE)


@dataclasses.dataclass(frozen=True)
class Site:
    """A running copy: its address, the folder of its data, the demo password."""

    origin: str
    port: int
    var: Path
    password: str
    log: Path

    def later(self, seconds: float) -> None:
        """Sets the clock of the copy ahead."""
        file = self.var / "clock-offset"
        ahead = float(file.read_text()) if file.exists() else 0.0
        file.write_text(str(ahead + seconds))

    def get(self, path: str) -> tuple[int, bytes]:
        """A plain request without any cookie."""
        with urllib.request.urlopen(self.origin + path, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read()

    def manage(self, code: str) -> str:
        """Runs a line of Python inside the copy and returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", code],
            cwd=ROOT, env=_environment(self.var, self.port), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()


def _environment(var: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KARMAYOGI_") and k != "DJANGO_SETTINGS_MODULE"}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "KARMAYOGI_MODE": "dev",
        "KARMAYOGI_VAR_DIR": str(var),
        "KARMAYOGI_PORT": str(port),
        "KARMAYOGI_CLOCK_OFFSET_FILE": str(var / "clock-offset"),
        "KARMAYOGI_PRIVATE_ADDRESSES": "true",  # the learning tool and the push service of journeys run on this machine
        "KARMAYOGI_PUSH_SERVICES": "127.0.0.1",
    }


def _free_port() -> int:
    # Two runs side by side begin to look at different places, so that neither takes what the other has just found free.
    first = 18200 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(first, first + 50):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port between {first} and {first + 50}")


@contextlib.contextmanager
def _running(var: Path, port: int) -> Iterator[Site]:
    """A copy started with `scripts/up.py`, and stopped with Ctrl-C."""
    log = var / "up.log"
    with log.open("wb") as out:
        up = subprocess.Popen(
            [sys.executable, "scripts/up.py"], cwd=ROOT, env=_environment(var, port), stdout=out, stderr=out
        )
    try:
        end = time.monotonic() + 600
        while "Ctrl-C stops everything" not in log.read_text(errors="replace"):
            assert up.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < end, "make up took longer than ten minutes"
            time.sleep(0.3)
        password = re.search(r"password of all: (\S+)\)", log.read_text())
        assert password
        yield Site(f"http://127.0.0.1:{port}", port, var, password[1], log)
    finally:
        up.send_signal(signal.SIGINT)
        stopped = up.wait(timeout=60)
        assert stopped == 0, "Ctrl-C must stop everything in order"


def _folder() -> Path:
    var = Path(tempfile.mkdtemp(prefix="karmayogi-journeys-"))
    var.chmod(0o755)  # as root, the database runs as another user, who must be able to enter
    return var


@contextlib.contextmanager
def _built(together: Path, port: int) -> Iterator[Path]:
    """A copy that was started once and stopped. Of the processes of a run the first builds it (half a minute of
    processor time), the other takes what it finds; `together` is a folder of the run."""
    place = together / "journeys"
    mine = False
    with (together / "journeys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists() or not Path(place.read_text()).exists():
            mine = True
            var = _folder()
            with _running(var, port):
                pass
            (var / "postgres" / "port").unlink()  # each copy finds its own
            place.write_text(str(var))
        taken = _folder()
        subprocess.run(["cp", "-a", f"{place.read_text()}/.", str(taken)], check=True)
    try:
        yield taken
    finally:
        shutil.rmtree(taken, ignore_errors=True)
        if mine:
            shutil.rmtree(place.read_text(), ignore_errors=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of its own for each process."""
    port = _free_port()
    if "PYTEST_XDIST_WORKER" in os.environ:
        with _built(tmp_path_factory.getbasetemp().parent, port) as var, _running(var, port) as site:
            yield site
        return
    var = _folder()
    try:
        with _running(var, port) as site:
            yield site
    finally:
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "install Chromium first: make test says how"
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as driver:
        patched.setattr(Locator, "click", _until_there(Locator.click))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _until_there(click: Callable[..., None]) -> Callable[..., None]:
    """The driver is content when the next page begins to come. Whoever counts or measures then finds nothing."""

    def clicked(where: Locator, **options: object) -> None:
        click(where, **options)
        if not where.page.is_closed():
            where.page.wait_for_load_state("load")

    return clicked


class Visitor:
    """Somebody with a browser of her own: language, size of window, with or without JavaScript."""

    def __init__(self, site: Site, context: BrowserContext, language: str, scripts: bool, clock: bool) -> None:
        self.site = site
        self.context = context
        self.language = language
        self.scripts = scripts
        self.clock = scripts and clock
        if self.clock:
            context.clock.install()
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on(
            "console", lambda message: self._console(message.type, message.text, message.location.get("url", ""))
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._response)

    def _console(self, kind: str, text: str, source: str) -> None:
        # Packages made by others log what they like in their own frames; ours must be silent.
        ours = "content.localhost" not in source
        if kind == "error" and ours and "Failed to load resource" not in text:
            self.faults.append(text)

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def speak(self, language: str) -> None:
        """The next page comes in that language."""
        self.language = language
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site.origin}])

    def open(self, path: str) -> Page:
        self.page.goto(self.site.origin + path)
        return self.page

    def sign_in(self, email: str) -> Page:
        """Through the form, as a person does."""
        self.open("/team/")  # any page of an officer's leads to the sign-in and back
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", self.site.password)
        self.page.locator("main form button").first.click()
        self.page.wait_for_url(self.site.origin + "/team/")
        return self.page

    def later(self, seconds: int) -> None:
        """Time passes for her and for the server, with the page in front of her."""
        self.site.later(seconds)
        if self.clock:
            self.context.clock.fast_forward(seconds * 1000)

    def path(self) -> str:
        return self.page.url.removeprefix(self.site.origin)


@pytest.fixture
def visitor(site: Site, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """visitor(language="hi", look="phone", scripts=True, clock=True) -> Visitor; faults of the browser fail the test.
    A clock that can be set ahead hides from a page how large its requests were, and so does a worker between it and the
    server: clock=False is without either."""
    opened: list[Visitor] = []

    def make(language: str = "en", look: str = "desktop", scripts: bool = True, clock: bool = True) -> Visitor:
        context = chromium.new_context(
            viewport=LOOK[look],  # type: ignore[arg-type]
            java_script_enabled=scripts, accept_downloads=True, locale=language,
            service_workers="allow" if clock else "block",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(Visitor(site, context, language, scripts, clock))
        opened[-1].speak(language)
        return opened[-1]

    yield make
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def answers() -> dict[str, set[str]]:
    """Question text (any language) -> texts of the right options, read from the courses themselves."""
    import tomllib

    known: dict[str, set[str]] = {}
    for file in (ROOT / "karmayogi" / "demo" / "courses").glob("*/questions.toml"):
        for question in tomllib.loads(file.read_text())["question"]:
            for language, text in question["text"].items():
                known[_plain(text)] = {
                    _plain(option["text"][language]) for option in question["options"] if option.get("correct")
                }
    return known


def _plain(text: str) -> str:
    return " ".join(text.split())


def until(page: Page, done: Callable[[], object]) -> None:
    """Waits for what no part of the page shows. Asked from outside: the pages allow no code out of strings."""
    for _turn in range(PATIENCE // 50):
        if done():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"waited in vain on {page.url}")


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule and the elements."""
    from axe_playwright_python.sync_playwright import Axe

    _arrived(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{one['id']}: {json.dumps([node['target'] for node in one['nodes'][:4]])}"
        for one in found.response["violations"]
    ]


def faults(page: Page) -> list[str]:
    """The same, and whether one has to scroll sideways."""
    wider = too_wide(page)
    return axe(page) + ([f"{wider} px wider than the screen"] if wider > 0 else [])


def too_wide(page: Page) -> int:
    """By how many pixels one has to scroll sideways: at most 0 where the page fits."""
    _arrived(page)
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def fit(page: Page) -> None:
    """The page is fit for all, on this screen."""
    assert faults(page) == [], page.url


def _arrived(page: Page) -> None:
    page.wait_for_load_state("load")  # a key, too, brings a page that only begins to come
