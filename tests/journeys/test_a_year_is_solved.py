"""A ministry's year, solved and re-planned: a scenario is solved and adopted, a batch falls out, and a re-plan finds
its people other seats while nobody else is moved."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from karmayogi.kernel.dates import financial_year
from tests.journeys.conftest import fit

pytestmark = pytest.mark.journey

TODAY = "from karmayogi.kernel import clock; print(clock.day(clock.now()))"
NAME = "Half the office stays"


def test_a_batch_falls_out_in_the_middle_of_the_year(site, visitor):
    today = dt.date.fromisoformat(site.manage(TODAY))
    meena = visitor("en", "phone")
    meena.sign_in("meena@mord.example")
    page = meena.open("/capacity/")
    main = page.locator("main")
    title = f"Annual capacity building plan of the Ministry of Rural Development {financial_year(today)}"
    page.get_by_role("link", name=title).first.click()  # that of another journey is of another year
    plan = meena.path()
    page.get_by_role("link", name="Batches").click()
    expect(main).to_contain_text("ISTM, New Delhi")
    fit(page)
    page.get_by_role("link", name="Scenarios").click()
    expect(main).to_contain_text("As the money allows")
    fit(page)
    page.get_by_role("link", name="With all the money there is").click()
    expect(main).to_contain_text("It is proved that no")
    expect(main).to_contain_text("Why seats are missing")
    fit(page)

    page = meena.open(f"{plan}scenarios/new/")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Most people of an office who are away on one day, per cent").fill("50")
    page.get_by_label("Cost of travel to another State, ₹ a person").fill("3000")
    fit(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text(NAME)
    scenario = meena.path()
    page.get_by_role("button", name="Solve", exact=True).click()
    adopt = page.get_by_role("button", name="Adopt this outcome")
    expect(adopt).to_be_visible()  # when the job has ended: the page looks by itself
    fit(page)
    given = int(re.search(r"(\d+) of \d+", main.inner_text())[1])
    if today > dt.date(financial_year(today) + 1, 1, 15):  # the year is too short for batches that lie ahead
        return
    assert given > 10
    adopt.click()
    expect(main).to_contain_text("Adopted: this is who attends what.")
    page.get_by_role("link", name="Who attends what", exact=True).click()
    page.get_by_label("Show").select_option("seat")
    page.get_by_role("button", name="Search").click()
    expect(main.locator("tbody tr").first).to_contain_text("·")
    fit(page)

    page = meena.open(f"{plan}batches/")
    page.get_by_role("link", name=re.compile("Noting and drafting for every section")).nth(1).click()
    page.get_by_text("Call it off", exact=True).first.click()
    page.get_by_label("Why it falls out").fill("The hall was flooded")
    page.get_by_role("button", name="Call it off").click()
    expect(main).to_contain_text("The hall was flooded")
    page = meena.open(scenario)
    expect(main).to_contain_text("Called off after it was adopted")
    page.get_by_role("button", name="Re-plan with least change").click()
    expect(page.locator("h1")).to_contain_text("Re-plan of")
    expect(adopt).to_be_visible()
    expect(main).to_contain_text(f"What changes from {NAME}")
    fit(page)
    page.get_by_role("link", name="Each of them").click()
    expect(main).to_contain_text("Two outcomes side by side")
    changed = main.locator("table").last.locator("tbody tr")
    expect(changed.first).to_be_visible()
    for line in changed.all():  # nobody moves but those of the batch that fell out
        expect(line).to_contain_text("batch 2")
    fit(page)

    page.go_back()
    adopt.click()
    expect(main).to_contain_text("Adopted: this is who attends what.")
    ravi = visitor("en", "desktop", scripts=False)
    ravi.sign_in("ravi@mord.example")  # of the unit, without a role that opens persons
    assert ravi.page.request.get(f"{site.origin}{scenario}").status == 404
