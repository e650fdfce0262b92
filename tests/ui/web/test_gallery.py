"""Every part in a real browser: no accessibility violation, no sideways scrolling, nothing that the policy blocks."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def opened(chromium, origin):
    """Opens a page; fails when the browser complains, for example about the policy of content."""
    complaints, contexts = [], []

    def at(path, language="en", colours="light", width=1200, height=740, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=colours, service_workers="block", **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": origin}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(origin + path)
        return page

    yield at
    for context in contexts:
        context.close()
    assert [said for said in complaints if "blocked by Playwright" not in said] == []


@pytest.mark.parametrize(
    ("language", "colours", "width"),
    [("en", "light", 360), ("hi", "dark", 1200), ("ur", "light", 360), ("ur", "dark", 1200)],
)
def test_axe_finds_nothing(opened, language, colours, width):
    # So high that the bar at the foot of a phone covers nothing: one scrolls past it.
    page = opened("/ui/gallery/", language, colours, width, height=12000)
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
@pytest.mark.parametrize("width", [320, 800])
def test_nothing_is_wider_than_the_window(opened, language, width):
    page = opened("/ui/gallery/", language, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_stop_of_the_keyboard_jumps_to_the_content(opened):
    page = opened("/ui/about/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_after_a_refused_form_the_list_of_mistakes_has_the_focus_and_leads_to_the_field(opened):
    page = opened("/ui/gallery/")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.click("[role=alert] a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "id_wrong-mobile"


def test_colours_change_on_the_spot_and_stay(opened):
    page = opened("/ui/gallery/")
    page.fill("#id_remarks", "half written")
    with page.expect_response("**/ui/theme/"):
        page.click("#theme button")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.input_value("#id_remarks") == "half written"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_changes_with_and_without_javascript(opened, javascript):
    page = opened("/ui/gallery/?q=1", java_script_enabled=javascript)
    page.select_option("#language", "ur")
    page.click("[action='/ui/language/'] button")
    assert page.url.endswith("/ui/gallery/?q=1")
    assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == ("ur", "rtl")


def test_targets_are_large_enough_for_a_thumb(opened):
    page = opened("/ui/gallery/", width=360, has_touch=True)
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, .btn, .nav a, .bnav a, input:not([type=hidden])')]
        .filter(e => e.getClientRects().length)
        .map(e => [e.closest('label.choice, .choices label') || e])
        .filter(([e]) => e.getBoundingClientRect().height < 48).map(([e]) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_page_is_light(client):
    html = client.get("/ui/gallery/").content
    assert len(gzip.compress(html, 6)) <= 22 * 1024  # all parts at once, with map and style sheet inside
    html = client.get("/ui/about/help/").content
    assert len(gzip.compress(html, 6)) <= 5 * 1024
