"""A transfer: the same minute another supervisor, other gaps, another team and one role less; the day before stays."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey


def test_a_transfer_changes_gaps_team_and_authority_the_same_minute(site, visitor):
    training = site.manage("from karmayogi.orgs import api; print(api.organisation_by_code('DEMO-mord-T').uuid)")
    joseph = visitor("en", "phone")
    joseph.sign_in("joseph@mord.example")
    expect(joseph.open("/").locator("main")).to_contain_text("Assistant Section Officer")
    gaps_before = joseph.page.locator("main").inner_text()
    assert joseph.context.request.get(f"{site.origin}/orgs/{training}/").status == 200
    kavita, lalita = visitor("en", "desktop"), visitor("hi", "phone", scripts=False)
    expect(kavita.sign_in("kavita@mord.example").locator("main")).to_contain_text("Joseph Minz")
    expect(lalita.sign_in("lalita@mord.example").locator("main")).not_to_contain_text("जोसेफ मिंज")
    member = kavita.page.get_by_role("link", name="Joseph Minz").get_attribute("href")
    person = re.search(r"[0-9a-f-]{36}", member)[0]

    meena = visitor("en", "desktop")
    meena.sign_in("meena@mord.example")
    page = meena.open(f"/orgs/{training}/posts/?show=vacant")
    assert axe(page) == []
    code = re.search(r"P-\d+", page.locator("main tbody").first.inner_text())[0]
    page = meena.open(f"/orgs/people/{person}/posting/")
    today = site.manage("from karmayogi.kernel import clock; print(clock.day(clock.now()))")
    page.get_by_label("To the post").fill(code)
    page.get_by_label("Holds it").select_option("substantive")
    page.get_by_label("With effect from").fill(today)
    page.get_by_label("Order number").fill("O.O. 12/2026")
    page.get_by_role("button", name="Record").click()
    expect(page.locator("main")).to_contain_text("O.O. 12/2026")
    assert axe(page) == []

    expect(kavita.open("/team/").locator("main")).not_to_contain_text("Joseph Minz")
    refused, nothing = (kavita.context.request.get(f"{site.origin}/team/{one}/") for one in (person, uuid.uuid4()))
    assert (refused.status, nothing.status) == (404, 404)
    expect(lalita.open("/team/").locator("main")).to_contain_text("जोसेफ मिंज")
    main = joseph.open("/").locator("main")
    expect(main).to_contain_text("Section Officer")
    expect(main).not_to_contain_text("Assistant Section Officer")
    assert main.inner_text() != gaps_before
    assert joseph.context.request.get(f"{site.origin}/orgs/{training}/").status == 404, "the role went with the post"

    page = meena.open(f"/orgs/people/{person}/?on=2025-03-31")
    expect(page.locator("main")).to_contain_text("This is how it was on 31 Mar 2025")
    page = meena.open(f"/orgs/{training}/")
    expect(page.locator("#past")).to_be_visible()
    assert axe(page) == []
    for path in (f"/orgs/{training}/strength/", f"/orgs/people/{person}/seen-by/"):
        assert axe(meena.open(path)) == []
    narrow = visitor("ur", "phone")
    narrow.sign_in("meena@mord.example")
    for path in (f"/orgs/{training}/strength/", f"/orgs/people/{person}/", f"/orgs/{training}/posts/"):
        assert too_wide(narrow.open(path)) <= 0, path
