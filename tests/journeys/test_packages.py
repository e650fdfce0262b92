"""SCORM packages in a real browser: they play on a host of their own, report, and go on where they were left."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe

pytestmark = pytest.mark.journey
REAL = Path(__file__).parents[3] / "shared" / "content" / "scorm"
real_files = pytest.mark.skipif(not REAL.exists(), reason="the packages made by others are not on this machine")

# Code of the course, what leads on inside the package, and under which name it reports the place it is at.
PACKAGES = [
    pytest.param("KY-PHI-01", "button.primary", "cmi.core.lesson_location", id="own-1.2"),
    pytest.param("KY-PUN-01", "button.primary", "cmi.location", id="own-2004"),
    pytest.param(
        "EX-GOLF-12", "#butNext", "cmi.core.lesson_location",
        id="rustici-1.2", marks=[real_files, pytest.mark.real_files],
    ),
    pytest.param(
        "EX-GOLF-2004", "#butNext", "cmi.location", id="rustici-2004", marks=[real_files, pytest.mark.real_files]
    ),
]  # fmt: skip


def kept(page, name: str) -> str:
    """What the package is told at its start about where the learner was."""
    return json.loads(page.locator("#package").get_attribute("data-seed") or "{}").get("cmi", {}).get(name, "")


@pytest.mark.parametrize(("code", "onward", "place"), PACKAGES)
def test_a_package_plays_apart_from_the_account_reports_and_goes_on_where_it_was_left(
    site, visitor, code, onward, place
):
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

    # It reports where she is, the page says that it is saved, and another device goes on there.
    assert kept(page, place) == ""
    inside = next(frame for frame in frames if frame.locator(onward).count())
    began = inside.locator("h1").first.inner_text() if code.startswith("KY-") else ""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok) as told:
        inside.locator(onward).first.click()
    told.value.finished()
    expect(page.locator("#saved")).to_have_text("Saved")
    second = visitor("en", "phone")
    second.sign_in("asha@mord.example")
    other = second.open(asha.path())
    assert kept(other, place) not in ("", "intro")
    if code.startswith("KY-"):  # others ask first whether to go on, in a window that Chromium does not show in frames
        heading = inside.locator("h1").first.inner_text()
        assert heading != began
        played = other.frame_locator("#package iframe").frame_locator("iframe")  # the run-time, and the package in it
        expect(played.locator("h1").first).to_have_text(heading)


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
