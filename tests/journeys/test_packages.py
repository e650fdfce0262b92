"""SCORM packages in a real browser: they play on a host of their own, report, and go on where they were left."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe

pytestmark = pytest.mark.journey
REAL = Path(__file__).parents[3] / "shared" / "content" / "scorm"
real_files = pytest.mark.skipif(not REAL.exists(), reason="the packages made by others are not on this machine")

PACKAGES = [
    pytest.param("KY-PHI-01", id="own-1.2"),
    pytest.param("KY-PUN-01", id="own-2004"),
    pytest.param("EX-GOLF-12", id="rustici-1.2", marks=[real_files, pytest.mark.real_files]),
    pytest.param("EX-GOLF-2004", id="rustici-2004", marks=[real_files, pytest.mark.real_files]),
]


@pytest.mark.parametrize("code", PACKAGES)
def test_a_package_plays_apart_from_the_account_and_says_what_is_saved(site, visitor, code):
    uuid = site.manage(
        f"from karmayogi.learning import api; print(next(c.uuid for c in api.all_courses() if c.code == '{code}'))"
    )
    asha = visitor("en", "desktop")
    asha.sign_in("asha@mord.example")
    page = asha.open(f"/learning/courses/{uuid}/")
    with page.expect_navigation():
        page.locator("form[action*='/enrol/'] button").click()
    frame_element = page.locator("#package iframe")
    expect(frame_element).to_have_attribute("src", re.compile(r"content\.localhost"))
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    frames = [frame for frame in page.frames if "content.localhost" in frame.url]
    assert frames, [frame.url for frame in page.frames]
    for frame in frames:
        assert frame.evaluate("document.cookie") == ""
        assert frame.evaluate(
            "(() => { try { return String(window.top.document.title) } catch (error) { return 'kept out' } })()"
        ) == "kept out"  # fmt: skip


def test_without_scripts_the_page_says_what_is_missing(site, visitor):
    uuid = site.manage(
        "from karmayogi.learning import api; print(next(c.uuid for c in api.all_courses() if c.code == 'KY-PHI-01'))"
    )
    sunita = visitor("en", "phone", scripts=False)
    sunita.sign_in("sunita@jh.example")
    page = sunita.open(f"/learning/courses/{uuid}/")
    page.locator("form[action*='/enrol/'] button").click()
    expect(page.locator("noscript, main .note").first).to_be_attached()
    assert "JavaScript" in page.content()
