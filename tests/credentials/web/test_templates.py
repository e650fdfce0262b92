"""A training admin sets how certificates look; nobody else's can be seen, used or changed."""

import io
import json
import uuid
import zlib

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from PIL import Image

from karmayogi.credentials.actions.save_template import Design, save_template
from karmayogi.credentials.actions.typeset import typeset
from karmayogi.credentials.api import verify
from karmayogi.credentials.models import Certificate, Template
from karmayogi.credentials.queries.templates import template_over
from karmayogi.credentials.types import Standing
from karmayogi.kernel import files
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.models import AuditEntry
from tests import polyglots

DESIGN = Design(
    line_en="Annual Capacity Building Plan", line_hi="वार्षिक क्षमता निर्माण योजना", signatory="Farah Naqvi, IAS",
    signatory_title="Director, Training", accent="green",
)  # fmt: skip
FORM = {
    "line_en": "Annual Capacity Building Plan", "line_hi": "", "line_ur": "", "signatory": "Farah Naqvi, IAS",
    "signatory_title": "Director, Training", "accent": "teal", "in_use": "on",
}  # fmt: skip


def picture(kind="PNG", size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, "#0b3d2c").save(out, kind)
    return out.getvalue()


@pytest.fixture
def saved(cast, at):
    return save_template(actor=cast.admin.actor(at), organisation_uuid=cast.ministry.uuid, design=DESIGN, at=at)


@pytest.fixture
def given(cast, issue):
    """A certificate of the standing learner."""
    return lambda **more: issue(person_id=cast.learner.person_id, name="Asha Verma", **more)


def page_of(certificate):
    content = files.read(typeset(certificate.uuid).sha256)
    return pypdf.PdfReader(io.BytesIO(content))


def test_what_is_set_for_the_ministry_counts_for_its_sections(cast, saved, given, at):
    certificate = given(language="en")
    text = page_of(certificate).pages[0].extract_text()
    for line in ["Ministry of Personnel", "Annual Capacity Building Plan", "Farah Naqvi, IAS", "Director, Training"]:
        assert line in text
    assert "proved by a server-marked test" in text
    found = verify(certificate.code, at)
    assert found.standing is Standing.GENUINE and found.facts.source.signatory == "Farah Naqvi, IAS"
    signed = json.loads(Certificate.objects.get().credential)["credentialSubject"]["source"]
    assert signed["official"] == "Farah Naqvi, IAS; Director, Training"
    assert template_over(cast.other_department.path) is None


def test_the_words_of_the_paper_are_those_that_were_signed(saved, given):
    certificate = given(language="hi")
    text = page_of(certificate).pages[0].extract_text()
    assert "वार्षिक क्षमता निर्माण योजना" in text and "कार्मिक मंत्रालय" in text
    changed = Certificate.objects.get().credential.replace("Farah Naqvi", "Somebody Else")
    Certificate.objects.update(credential=changed)
    assert verify(certificate.code).standing is Standing.ALTERED


def test_the_paper_stays_tagged_and_its_code_verifies(cast, at, given):
    design = Design(line_en="A line", signatory="A", signatory_title="B", accent="maroon", logo=picture())
    save_template(actor=cast.admin.actor(at), organisation_uuid=cast.section.uuid, design=design, at=at)
    for language in ("en", "hi", "ur"):
        certificate = given(language=language)
        reader = page_of(certificate)
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and len(reader.pages) == 1
        assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
        alts = str(reader.trailer["/Root"]["/StructTreeRoot"].get_object())
        assert alts and certificate.code in reader.pages[0].extract_text()
        assert verify(certificate.code, at).standing is Standing.GENUINE


def test_a_change_leaves_what_was_issued_as_it_was(cast, saved, given, at):
    before = given(language="en")
    save_template(
        actor=cast.admin.actor(at), organisation_uuid=cast.ministry.uuid, design=Design(signatory="New",
        signatory_title="Officer"), at=at,
    )  # fmt: skip
    assert "Farah Naqvi" in page_of(before).pages[0].extract_text()
    assert "Farah" not in page_of(given(language="en")).pages[0].extract_text()
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(uuid=saved).update(signatory="Somebody")


def test_saving_the_same_twice_is_one_row_and_none_in_use_is_none(cast, saved, given, at):
    actor = cast.admin.actor(at)
    again = save_template(actor=actor, organisation_uuid=cast.ministry.uuid, design=DESIGN, at=at)
    assert again == saved and AuditEntry.objects.filter(tag="credentials:template:save").count() == 1
    off = Design(in_use=False)
    save_template(actor=actor, organisation_uuid=cast.ministry.uuid, design=off, at=at)
    assert Certificate.objects.get(uuid=given().uuid).template_id is None


def test_the_template_of_another_tenant_is_not_there(cast, saved, at, sign_in):
    with pytest.raises(NotFound):
        save_template(actor=cast.other_admin.actor(at), organisation_uuid=cast.ministry.uuid, design=DESIGN, at=at)
    theirs, none = f"/credentials/templates/{cast.ministry.uuid}/", f"/credentials/templates/{uuid.uuid4()}/"
    for part in ("other_admin", "learner", "supervisor", "publisher"):
        client = sign_in(part)
        assert client.get(theirs).status_code == client.get(none).status_code == 404
        assert client.post(theirs, FORM).status_code == 404
        assert client.post(theirs, FORM | {"preview": "1"}).status_code == 404
    assert Template.objects.count() == 1
    assert sign_in("learner").get("/credentials/templates/").status_code == 404
    assert "Ministry of Personnel" not in sign_in("other_admin").get("/credentials/templates/").content.decode()


def test_set_previewed_and_saved_on_the_page(cast, sign_in):
    client = sign_in("admin")
    page = f"/credentials/templates/{cast.ministry.uuid}/"
    logo = SimpleUploadedFile("logo.jpg", picture("JPEG"), "image/jpeg")
    paper = client.post(page, FORM | {"preview": "1", "logo": logo})
    text = pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "Farah Naqvi, IAS" in text and "Name of the holder" in text and not Template.objects.exists()
    logo.seek(0)
    assert client.post(page, FORM | {"logo": logo}).status_code == 302
    kept = Template.objects.get()
    assert files.read(kept.logo.sha256).startswith(b"\x89PNG") and kept.accent == "teal"
    assert client.post(page, FORM | {"line_en": "Other"}).status_code == 302
    assert Template.objects.latest("id").logo_id == kept.logo_id
    assert client.post(page, FORM | {"without_logo": "on"}).status_code == 302
    assert Template.objects.latest("id").logo_id is None
    assert "Farah Naqvi" in client.get(page).content.decode()
    assert "own look" in client.get("/credentials/templates/").content.decode()


def vast(side):
    """A few bytes that announce a picture of so many pixels a side."""
    content = bytearray(picture())
    content[16:24] = side.to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


def test_a_logo_is_stored_before_the_transaction_and_one_that_stays_is_not_touched(cast, at, monkeypatch):
    depth, put, stored = len(connection.savepoint_ids), files.put, []
    monkeypatch.setattr(files, "put", lambda *said: stored.append(len(connection.savepoint_ids) - depth) or put(*said))

    def save(**more):
        save_template(actor=cast.admin.actor(at), organisation_uuid=cast.ministry.uuid, design=Design(**more), at=at)
        return Template.objects.latest("id").logo_id

    first = save(logo=picture())
    assert first and stored == [0]
    assert save(line_en="Other") == first and stored == [0]
    assert save(without_logo=True) is None and stored == [0] and Template.objects.count() == 3


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [SVG, b"%PDF-1.7", b"GIF89a", b"", picture()[:60], b"\x89PNG" + b"0" * 600_000, vast(11_000), vast(20_000)],
    ids=["svg", "pdf", "gif", "empty", "cut", "large", "vast", "bomb"],
)  # fmt: skip
def test_what_is_no_picture_for_paper_is_refused(cast, sign_in, content):
    logo = SimpleUploadedFile("logo.png", content, "image/png")
    page = sign_in("admin").post(f"/credentials/templates/{cast.ministry.uuid}/", FORM | {"logo": logo})
    assert page.status_code == 422 and not Template.objects.exists()


@pytest.mark.parametrize("name", polyglots.ALL)
def test_a_logo_that_is_two_things_is_refused_or_drawn_anew(cast, sign_in, name):
    logo = SimpleUploadedFile("logo.png", polyglots.ALL[name], "text/html")
    page = sign_in("admin").post(f"/credentials/templates/{cast.ministry.uuid}/", FORM | {"logo": logo})
    if name != "png.html":
        assert page.status_code == 422 and not Template.objects.exists()
        return
    assert page.status_code == 302
    kept = files.read(Template.objects.get().logo.sha256)
    assert kept.startswith(b"\x89PNG") and b"html" not in kept and b"tEXt" not in kept


def test_of_a_picture_only_the_picture_is_kept(cast, sign_in):
    logo = SimpleUploadedFile("logo.png", picture() + SVG, "image/png")
    sign_in("admin").post(f"/credentials/templates/{cast.ministry.uuid}/", FORM | {"logo": logo})
    assert b"script" not in files.read(Template.objects.get().logo.sha256)


@pytest.mark.parametrize("wrong", [{"signatory": "A; B"}, {"signatory_title": ""}, {"accent": "#ffffff"}])
def test_words_that_cannot_be_signed(cast, sign_in, wrong):
    page = sign_in("admin").post(f"/credentials/templates/{cast.ministry.uuid}/", FORM | wrong)
    assert page.status_code == 422 and not Template.objects.exists()
    translation.activate("en")


def test_who_finds_it_on_the_administration_page(cast, at, sign_in):
    found = {part: sign_in(part).get("/administration/").content.decode() for part in ("admin", "platform")}
    assert "/credentials/templates/" in found["admin"] and "/credentials/all/" not in found["admin"]
    assert "/credentials/all/" in found["platform"]
