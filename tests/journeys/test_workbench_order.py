"""A work allocation order from an empty draft to a signed PDF that anybody can check, on a phone without scripts."""

import concurrent.futures
import io
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey


def validated(content: bytes, authorities: bytes) -> bool:
    """In a thread of its own: the browser's event loop holds this one."""
    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    def check() -> bool:
        roots = [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(authorities, multiple=True)]
        (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
        told = validate_pdf_signature(signature, ValidationContext(trust_roots=roots))
        return bool(told.bottom_line) and told.coverage.name == "ENTIRE_FILE"

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(check).result()


def fits(page) -> bool:
    return too_wide(page) <= 0


def test_an_order_from_draft_to_signed_pdf(site, visitor):
    irfan = visitor("en", "phone", scripts=False)
    page = irfan.sign_in("irfan@mord.example")
    page = irfan.open("/competencies/workbench/orders/new/")
    page.fill("input[name=designation]", "Additional Executive Officer")
    page.get_by_role("button", name="Begin").click()
    order = irfan.path().removesuffix("edit/")
    for _kind in ("activity", "competency"):
        page.get_by_role("link", name="Suggestions to begin with").first.click()
        expect(page.locator("main")).to_contain_text("Source:")
        head = page.locator(f"section[aria-labelledby=k{_kind}] li").first
        expect(head.locator("q")).not_to_be_empty()
        head.get_by_role("button", name="Accept").click()
        irfan.open(order + "edit/")
    expect(page.locator("main")).to_contain_text("Everything is mapped")
    page = irfan.open(order)
    expect(page.locator("main")).to_contain_text("accepted, 0 rejected")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("In first review")

    lakshmi = visitor("en", "desktop")
    lakshmi.sign_in("lakshmi@mord.example")
    page = lakshmi.open("/competencies/workbench/?status=l1")
    assert axe(page) == []
    page.get_by_role("link", name="Additional Executive Officer").click()
    assert axe(page) == []
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("In second review")

    nirmala = visitor("en", "desktop")
    nirmala.sign_in("nirmala@dopt.example")
    page = nirmala.open(order)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.locator("main")).to_contain_text("Its way so far")
    paper = nirmala.context.request.get(site.origin + order + "paper.pdf")
    assert paper.status == 200 and paper.body()[:5] == b"%PDF-"
    _status, authorities = site.get("/credentials/paper-authority.pem")
    assert validated(paper.body(), authorities)

    code = re.search(r"/w/(WO-[0-9A-Z-]+)", page.content())
    assert code
    _status, answer = site.get(f"/w/{code[1]}")
    assert len(answer) <= 10_000 and b"Published and in force" in answer
    for language in ("en", "ur"):
        public = visitor(language, "phone")
        page = public.open(f"/w/{code[1]}?lang={language}")
        assert fits(page)
        assert axe(page) == []


def test_every_page_of_the_workbench_is_whole_on_a_phone(site, visitor):
    irfan = visitor("hi", "phone")
    irfan.sign_in("irfan@mord.example")
    draft = site.manage(
        'from karmayogi.kernel import rows; print(rows.scalar("select uuid from competencies_workorder'
        " where status = 'draft' order by id limit 1\"))"
    )
    published = site.manage(
        'from karmayogi.kernel import rows; print(rows.scalar("select uuid from competencies_workorder'
        " where status = 'published' order by id limit 1\"))"
    )
    paths = [
        "/competencies/workbench/", f"/competencies/workbench/orders/{draft}/edit/",
        f"/competencies/workbench/orders/{published}/", "/competencies/workbench/names/role/",
        "/competencies/workbench/names/activity/new/", "/competencies/workbench/names/pairs/",
        "/competencies/workbench/progress/",
    ]  # fmt: skip
    for path in paths:
        page = irfan.open(path)
        assert axe(page) == [], path
        assert fits(page), path
    page = irfan.open(f"/competencies/workbench/orders/{published}/")
    page.locator("form:has(input[value=copy]) button").click()  # the next version: a full draft
    page.wait_for_url("**/edit/")
    edit = irfan.path()
    suggest = page.locator("a[href*=suggestions]").first.get_attribute("href")
    for path in (edit, suggest, edit.replace("/edit/", "/compare/")):
        page = irfan.open(path)
        assert axe(page) == [], path
        assert fits(page), path
    page = irfan.open("/competencies/workbench/progress/")
    page.locator("input[name=on]").fill("2025-01-01")
    page.locator("main form button").click()
    expect(page.locator("main .kpi").first).to_contain_text("0%")
