"""The paper: PDF/UA with a signature that anybody can validate, and a page of at most 10 kB behind its QR."""

import io
from urllib.parse import urlsplit

import pytest
from asn1crypto import pem, x509
from django.db import connection
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from karmayogi.competencies.actions.workbench.print_order import print_order
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.credentials.actions.paper_keys import rotate_paper_key
from karmayogi.credentials.models import PaperKey
from karmayogi.kernel import files
from karmayogi.kernel.access import System
from tests import qr
from tests.competencies.actions.workbench.test_review_order import publish


@pytest.fixture
def published(unit, client, frozen_time):
    order = unit.written()
    publish(unit, order)
    return queries.access_order(unit.author, order)


def signature(content: bytes, authorities: bytes):
    roots = [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(authorities, multiple=True)]
    (found,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(found, ValidationContext(trust_roots=roots))


def test_the_paper_is_signed_once_and_says_what_was_approved(published, client, run_jobs):
    run_jobs()
    ref = print_order(published.id)
    assert print_order(published.id) == ref
    content = files.read(ref.sha256)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    for said in (published.number, published.code, "FUN-087", "Farah Naqvi", "Keeper of cases"):
        assert said in text
    (address,) = qr.read(content)
    seen = client.get(urlsplit(address).path)  # what a camera finds on the paper leads to the page about it
    assert seen.status_code == 200 and published.number in seen.content.decode()
    authorities = client.get(reverse("credentials:paper_authority")).content
    told = signature(content, authorities)
    assert told.bottom_line and told.coverage.name == "ENTIRE_FILE"
    assert told.signer_reported_dt == published.published_at
    broken = (
        content.replace(b"/Producer", b"/Producex", 1)
        if b"/Producer" in content
        else content[:900] + b" " + content[901:]
    )
    assert not signature(broken, authorities).intact


def test_papers_signed_before_a_rotation_still_verify(published, client, at):
    content = files.read(print_order(published.id).sha256)
    rotate_paper_key(agent=System("test"), at=at, why="test")
    assert PaperKey.objects.filter(part="signer").count() == 2
    assert PaperKey.objects.filter(part="authority").count() == 1
    assert signature(content, client.get(reverse("credentials:paper_authority")).content).bottom_line


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_public_page_is_small_and_tells_the_truth(published, client, language):
    page = client.get(f"/w/{published.code}?lang={language}")
    assert len(page.content) <= 10_000
    for said in (published.number, published.content_hash, f'lang="{language}"'):
        assert said in page.content.decode()


def test_another_content_or_code_shows(published, client):
    assert "Published and in force" in client.get(f"/w/{published.code.lower()}").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")  # somebody with the power to go past triggers
        cursor.execute("update competencies_workorder set content = content || ' '")
        cursor.execute("set local session_replication_role = origin")
    assert "Not genuine" in client.get(f"/w/{published.code}").content.decode()
    wrong = published.code[:-1] + ("0" if published.code[-1] != "0" else "1")
    assert "Mistyped" in client.get(f"/w/{wrong}").content.decode()
    assert client.get("/w/%00").status_code == 200
