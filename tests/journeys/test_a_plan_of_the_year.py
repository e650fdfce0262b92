"""The annual plan of a ministry: its next version with needs counted and weighed, a training, the unit's agreement, the
head's approval on a phone, the signed paper in two languages, a draft order, and a review carried over."""

import datetime as dt
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from karmayogi.capacity.engine.year import quarter
from karmayogi.kernel.dates import financial_year
from tests.journeys.conftest import axe

pytestmark = pytest.mark.journey

TODAY = "from karmayogi.kernel import clock; print(clock.day(clock.now()))"


def fit(page) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def paper(page, address: str) -> str:
    answer = page.request.get(address)
    assert answer.body().startswith(b"%PDF")
    read = PdfReader(io.BytesIO(answer.body()))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, as PDF/UA asks"
    return " ".join(" ".join(one.extract_text() for one in read.pages).split())


def test_from_the_needs_to_the_signed_paper_to_the_order_to_the_review(site, visitor):
    today = dt.date.fromisoformat(site.manage(TODAY))
    year = financial_year(today)
    now = next(n for n in range(1, 5) if quarter(year, n).first <= today <= quarter(year, n).last)
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
    page.get_by_role("searchbox").fill("KY-CYB-01")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Choose").first.click()
    expect(page.locator("section", has=page.get_by_role("heading", name="Course"))).to_contain_text("Remove")
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
    english, hindi = (paper(page, f"{site.origin}{plan}plan.pdf?language={one}") for one in ("en", "hi"))
    assert "A training that was lacking" in english
    assert "Asked for in every review of the Secretary" in english
    assert "Indira Venkatesan" in english
    assert "A training that was lacking" in hindi, "of which there is no Hindi title"

    page = meena.open(training)
    page.get_by_role("button", name="Make it a draft order").click()
    expect(main).to_contain_text("It binds nobody before it is rehearsed")
    expect(page.locator("h1")).to_have_text("A training that was lacking")

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
