"""An officer sees what is missing for her appraisal and contests a figure; the appraisal system is told, over HTTP on
this machine, that her line is contested; somebody else decides; her statement and the system have the same figures."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import fit
from tests.talent.appraisal_double import AppraisalDouble

pytestmark = pytest.mark.journey

SEND = """
from karmayogi.kernel import clock
from karmayogi.talent.actions.send_feed import send_all
print(send_all(clock.now()))
"""
MINISTRY = """
from karmayogi.orgs import api as orgs
print(orgs.organisation_by_name('Ministry of Rural Development').code)
"""
ASHA = (
    "from karmayogi.people import api as p; print(p.person(p.find_account(email='asha@mord.example').person_id).uuid)"
)
TODAY = "from karmayogi.kernel import clock; print(clock.day(clock.now()))"


def test_contested_frozen_decided_printed_and_acknowledged(site, visitor):
    double, uuid = AppraisalDouble(), site.manage(ASHA)

    def told() -> list[dict]:
        return [line for _number, line in sorted(double.lines.items()) if line["officer"] == uuid]

    with double.served() as address:
        gita = visitor("en", "desktop", scripts=False)
        gita.sign_in("gita@platform.example")
        page = gita.open(f"/talent/feeds/?code={site.manage(MINISTRY)}")
        page.get_by_label("Name of the appraisal system").fill("Appraisal double")
        page.get_by_label("Address").fill(address)
        page.get_by_label("Its public key").fill(double.public)
        page.get_by_role("button", name="Connect").click()
        expect(page.locator("h1")).to_have_text("Appraisal double")
        feed = gita.path()
        assert int(site.manage(SEND)) > 10
        before = told()[-1]
        assert not before["contested"]

        asha = visitor("en", "phone")
        asha.sign_in("asha@mord.example")
        page = asha.open("/talent/")
        main = page.locator("main")
        expect(main).to_contain_text(f"{before['prescribed']} × 50 %")
        fit(page)
        missing = page.locator("section", has=page.get_by_role("heading", name="Prescribed courses")).locator(
            "li", has_text="Missing"
        )
        count = missing.count()
        assert count == before["prescribed"] - before["done"] > 0
        title = missing.first.get_by_role("link").inner_text()
        page.get_by_label("What is wrong").select_option(label=title)
        page.get_by_label("In your words").fill("I completed it at the institute.")
        page.get_by_role("button", name="Send the contest").click()
        expect(main).to_contain_text("Waits for a decision")
        fit(page)
        site.manage(SEND)
        assert told()[-1] | {"as_on": ""} == before | {
            "as_on": "", "contested": True, "corrects": before["number"], "number": told()[-1]["number"],
        }  # fmt: skip

        meena = visitor("hi", "phone")
        meena.sign_in("meena@mord.example")
        page = meena.open("/talent/contests/")
        fit(page)
        page.get_by_role("link", name=re.compile("आशा")).click()
        page.get_by_label("मान लें", exact=True).check()
        page.get_by_label("इस दिन पूर्ण माना जाए").fill(site.manage(TODAY))
        page.get_by_label("कारण").fill("संस्थान की पंजी में दर्ज है।")
        fit(page)
        page.get_by_role("button", name="निर्णय करें").click()
        expect(page.locator("main")).not_to_contain_text("आशा")

        page = asha.open("/talent/")
        expect(page.locator("main")).to_contain_text("by a decision")
        papers = {}
        for language in ("en", "hi", "ur"):
            answer = page.request.get(f"{site.origin}/talent/statement.pdf?language={language}")
            read = PdfReader(io.BytesIO(answer.body()))
            assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, as PDF/UA asks"
            papers[language] = " ".join(" ".join(one.extract_text() for one in read.pages).split())
        assert title in papers["en"]
        assert "Upheld" in papers["en"]
        site.manage(SEND)
        last = told()[-1]
        assert (last["contested"], last["done"]) == (False, before["done"] + 1)
        page = gita.open(f"{feed}?q=Asha Kumari")
        expect(page.locator("main")).to_contain_text("Acknowledged")
        expect(page.locator("main")).to_contain_text("corrects")
        page = meena.open("/talent/years/")
        fit(page)
        page.locator("table").get_by_role("link").first.click()
        fit(page)
