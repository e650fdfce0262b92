"""The main job, end to end, as an officer does it: in three languages, on a phone and on a desktop."""

import csv
import io
import json
import re
import time
import urllib.parse

import pytest
from django.utils import translation
from playwright.sync_api import expect

from karmayogi.ui.api import mb, mins
from tests.journeys.conftest import _plain, axe, too_wide

pytestmark = pytest.mark.journey

OFFICERS = [
    pytest.param("asha@mord.example", "en", "desktop", "KY-NND-01", id="english-desktop"),
    pytest.param("sunita@jh.example", "hi", "phone", "KY-CYB-01", id="hindi-phone"),
    pytest.param("shabana@jk.example", "ur", "phone", "KY-RTI-01", id="urdu-phone"),
]


def read_on(who) -> str:
    """Goes through every page, video and PDF of the course until the test; returns the address of its start page."""
    for _step in range(30):
        button = who.page.locator("form#finish button")
        if button.count():
            # A film counts by what is played of it, or by its text.
            text = who.page.locator("details.said:not([open]) summary")
            if text.count():
                text.first.click()
            who.later(900)
            with who.page.expect_navigation():
                button.click()
            continue
        quiz = who.page.locator("main a[href*='/assessment/']")
        if quiz.count():
            return quiz.first.get_attribute("href") or ""
        with who.page.expect_navigation():
            who.page.locator("article .actions a.btn").first.click()
    raise AssertionError("the course never came to its test")


def answer_all(who, answers: dict[str, set[str]], wrong: int = 0) -> None:
    """Answers each question of the running test, `wrong` of them wrongly, and submits."""
    position = 0
    while "/check" not in who.path():
        position += 1
        assert position <= 40, "the test does not end"
        legend = _plain(who.page.locator("fieldset legend h1").inner_text())
        right = answers[legend]
        for label in who.page.locator("fieldset label.choice").all():
            box = label.locator("input")
            chosen = _plain(label.inner_text()) in right
            if position <= wrong:
                chosen = not chosen
            if chosen != box.is_checked():
                box.set_checked(chosen, force=True) if box.get_attribute("type") == "checkbox" else (
                    box.check(force=True) if chosen else None
                )
        with who.page.expect_navigation():
            who.page.locator("button.btn[value=next]").click()
    with who.page.expect_navigation():
        who.page.locator("main form[action*='submit'] button").last.click()


def start_test(who, href: str) -> None:
    who.open(href)
    with who.page.expect_navigation():
        who.page.locator("main form.card button").first.click()
    expect(who.page.locator("fieldset legend h1")).to_be_visible()


def told_apart(page) -> list[str]:
    """What beside its words could tell one answer from another: attributes of the choices, data that came along, any
    attribute that names the right one. (The words themselves may well ask which sentences are correct.)"""
    return page.evaluate(
        """() => {
          const usual = ["class", "type", "name", "value", "lang", "dir"];
          const marks = [...document.querySelectorAll("label.choice, label.choice *")].flatMap(
            (one) => one.getAttributeNames().filter((name) => !usual.includes(name)));
          const data = [...document.querySelectorAll("main script, main template")].map((one) => one.outerHTML);
          const named = [...document.querySelectorAll("main *")].flatMap((one) => [...one.attributes])
            .map((one) => `${one.name}=${one.value}`).filter((one) => /correct|right/i.test(one));
          return [...marks, ...data, ...named];
        }"""
    )


def record(who) -> tuple[int, dict[str, int]]:
    """What her record says: minutes learned in all, and the level shown of each competency (by its address)."""
    page = who.open("/record/")
    with translation.override(who.language):
        said = {_plain(mins(minutes)): minutes for minutes in range(10_000)}
    learned = said[_plain(page.locator("main .kpi b").nth(1).inner_text())]
    rows = page.locator("main section[aria-labelledby=levels] tbody tr").all()
    return learned, {
        row.locator("a").get_attribute("href") or "": int(row.locator("td").first.inner_text()) for row in rows
    }


class Boards:
    """The completions that the two dashboards show: of the nation, and of the ministry by its training admin."""

    def __init__(self, site, visitor) -> None:
        self.site, self.admin = site, visitor("en", "desktop")
        self.enter()

    def enter(self) -> None:
        """Anew when hours have passed: the session of somebody with authority does not last as long."""
        self.admin.sign_in("meena@mord.example")
        self.admin.open("/insight/mine/")
        self.mine = self.admin.path()

    def completions(self) -> tuple[int, int]:
        """0 before the first count, some seconds after the start."""
        _status, nation = self.site.get("/insight/states.csv")
        ministry = self.admin.context.request.get(self.site.origin + self.mine + "units.csv").body()
        return self._total(nation), self._total(ministry)

    def until(self, fits) -> tuple[int, int]:
        end = time.monotonic() + 60
        while not fits(found := self.completions()):
            assert time.monotonic() < end, f"a minute has passed: {found}"
            time.sleep(1)
        return found

    @staticmethod
    def _total(body: bytes) -> int:
        lines = csv.reader(io.StringIO(body.decode("utf-8-sig")))
        return int(next((line[4] for line in lines if line[1:3] == ["Total", "completions"]), "") or 0)


@pytest.mark.parametrize(("email", "language", "look", "code"), OFFICERS)
def test_from_sign_in_to_a_certificate_that_a_stranger_can_check(site, visitor, answers, email, language, look, code):
    who = visitor(language, look)
    who.sign_in(email)

    learned, levels = record(who)
    boards = Boards(site, visitor) if code == "KY-NND-01" else None
    counted = boards.until(all) if boards else (0, 0)

    # 1. Today: her post, her line, the next step and why.
    page = who.open("/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    expect(page.locator("[data-why]")).to_be_visible()
    if code == "KY-NND-01":
        why = page.locator("[data-why]").inner_text()
        assert re.search(r"Noting & Drafting.*at level 3; shown: 1", why), why
        expect(page.locator("ol.line")).to_contain_text("Ravi Shankar")
    assert axe(page) == []

    # 2. Roles & competencies, with the outline for those who do not see the picture.
    page = who.open("/competencies/")
    expect(page.locator(".rolemap").first).to_be_attached()
    expect(page.locator("details.outline").first).to_be_attached()
    assert axe(page) == []
    assert too_wide(page) <= 0

    # 3. Finds the course, sees minutes and megabytes before opening, enrols, learns.
    page = who.open("/learning/?" + urllib.parse.urlencode({"q": code}))
    card = page.locator(f"main a[href*='/learning/courses/']:near(:text('{code}'))").first
    card = card if card.count() else page.locator("main a[href*='/learning/courses/']").first
    assert axe(page) == []
    page.goto(site.origin + (card.get_attribute("href") or ""))
    expect(page.locator("main")).to_contain_text(code)
    course_path = who.path()
    with translation.override(language):
        minutes = {_plain(mins(one)): one for one in range(1000)}[
            _plain(page.locator("main p.meta span").first.inner_text())
        ]
        units = "|".join({_plain(mb(size)).split(" ", 1)[1] for size in (1_000, 5_000_000)})
    # Before anything is opened: the time of the course and of each part, the most that comes over the line, and of
    # each part with a file how much that is.
    assert re.search(rf"\d ({units})", _plain(page.locator("main p.meta").first.inner_text()))
    parts = page.locator("section[aria-labelledby=parts] tbody tr")
    assert parts.count() > 2
    assert all(re.search(r"\d", cell) for cell in parts.locator("td:nth-child(3)").all_inner_texts())
    sizes = [_plain(cell) for cell in parts.locator("td:nth-child(4)").all_inner_texts()]
    assert any(re.search(rf"\d.*({units})", size) for size in sizes), sizes
    assert axe(page) == []
    with page.expect_navigation():
        page.locator("form[action*='/enrol/'] button").click()
    enrolled = who.path()
    assert "/learning/enrolments/" in enrolled
    assert axe(page) == []

    # A part that was hardly opened does not count, and says so.
    with page.expect_navigation():
        page.locator("form#finish button").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    who.later(900)
    with page.expect_navigation():
        page.locator("form#finish button").click()

    # She stops half-way, and goes on exactly there on another device.
    half_way = who.path()
    second = visitor(language, "desktop" if look == "phone" else "phone")
    second.sign_in(email)
    second.open(enrolled.split("/parts/")[0] + "/")
    assert second.path() == half_way

    # 4. The test: answers are never in the page; a pass completes the course.
    start = read_on(who)
    start_test(who, start)
    assert not told_apart(page)
    assert axe(page) == []
    answer_all(who, answers, wrong=1)
    assert "/result" in who.path()
    expect(page.locator("main h1 bdi")).to_have_text("90%")
    assert axe(page) == []

    page = who.open("/credentials/")
    section = page.locator("main section").first
    assert axe(page) == []
    pdf = who.context.request.get(site.origin + (section.locator("a[href*='/pdf/']").get_attribute("href") or ""))
    assert pdf.ok
    assert pdf.body().startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.body(), "the certificate is tagged"
    badge = who.context.request.get(site.origin + (section.locator("a[href*='/json/']").get_attribute("href") or ""))
    credential = json.loads(badge.text())
    assert "OpenBadgeCredential" in credential["type"] or "AchievementCredential" in credential["type"]
    assert credential["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    link = section.locator("a[href*='/v/']").get_attribute("href") or ""

    # A stranger follows the QR code: no account, no JavaScript, ten kilobytes at most.
    status, html = site.get(urllib.parse.urlsplit(link).path)
    assert (status, b"<script" in html) == (200, False)
    assert len(html) <= 10_240
    stranger = visitor("en", "phone", scripts=False)
    stranger.open(urllib.parse.urlsplit(link).path)
    expect(stranger.page.locator("main")).to_contain_text("Genuine")

    # 5. Her level moved, with its reasons; her hours grew by what the course says; her record shows it.
    learned_now, levels_now = record(who)
    assert axe(page) == []
    assert learned_now == learned + minutes
    risen = [address for address, level in levels_now.items() if level > levels.get(address, 0)]
    assert risen, (levels, levels_now)
    page = who.open(risen[0])
    why = page.locator("section[aria-labelledby=level]")
    expect(why.locator("h2")).to_contain_text(str(levels_now[risen[0]]))
    expect(why.locator("ul li").first).not_to_be_empty()
    expect(page.locator("section[aria-labelledby=rows] li").first).to_contain_text("90 %")
    page = who.open("/people/me/trail/")
    expect(page.locator("main")).to_be_visible()
    page = who.open(course_path)
    expect(page.locator("form[action*='/enrol/']")).to_have_count(0)

    # The figures of her ministry and of the nation moved too, within the minute.
    if boards:
        boards.enter()
        moved = boards.until(lambda found: found[0] > counted[0] and found[1] > counted[1])
        assert moved == (counted[0] + 1, counted[1] + 1)

    # An administrator revokes it: the same page says so.
    if code == "KY-CYB-01":
        gita = visitor("en", "desktop")
        gita.sign_in("gita@platform.example")
        certificate = credential["id"].rsplit(":", 1)[-1].rsplit("/", 1)[-1]
        revoke = re.search(r"/credentials/([0-9a-f-]{36})/pdf/", pdf.url)
        assert revoke, certificate
        gita.open(f"/credentials/{revoke[1]}/revoke/")
        assert axe(gita.page) == []
        form = gita.page.locator("main form[method=post]").last
        for radio in form.locator("input[type=radio]").all()[:1]:
            radio.check(force=True)
        for select in form.locator("select").all():
            select.select_option(index=1)
        for text in form.locator("textarea, input[type=text]").all():
            text.fill("Issued in error, rehearsal")
        with gita.page.expect_navigation():
            form.locator("button").last.click()
        stranger.page.reload()
        expect(stranger.page.locator("main")).to_contain_text(re.compile("revoked", re.I))
        assert "Genuine" not in stranger.page.locator("main").inner_text()
