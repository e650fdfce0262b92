"""A clerk on a train: keeps a course on a phone, loses the network, reads on, and has the same progress afterwards."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide
from tests.journeys.test_officer_learns import told_apart

pytestmark = pytest.mark.journey

# The sound of a film, alone and six seconds long, as the makers of lighter forms leave it where they are installed.
RECORDED = """
import io, wave
from karmayogi.kernel import clock, files
from karmayogi.learning.models import MediaSource, PartVariant, Rendition
film = PartVariant.objects.get(
    part__version__course__code="KY-PSH-01", part__version__course__current_version=models.F("part__version"),
    part__kind="video", language="en").file
with io.BytesIO() as made:
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes([128]) * 48000)
    heard = files.put(made.getvalue(), "audio/webm")
at = clock.now()
MediaSource.objects.update_or_create(
    file=film, defaults={"kind": "video", "state": "made", "seconds": 6, "asked_at": at, "ended_at": at})
Rendition.objects.update_or_create(source_id=film.id, name="audio", place=0, defaults={"file_id": heard.id})
"""


def test_kept_read_without_network_and_counted_when_it_is_back(site, visitor):
    who = visitor("en", "phone")
    who.sign_in("lalita@mord.example")
    page = who.open("/learning/?q=KY-CYB-01")
    page.goto(site.origin + (page.locator("main a[href*='/learning/courses/']").first.get_attribute("href") or ""))
    course = who.path()
    with page.expect_navigation():
        page.locator("form[action*='/enrol/'] button").click()
    first = who.path()

    # The size stands on the button; what is kept is said, there and in the header of every page.
    whole = page.locator("form[data-keep][data-key='']")
    expect(whole.locator("button").first).to_contain_text("kB")
    assert axe(page) == []
    whole.locator("button").first.click()
    expect(whole.locator("[role=status]")).to_contain_text("Kept on this phone until")
    expect(page.locator("#kept")).to_have_text("1 saved on this phone")

    # The network goes. The same page opens, and says what it is.
    who.context.set_offline(True)
    page.reload()
    expect(page.locator("article")).to_contain_text("This page is kept on this phone")
    expect(page.locator("#kept")).to_contain_text("1 saved on this phone")
    assert axe(page) == []
    assert too_wide(page) <= 0
    page.locator("form#finish button").click()
    expect(page.locator("#saved")).to_contain_text("more seconds are needed")
    who.later(900)
    with page.expect_navigation():
        page.locator("form#finish button").click()
    second = who.path()
    assert second != first and "/parts/" in second
    expect(page.locator("#kept")).to_contain_text("waiting to be sent")
    expect(page.locator(".outline .tick").first).to_have_text("✓")

    # What is kept can be looked at; what is not kept says so.
    who.open("/learning/kept/")
    expect(page.locator("[data-part=mine]")).to_contain_text("Lalita")
    expect(page.locator("[data-part=mine] ol a").nth(2)).to_be_visible()
    assert axe(page) == []
    who.open("/learning/mine/")
    expect(page.locator("#offline-en")).to_be_visible()

    # The network is back: everything is sent by itself, and the server has the same progress.
    who.context.set_offline(False)
    who.open(course)
    expect(page.locator("#kept")).to_have_text("1 saved on this phone")
    expect(page.locator("main progress").first).to_have_attribute("value", "0")
    page.reload()
    expect(page.locator("main progress").first).to_have_attribute("value", "1")
    who.open("/learning/offline/arrived/")
    expect(page.locator("main ul.list li").first).to_contain_text("Counted")
    assert axe(page) == []

    # A test without network: fetched locked, started with a moment of network, answered without any.
    page.goto(site.origin + second)
    page.locator(".outline a").last.click()
    page.goto(site.origin + (page.locator("main a[href*='/assessment/']").first.get_attribute("href") or ""))
    page.locator("#seal button").click()
    expect(page.locator("#seal [role=status]")).to_contain_text("The sealed test is on this phone until")
    assert axe(page) == []
    page.locator("#seal [role=status] a").click()
    page.wait_for_url("**/assessment/sealed/*/")
    sealed = who.path()
    who.context.set_offline(True)
    page.reload()
    page.locator("#begin button").click()
    expect(page.locator("#sealed [role=status]")).to_contain_text("needs network for a moment")
    who.context.set_offline(False)
    who.open(sealed)
    page.locator("#begin button").click()
    expect(page.locator("#paper fieldset").first).to_be_visible()
    assert not told_apart(page)
    assert axe(page) == []
    assert too_wide(page) <= 0
    who.context.set_offline(True)
    page.locator("#paper fieldset").first.locator("input").first.check(force=True)
    expect(page.locator("#sealed [role=status]")).to_contain_text("Saved on this phone")
    page.locator("#paper .actions button").click()
    expect(page.locator("#sealed [role=status]")).to_contain_text("Handed in on this phone")
    who.context.set_offline(False)
    who.open(course)
    expect(page.locator("#kept")).to_have_text("1 saved on this phone")
    who.open("/learning/offline/arrived/")
    assert page.locator("main li", has_text="Refused").count() == 0
    page = who.open(f"/assessment/attempts/{sealed.split('/')[3]}/result/")
    expect(page.locator("main h1 bdi")).to_be_visible()

    # A PIN for a phone that others use too: wrong ones are counted, the right one opens.
    who.open("/learning/kept/")
    page.locator("details summary", has_text="Set a PIN").click()
    page.fill("#new-pin", "314159")
    page.locator("form[data-part=pin] button").click()
    expect(page.locator("[data-part=said]")).to_contain_text("The PIN is set")
    page.locator("[data-part=lock]").click()
    expect(page.locator("[data-part=mine]")).to_be_hidden()
    who.context.set_offline(True)
    page.goto(site.origin + second)
    assert who.path().startswith("/learning/kept/?to="), "what is kept is locked"
    page.fill("[data-part=people] input", "000000")
    page.locator("[data-part=people] form button").click()
    expect(page.locator("[data-part=said]")).to_contain_text("4 more tries")
    page.fill("[data-part=people] input", "314159")
    page.locator("[data-part=people] form button").click()
    page.wait_for_url(site.origin + second)
    expect(page.locator("article")).to_contain_text("This page is kept on this phone")
    who.context.set_offline(False)

    # Removed again, the phone keeps nothing; the progress stays.
    who.open("/learning/kept/")
    page.get_by_role("button", name="Remove from this phone").click()
    expect(page.locator("[data-part=mine] ol")).to_have_count(0)
    kept = page.evaluate("Kept.keys('pages')")
    assert [one for one in kept if "/parts/" in one] == []

    # No room: said in words, whatever the browser says of its room; it is kept when there is room again.
    who.open(course)
    devtools = who.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.origin, "quotaSize": 1})
    whole.locator("button").first.click()
    expect(whole.locator("[role=status]")).to_contain_text("There is no more room on this phone")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.origin})
    whole.locator("button").first.click()
    expect(whole.locator("[role=status]")).to_contain_text("Kept on this phone until")

    # Five wrong PINs: everything of hers goes from the phone, and that is said.
    who.open("/learning/kept/")
    page.locator("[data-part=lock]").click()
    for left in (4, 3, 2, 1):
        page.fill("[data-part=people] input", "000000")
        page.locator("[data-part=people] form button").click()
        expect(page.locator("[data-part=said]")).to_contain_text("1 more try;" if left == 1 else f"{left} more tries;")
    page.fill("[data-part=people] input", "000000")
    page.locator("[data-part=people] form button").click()
    expect(page.locator("[data-part=said]")).to_contain_text("everything of this person is removed")
    expect(page.locator("[data-part=none]")).to_be_visible()
    assert page.evaluate("Kept.keys('pages')") == []


def test_a_recording_is_heard_without_network_and_counts_as_text_does(site, visitor):
    site.manage("from django.db import models" + RECORDED)
    who = visitor("en", "phone")
    who.sign_in("lalita@mord.example")
    page = who.open("/learning/?q=KY-PSH-01")
    page.goto(site.origin + (page.locator("main a[href*='/learning/courses/']").first.get_attribute("href") or ""))
    course = who.path()
    with page.expect_navigation():
        page.locator("form[action*='/enrol/'] button").click()
    film = page.locator(".outline a[href$='/video/']").get_attribute("href") or ""
    page.goto(site.origin + film)
    lesson = page.locator("form[data-keep][data-key='video']")
    expect(lesson.locator("button[value=audio]")).to_contain_text("kB")
    lesson.locator("button[value=audio]").click()
    expect(lesson.locator("[role=status]")).to_contain_text("Kept on this phone until")

    # Without network: not yet heard, it does not count; heard at twice the speed, it does.
    who.context.set_offline(True)
    page.reload()
    expect(page.locator("article")).to_contain_text("This page is kept on this phone")
    told = page.locator(".told")
    expect(told).to_contain_text("0 per cent")
    page.locator("form#finish button").click()
    expect(page.locator("#saved")).to_contain_text("Not all of")
    page.locator("video.lesson").evaluate(
        "async (media) => { media.muted = true; media.playbackRate = 2; await media.play(); }"
    )
    expect(told).to_contain_text("Enough of the film is watched")
    with page.expect_navigation():
        page.locator("form#finish button").click()
    assert who.path() == "/learning/kept/"
    expect(page.locator("[data-part=waiting]")).to_contain_text("waiting to be sent")

    # The same part is done on every screen when it is sent.
    who.context.set_offline(False)
    who.open(course)
    expect(page.locator("#kept")).to_have_text("1 saved on this phone")
    page.reload()
    expect(page.locator("main progress").first).to_have_attribute("value", "1")
    most = page.locator("main progress").first.get_attribute("max")
    who.open("/learning/mine/")
    mine = page.locator("li.card", has=page.locator("h3 a", has_text="A Safe Workplace")).locator("progress").first
    expect(mine).to_have_attribute("value", "1")
    expect(mine).to_have_attribute("max", most or "")
    who.open("/learning/offline/arrived/")
    expect(page.locator("main ul.list li").first).to_contain_text("Counted")
    assert page.locator("main li", has_text="Refused").count() == 0
