"""The demonstration shows work under way on posts and competencies, to those whose work it is."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey

CHARGES = """
from karmayogi.kernel import rows
print(rows.fetch(lambda *row: row, "select kind, count(*)::int from orgs_incumbency where kind <> 'substantive'"
                 " and valid_to is null group by 1 order by 1"))
"""


def test_work_under_way_waits_for_whose_it_is(site, visitor):
    priya = visitor("en", "desktop")
    priya.sign_in("priya@council.example")
    page = priya.open("/competencies/governance/changes/")
    page.get_by_role("link", name="Files on paper and in e-Office").click()
    expect(page.locator("main")).to_contain_text("Should the retention schedule be named?")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    assert axe(page) == []

    thomas = visitor("en", "desktop")
    thomas.sign_in("thomas@mohfw.example")
    page = thomas.open("/competencies/proof/contests/")
    expect(page.locator("main")).to_contain_text("I was on training that week and kept no file.")
    page = thomas.open("/feeds/")
    page.locator("main").get_by_role("link", name="Ministry of Health and Family Welfare").first.click()
    address = thomas.path()
    page.get_by_role("link", name="ehrms-november.csv").click()
    expect(page.locator("main")).to_contain_text("10 rows applied")
    expect(page.locator("main")).to_contain_text("Kiran Lal")
    page = thomas.open(address)
    page.get_by_role("link", name="ehrms-november-2.csv").click()
    expect(page.locator("main")).to_contain_text("The circuit breaker has stopped this feed")
    assert axe(page) == []

    lakshmi = visitor("en", "phone")
    lakshmi.sign_in("lakshmi@mord.example")
    page = lakshmi.open("/competencies/workbench/?status=l1")
    expect(page.get_by_role("link", name="Panchayat Secretary")).to_be_visible()

    meena = visitor("ur", "phone")
    meena.sign_in("meena@mord.example")
    page = meena.open("/competencies/proof/rounds/")
    rounds = page.locator("main a[href*='/proof/rounds/']").evaluate_all("found => found.map(one => one.pathname)")
    assert len(rounds) >= 2
    done = [address for address in rounds if meena.open(address).locator("#findings").count()]
    assert done, "one round is over"
    assert set(rounds) - set(done), "one is under way"
    assert too_wide(page) <= 0
    assert site.manage(CHARGES) == "[('additional', 1), ('deputation', 2)]"
