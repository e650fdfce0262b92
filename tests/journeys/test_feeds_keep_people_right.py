"""A ministry's own system drops its officers, the breaker stops a feed that has lost half of them, and an officer who
was transferred is taken on by the office that gains her."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey

# A head of the ministry, who may let a feed through, and an officer of Education who comes to Rural Development.
NEWCOMERS = """
import datetime as dt
from karmayogi.demo.government import PASSWORD
from karmayogi.kernel import clock
from karmayogi.kernel.access import Role, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
agent, at = System('journey'), clock.now()
ministry = orgs.organisation_by_name('Ministry of Rural Development')
def enter(name, email, mobile):
    person = people.create_person(agent=agent, name=name, group='Group B', at=at)
    people.open_account(agent=agent, email=email, mobile=mobile, password=PASSWORD, person_id=person.id, verified=True,
        at=at)
    return person.id
head = enter('Farida Begum', 'farida@mord.example', '+919650000001')
orgs.grant_authority(agent=agent, person_id=head, role=Role.MDO_LEADER, organisation_id=ministry.id,
    valid_from=at - dt.timedelta(days=1), at=at)
officer = enter('Nasreen Bano', 'nasreen@moe.example', '+919650000002')
office = orgs.organisation_by_code('DEMO-moe-1')
designation = orgs.designation_by_name('Assistant Section Officer')
post = orgs.create_post(agent=agent, organisation_id=office.id, designation_id=designation.id,
    valid_from=dt.date(2024, 4, 1), at=at)
orgs.appoint(agent=agent, person_id=officer, post_id=post.id, valid_from=dt.date(2024, 4, 1), at=at)
print(ministry.uuid)
"""


def feed(count):
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["Employee Code", "Full Name", "Mobile Number", "Group", "Designation", "Office Code"])
    for number in range(count):
        name = f"Kamala {'Devi' if number % 2 else 'Rani'} {chr(65 + number)}"
        designation = "Assistant Section Officer"
        sheet.writerow([f"00{number}", name, f"96500001{number:02}", "B", designation, "DEMO-mord-3"])
    return {"name": f"{count}.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def send(page, site, ministry, count):
    page.goto(f"{site.origin}/feeds/{ministry}/")
    page.set_input_files("input[type=file]", feed(count))
    page.get_by_role("button", name="Send and compare").click()
    expect(page.locator("main .kpi").first).to_be_visible()


def test_a_feed_its_breaker_and_a_transfer(site, visitor):
    ministry = site.manage(NEWCOMERS).splitlines()[-1]
    meena = visitor("en", "desktop")
    page = meena.sign_in("meena@mord.example")
    send(page, site, ministry, 12)
    assert axe(page) == []
    page.get_by_role("button", name="Approve and apply 12 rows").click()
    expect(page.locator("main")).to_contain_text("12 rows applied")

    send(page, site, ministry, 6)
    expect(page.locator("main")).to_contain_text("The circuit breaker has stopped this feed")
    expect(page.locator("main")).to_contain_text("50 per cent")
    expect(page.get_by_role("button", name="Let it through")).to_have_count(0)
    assert axe(page) == []
    stopped = meena.path()
    farida = visitor("en", "phone")
    farida.sign_in("farida@mord.example")
    second = farida.open(stopped)
    assert too_wide(second) <= 0
    second.fill("#reason", "The second desk was abolished by order 7/2026.")
    second.get_by_role("button", name="Let it through").click()
    expect(second.locator("main")).to_contain_text("6 rows applied")
    expect(second.locator("main")).to_contain_text("Let through by Farida Begum")

    nasreen = visitor("en", "phone", scripts=False)
    nasreen.sign_in("nasreen@moe.example")
    page = nasreen.open("/feeds/mine/")
    expect(page.locator("main")).to_contain_text("Your profile is verified.")
    page.get_by_role("link", name="I was transferred").click()
    page.fill("input[name=q]", "DEMO-mord-3")
    page.get_by_role("button", name="Search").click()
    page.locator("main ul a").first.click()
    page.fill("input[name=designation]", "Section Officer")
    page.fill(
        "input[name=effective_on]", site.manage("from karmayogi.kernel import clock; print(clock.day(clock.now()))")
    )
    page.fill("input[name=order_number]", "A-31011/2/2026")
    page.get_by_role("button", name="Send to that office").click()
    expect(page.locator("main")).to_contain_text("Your transfer is not decided")
    assert too_wide(page) <= 0

    queue = meena.open(f"/feeds/{ministry}/requests/?q=Nasreen")
    assert axe(queue) == []
    queue.get_by_label("Choose the request of Nasreen Bano").check()
    queue.get_by_role("button", name="Approve the chosen ones").click()
    expect(queue.locator("main")).to_contain_text("Approved: 1.")
    page = nasreen.open("/feeds/mine/")
    expect(page.locator("main")).to_contain_text("Your profile is verified.")
    expect(page.locator("main")).to_contain_text("Section Officer")
    meena.open(f"/orgs/{ministry}/people/?q=Nasreen")
    expect(meena.page.locator("main table")).to_contain_text("Nasreen Bano")
