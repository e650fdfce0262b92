"""The annual plan of a ministry: its next version with needs asked, counted and weighed, a training, the unit's
agreement, the head's approval on a phone, the signed paper in three languages, an order, the officer who reads why it
binds her, money, and a review carried over. And the plan of a municipal corporation of 25 departments."""

import datetime as dt
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from karmayogi.capacity.engine.year import quarter
from karmayogi.kernel.dates import financial_year
from tests.journeys.conftest import fit

pytestmark = pytest.mark.journey

# Departments of the corporation, and designations of the posts in them.
SHAPE = """
from karmayogi.kernel import rows
print(*rows.first(lambda *row: row, '''select count(distinct o.id), count(distinct s.designation_id)
  from orgs_organisation o join orgs_post s on s.organisation_id = o.id where o.code like 'DEMO-MH-MC-%%' ''', []))
"""
TODAY = "from karmayogi.kernel import clock; print(clock.day(clock.now()))"


def paper(page, address: str) -> str:
    answer = page.request.get(address)
    assert answer.body().startswith(b"%PDF")
    read = PdfReader(io.BytesIO(answer.body()))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, as PDF/UA asks"
    return " ".join(" ".join(one.extract_text() for one in read.pages).split())


def test_from_the_needs_to_the_signed_paper_to_the_order_to_the_review(site, visitor):
    today = dt.date.fromisoformat(site.manage(TODAY))
    year = financial_year(today)
    now = next(n for n in range(1, 5) if today <= quarter(year, n).last)
    meena = visitor("en", "phone")
    meena.sign_in("meena@mord.example")
    page = meena.open("/capacity/")
    page.get_by_role("link", name="Annual capacity building plan of the Ministry of Rural Development").click()
    main = page.locator("main")
    expect(main).to_contain_text("In execution")
    page.get_by_role("button", name="Begin the next version").click()
    expect(main).to_contain_text("version 2")
    plan = meena.path()
    fit(page)

    page = meena.open(f"{plan}survey/")
    fit(page)
    page.get_by_role("button", name="Open the survey").click()
    expect(main).to_contain_text("Open now")
    asha = visitor("hi", "phone")
    asha.sign_in("asha@mord.example")
    page = asha.open("/")
    survey = page.locator("p", has_text="एक छोटा सर्वेक्षण").get_by_role("link")
    survey.click()
    fit(page)
    for box in page.locator("select[name^=rating_]").all():
        box.select_option("2")
    page.get_by_label("इसे सीखने में आपको सबसे अधिक क्या रोकता है?").select_option("time")
    page.get_by_role("button", name="मेरा उत्तर भेजें").click()
    expect(page.locator("main")).to_contain_text("धन्यवाद")
    expect(survey).to_have_count(0)
    page = meena.open(f"{plan}survey/")
    expect(main).to_contain_text("Answers: 1")
    page.get_by_role("button", name="Close it now").click()
    expect(main).to_contain_text("Too few answered to be told")

    page = meena.open(f"{plan}needs/")
    count = page.get_by_role("button", name="Count the needs")
    with page.expect_navigation():
        count.click()
    expect(count).to_be_visible()  # not while a job counts: the page looks by itself
    expect(main).to_contain_text("Counted as on")
    fit(page)
    page.get_by_role("link", name="Say how much it matters").first.click()
    name = page.locator("h1").inner_text().removeprefix("How much it matters: ")
    page.get_by_label("How much it matters, 1 to 5").select_option("5")
    page.get_by_label("Why it matters").fill("Asked for in every review of the Secretary")
    page.get_by_label("Citizen centricity").check()
    fit(page)
    page.get_by_role("button", name="Save").click()
    expect(main).to_contain_text("Asked for in every review of the Secretary")
    expect(main).to_contain_text(re.compile(r"× 5 = [\d.]+"))

    page = meena.open(f"{plan}interventions/new/")
    page.get_by_label("Heading").select_option("functional")
    page.get_by_label("Title in English").fill("A training that was lacking")
    page.get_by_label("Who answers for it").fill("Deputy Secretary (Training)")
    page.get_by_label("Quarter").select_option(str(now))
    page.get_by_label("Seats").fill("12")
    fit(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("A training that was lacking")
    training = meena.path()
    page.get_by_label("Need", exact=True).select_option(label=name)
    page.get_by_role("button", name="Add the need").click()
    expect(page.locator("section", has_text="Needs that it answers").locator("li")).to_contain_text(name)
    course = page.locator("section", has=page.get_by_role("heading", name="Course"))
    course.get_by_role("searchbox").fill("KY-CYB-01")
    course.get_by_role("button", name="Search").click()
    course.get_by_role("button", name="Choose").first.click()
    expect(course).to_contain_text("Remove")
    owner = page.locator("section", has=page.get_by_role("heading", name="Who is told"))
    owner.get_by_label("Name, employee code, designation or post").fill("Vikram")
    owner.get_by_role("button", name="Search").first.click()
    owner.get_by_role("button", name="Choose", exact=True).first.click()
    expect(owner.get_by_role("button", name="Remove the owner")).to_be_visible()
    fit(page)
    page = meena.open(f"{plan}changes/")
    expect(main.locator("tr", has_text="A training that was lacking")).to_contain_text("Added")
    fit(page)

    vikram = visitor("en", "desktop", scripts=False)
    vikram.sign_in("vikram@mord.example")
    page = vikram.open(plan)
    page.get_by_role("button", name="Agree for the unit").click()
    expect(page.locator("main")).to_contain_text("Agreed by the unit")
    indira = visitor("hi", "phone")
    indira.sign_in("indira@mord.example")
    page = indira.open(plan)
    fit(page)
    page.get_by_role("button", name="प्रमुख के रूप में अनुमोदन करें").click()
    expect(page.locator("main")).to_contain_text("प्रमुख द्वारा अनुमोदित")
    page = meena.open(plan)
    page.get_by_role("button", name="Sign and publish").click()
    expect(main).to_contain_text("In execution")
    english, hindi, urdu = (paper(page, f"{site.origin}{plan}plan.pdf?language={one}") for one in ("en", "hi", "ur"))
    assert "A training that was lacking" in urdu
    assert "Changes since the last version" in english
    told = vikram.open("/").locator("p", has_text="A training that was lacking")
    for _ in range(60):  # a job tells him
        if told.count():
            break
        vikram.page.wait_for_timeout(500)
        vikram.open("/")
    told.get_by_role("link").click()
    expect(vikram.page.locator("h1")).to_have_text("What I answer for")
    assert "A training that was lacking" in english
    assert "Asked for in every review of the Secretary" in english
    assert "Indira Venkatesan" in english
    assert "A training that was lacking" in hindi, "of which there is no Hindi title"

    page = meena.open(training)
    page.get_by_role("button", name="Make it a draft order").click()
    expect(main).to_contain_text("It binds nobody before it is rehearsed")
    expect(page.locator("h1")).to_have_text("A training that was lacking")
    page.get_by_role("button", name="Rehearse").click()
    expect(main).to_contain_text("Nothing is written yet for anybody")  # the page looks by itself
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Bring into force").click()
    expect(main).to_contain_text("In force")
    asha.speak("en")
    page = asha.open("/plans/mine/")
    page.get_by_role("link", name="A training that was lacking").click()
    why = page.locator("main")
    expect(why).to_contain_text("Planned in “Annual capacity building plan of the Ministry of Rural Development")
    expect(why).to_contain_text(f"ACBP/{year}-{(year + 1) % 100:02d}/v2")
    fit(page)

    page = meena.open(f"{plan}spending/")
    page.get_by_label("Intervention (optional)").select_option(index=1)
    page.get_by_label("Amount, ₹").fill("12500")
    page.get_by_label("Number of the voucher").fill("J-77")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(main).to_contain_text("12,500")
    fit(page)

    over = [n for n in range(1, 5) if today >= quarter(year, n).last.replace(day=1)]
    if not over:  # in April and May no quarter of the year is far enough
        expect(meena.open(f"{plan}reviews/1/").locator("main")).to_contain_text("It is reviewed from")
        return
    page = meena.open(f"{plan}reviews/{over[0]}/")
    fit(page)
    for box in page.get_by_label("State").all():
        box.select_option("partly")
    for box in page.get_by_label("Reason, unless it is done").all():
        box.fill("The hall was flooded")
    page.get_by_label("Carry it over into next year's plan").first.check()
    page.get_by_role("button", name="Keep the review").click()
    expect(main).to_contain_text("It stays as it was")
    fit(page)
    page = meena.open(plan)
    page.get_by_role("button", name="Carry over into next year").click()
    expect(page.locator("h1")).to_contain_text(f"{year + 1}-{(year + 2) % 100:02d}")
    expect(meena.open(f"{meena.path()}interventions/").locator("main")).to_contain_text("Carried over")


def test_a_corporation_of_25_departments_and_125_designations_signs_its_plan(site, visitor):
    """Its unit has agreed: the Municipal Commissioner approves in Hindi on a phone, and it is published."""
    shape = site.manage(SHAPE)
    assert shape == "25 125"
    sameer = visitor("en", "desktop")
    sameer.sign_in("sameer@corporation.example")
    page = sameer.open("/capacity/")
    page.get_by_role("link", name="Annual capacity building plan of the corporation").click()
    main = page.locator("main")
    expect(main).to_contain_text("Urban local body")
    expect(main).to_contain_text("Agreed by the unit")
    plan = sameer.path()
    fit(page)
    rohini = visitor("hi", "phone")
    rohini.sign_in("rohini@corporation.example")
    page = rohini.open(plan)
    page.get_by_role("button", name="प्रमुख के रूप में अनुमोदन करें").click()
    expect(page.locator("main")).to_contain_text("प्रमुख द्वारा अनुमोदित")
    page = sameer.open(plan)
    page.get_by_role("button", name="Sign and publish").click()
    expect(main).to_contain_text("Signed and published")
    said = paper(page, f"{site.origin}{plan}plan.pdf")
    assert "One map of pipes, drains and lights" in said
    assert "Municipal Commissioner" in said
