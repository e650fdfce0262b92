"""Orders as PDF: text is read in a process of its own; scans, locks and what is no PDF are said."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions import read_paper
from karmayogi.capacity.actions.print_plan import paper_of
from karmayogi.capacity.models import Plan, Quote, SourcePaper
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused


def scanned() -> bytes:
    """A page that is a picture of words, as a scanner makes it."""
    page = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(page).text((40, 40), "The Section Officer notes and drafts.", fill="black")
    out = io.BytesIO()
    page.save(out, "PDF")
    return out.getvalue()


def locked(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_with_text_is_quoted_and_one_of_scans_is_refused_with_words(planning, at):
    plan = planning.draft()
    told = {"kind": "work_allocation", "name": "WA-1/2026"}
    for content, words in (
        (scanned(), "it was scanned"),
        (locked(scanned()), "locked by a password"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (b"PK\x03\x04", "This is no PDF"),
    ):
        before = planning.revision(plan)
        with pytest.raises(Refused, match=words):
            capacity.add_paper(**planning.said(plan), **told, content=content)
        assert planning.revision(plan) == before
    assert not SourcePaper.objects.exists()

    name = rows.scalar("select name_en from competencies_competency order by code limit 1")
    rows.run("update capacity_plan set purpose = %s", [f"The Section Officer answers for {name}."])
    pdf = paper_of(Plan.objects.get(uuid=plan), "en", at)  # a paper of the product itself is a PDF with text
    assert len(pypdfium2.PdfDocument(pdf)) >= 1
    capacity.add_paper(**planning.said(plan), **told, content=pdf)
    paper = SourcePaper.objects.get()
    assert paper.pages == len(pypdfium2.PdfDocument(pdf))
    kinds = {bool(one.competency_id): paper.text[one.start : one.end] for one in Quote.objects.order_by("-start")}
    assert name in kinds[True]
    assert "Section Officer" in kinds[False]
    assert set(Quote.objects.values_list("state", flat=True)) == {"waiting"}


def test_scans_with_a_stamp_on_each_page_are_scans(planning, at, monkeypatch):
    """The file number and the number of the page are all the text there is."""
    plan, stamp = (
        planning.draft(),
        "F.No.A-12011/7/2026-Estt.(Computer No. 381245)\nReceipt 5512/2026 · Page {} of 12\n",
    )
    told = {"kind": "work_allocation", "name": "WA-1/2026", "content": scanned()}
    pages = [stamp.format(number) for number in range(1, 13)]
    monkeypatch.setattr(read_paper.learning, "text_of_pdf", lambda _content: (pages, ""))
    with pytest.raises(Refused, match="it was scanned"):
        capacity.add_paper(**planning.said(plan), **told)
    assert not SourcePaper.objects.exists()
    pages[4] += "The Section Officer notes and drafts, and keeps the register of files."
    capacity.add_paper(**planning.said(plan), **told)
    assert "keeps the register" in SourcePaper.objects.get().text
    alone, twice = ["The Section Officer notes and drafts."], ["a\nb\nc\nd\ne\nf\ng"] * 2
    assert read_paper.own_words(alone) == alone, "of one page nothing is a stamp"
    assert read_paper.own_words(twice) == twice, "a page that stands there twice"


def test_no_designation_that_was_merged_is_suggested_and_any_language_is_read(planning, at):
    plan = planning.draft()
    kept, gone = rows.fetch(int, "select id from orgs_designation where merged_into_id is null order by id limit 2")
    rows.run("update orgs_designation set name_hi = 'विलीन अधिकारी', merged_into_id = %s where id = %s", [kept, gone])
    rows.run("update orgs_designation set name = 'Keeper of Rolls', name_ur = 'محافظ دفتر' where id = %s", [kept])
    for text, found in (
        ("विलीन अधिकारी फाइल रखता है।", []),
        ("محافظ دفتر فائل رکھتا ہے۔", [kept]),
        ("The Keeper  of Rolls keeps the file.", [kept]),
    ):
        paper = capacity.add_paper(**planning.said(plan), kind="other", name="WA-2", text=text)
        quotes = Quote.objects.filter(paper__uuid=paper, designation__isnull=False)
        assert list(quotes.values_list("designation_id", flat=True)) == found
