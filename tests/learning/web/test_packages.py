import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from karmayogi.kernel import rows
from karmayogi.learning.models import CourseVersion, Package
from tests.learning.conftest import package

URL = "/learning/packages/"


def form(studio, content):
    return {
        "file": SimpleUploadedFile("p.zip", content), "minutes": "20", "level": "1", "competency": "FUN-095",
        "provider": str(studio.institute),
    }  # fmt: skip


def test_an_author_uploads_into_a_draft_and_nothing_is_published(as_, studio):
    client = as_(studio.author)
    asked = client.get(URL).content.decode()
    assert "H5P, cmi5 or xAPI" in asked and 'accept=".zip,.h5p,application/zip"' in asked
    answer = client.post(URL, form(studio, package()) | {"title_hi": "दो पाठ"})
    assert answer.status_code == 302
    html = client.get(answer.url).content.decode()
    assert "Two lessons" in html and "दो पाठ" in html and "Interactive package" in html
    assert CourseVersion.objects.count() == 0
    assert rows.scalar("select status from learning_course") == "draft"


def test_the_same_package_lies_there_once(as_, studio):
    client = as_(studio.author)
    for _twice in (1, 2):
        assert client.post(URL, form(studio, package())).status_code == 302
    assert Package.objects.count() == 1


def test_a_broken_zip_is_said_in_the_form(as_, studio):
    answer = as_(studio.author).post(URL, form(studio, b"no zip"))
    assert answer.status_code == 422
    assert "not a zip" in answer.content.decode()
    assert Package.objects.count() == 0
    assert rows.scalar("select count(*) from learning_draft") == 0


def test_an_author_sees_the_packages_of_the_own_providers_only(as_, studio):
    client = as_(studio.author)
    client.post(URL, form(studio, package()))
    assert "p.zip" in client.get(URL).content.decode()
    rows.run("update learning_course set provider_id = (select id from learning_provider where uuid = %s)",
             [studio.company])  # fmt: skip
    assert "p.zip" not in client.get(URL).content.decode()


def test_not_for_the_next_provider(as_, studio):
    answer = as_(studio.author).post(URL, form(studio, package()) | {"provider": str(studio.company)})
    assert answer.status_code == 422
    assert Package.objects.count() == 0


@pytest.mark.parametrize("part", ["learner", "admin", "analyst", "platform", "publisher"])
def test_nobody_else_is_told_that_the_page_exists(as_, studio, cast, part):
    client = as_(getattr(cast, part))
    assert client.get(URL).status_code == 404
    assert client.post(URL, form(studio, package())).status_code == 404
    assert Package.objects.count() == 0


def test_a_large_package_is_never_read_into_the_web_process(as_, studio, settings, monkeypatch):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]  # as from 1 MB on
    monkeypatch.setattr(TemporaryUploadedFile, "read", lambda file, *_size: pytest.fail("read whole"))
    assert as_(studio.author).post(URL, form(studio, package())).status_code == 302
    assert Package.objects.count() == 1
