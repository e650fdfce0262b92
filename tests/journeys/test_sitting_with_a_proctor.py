"""A test at a place and time: the proctor shows a code, an officer takes it on a phone, results are told together."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, fit

pytestmark = pytest.mark.journey

# The sitting of the demonstration, the first, is days ahead: it begins {minutes} minutes from now; the number of its
# address.
BEGINS = """
import datetime as dt
from karmayogi.kernel import clock
from karmayogi.assessment.models import ProctoredSitting
row = ProctoredSitting.objects.order_by("id")[0]
row.starts_at = clock.now() + dt.timedelta(minutes={minutes})
row.ends_at = row.starts_at + dt.timedelta(hours=1)
row.save(update_fields=["starts_at", "ends_at"])
print(row.uuid)
"""


def test_a_sitting_with_its_code_its_proctor_and_its_results(site, visitor):
    sitting = site.manage(BEGINS.format(minutes=-5))
    vikram, asha = visitor("en", "desktop"), visitor("hi", "phone")
    vikram.sign_in("vikram@mord.example")
    page = vikram.open(f"/assessment/proctored/{sitting}/")
    code = page.locator("output.code").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", code)
    assert axe(page) == []
    seat = page.locator("section", has_text="Asha").first
    seat.locator("button[value=present]").click()
    expect(seat.locator(".tag").first).to_have_text("present")
    asha.sign_in("asha@mord.example")
    page = asha.open(f"/assessment/seats/{sitting}/")
    fit(page)
    page.fill("input[name=code]", "000 000" if code != "000 000" else "111 111")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("परीक्षा-सत्र का कोड नहीं")
    page.fill("input[name=code]", code)
    page.locator("main form button").last.click()
    expect(page.locator("#clock")).to_be_visible()
    page.locator("button[name=go][value=check]").click()
    page.locator("#finish").click()
    expect(page.locator("main")).to_contain_text("एक साथ बताए जाते हैं")
    site.manage(BEGINS.format(minutes=-50))
    page = vikram.open(f"/assessment/proctored/{sitting}/")
    page.get_by_role("button", name="Close the sitting and tell the results").click()
    expect(page.locator("main")).to_contain_text("1 result was told")
    page = asha.open(f"/assessment/seats/{sitting}/")
    page.locator("main a.btn").click()
    expect(page.locator("h1")).to_contain_text("%")
