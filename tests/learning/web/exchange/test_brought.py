import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karmayogi.assessment import api as assessment  # noqa: F401 (fills the slots for questions)
from karmayogi.kernel import clock
from karmayogi.kernel.access import Role
from karmayogi.learning.models import BroughtCourse
from tests.learning import foreign

URL = "/learning/brought/"


@pytest.fixture
def sign_in(at):
    def call(player):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    with clock.frozen(at):
        yield call


@pytest.fixture
def imran(sign_in, cast, kcm, licensed):
    return sign_in(cast.publisher)


@pytest.fixture
def jaya(sign_in, cast):
    player = cast.player("Jaya Rao", "jaya@personnel.example.in", None, None)
    cast.grant(player, Role.CONTENT_PUBLISHER, cast.country)
    return sign_in(player)


def upload(client, name, **files):
    content = foreign.archive(name, foreign.all_of_them()[name] | files)
    return client.post(URL, {"file": SimpleUploadedFile("course.zip", content)})


DRAFT = {"code": "X-1", "title": "Wells", "provider": "Others", "competency": "FUN-095", "level": "2"}


def test_a_course_is_brought_seen_kept_and_published_by_another(imran, jaya):
    address = upload(imran, "markdown-quiz").url
    html = imran.get(address).content.decode()
    assert "Markdown + quiz JSON" in html
    assert "It marks another option as right than the English text." in html
    assert "தமிழ்" in html
    assert imran.post(address, DRAFT).status_code == 302
    assert "ask another publisher" in imran.get(address).content.decode()
    assert imran.post(f"{address}publish/").status_code == 409
    assert "Waits for" not in jaya.get(URL).content.decode()
    answer = jaya.post(f"{address}publish/", follow=True)
    assert "The course is published." in answer.content.decode()
    assert "বাংলা" in answer.content.decode()


def test_the_same_file_again_says_so(imran):
    first, again = upload(imran, "olx").url, upload(imran, "olx").url
    assert first == again
    assert "Nothing was changed" in imran.get(again).content.decode()


def test_a_refusal_is_said_in_the_form(imran):
    answer = imran.post(URL, {"file": SimpleUploadedFile("x.zip", b"no zip")})
    assert answer.status_code == 422
    assert "not a zip" in answer.content.decode()
    address = upload(imran, "olx").url
    answer = imran.post(address, DRAFT | {"code": "no code"})
    assert answer.status_code == 422
    assert "A code has" in answer.content.decode()


def test_the_report_has_every_item(imran):
    from python_calamine import CalamineWorkbook

    address = upload(imran, "moodle").url
    book = CalamineWorkbook.from_filelike(io.BytesIO(imran.get(f"{address}report/").content))
    lines = book.get_sheet_by_index(0).to_python()
    plan = BroughtCourse.objects.get().plan
    assert len(lines) == len(plan["report"]) + 1
    assert ["A forum", "forum", "Left out", "There is nothing like it here.", ""] in lines


def test_it_can_be_thrown_away(imran):
    address = upload(imran, "olx").url
    assert imran.post(f"{address}discard/").url == URL
    assert imran.get(address).status_code == 404


def test_nobody_else_is_told_that_the_page_exists(sign_in, imran, cast):
    address = upload(imran, "olx").url
    for player in (cast.learner, cast.admin, cast.analyst, cast.platform):
        client = sign_in(player)
        for url in (URL, address, f"{address}report/"):
            assert client.get(url).status_code == 404
        for url in (URL, address, f"{address}publish/", f"{address}discard/"):
            assert client.post(url, DRAFT).status_code == 404


def test_a_course_and_its_test_are_taken_along(imran, jaya, sign_in, cast):
    address = upload(imran, "olx").url
    imran.post(address, DRAFT)
    course = jaya.post(f"{address}publish/").url
    html = jaya.get(course).content.decode()
    whole = jaya.get(f"{course}whole.zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(whole.streaming_content))).namelist()
    assert "questions/digging-2.json" in names
    link = next(bit.split('"')[0] for bit in html.split('href="') if "qti-3.0.zip" in bit)
    assert "test.xml" in zipfile.ZipFile(io.BytesIO(jaya.get(link).content)).namelist()
    learner = sign_in(cast.learner)
    assert link not in learner.get(course).content.decode()
    for url in (link, f"{course}whole.zip"):
        assert learner.get(url).status_code == 404
    assert jaya.get(link.replace("3.0", "9.9")).status_code == 404
