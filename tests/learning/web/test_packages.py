import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from karmayogi.kernel import clock
from karmayogi.learning.models import Package
from tests.learning.conftest import package

URL = "/learning/packages/"


@pytest.fixture
def sign_in(client, at):
    def call(player):
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    with clock.frozen(at):
        yield call


def form(content):
    return {"file": SimpleUploadedFile("p.zip", content), "minutes": "20", "level": "1", "competency": "FUN-095"}


def test_a_publisher_uploads(sign_in, cast, kcm):
    client = sign_in(cast.publisher)
    assert client.get(URL).status_code == 200
    answer = client.post(URL, form(package()))
    assert answer.status_code == 302
    assert "Two lessons" in client.get(answer.url).content.decode()


def test_the_same_again_says_that_nothing_was_changed(sign_in, cast, kcm):
    client = sign_in(cast.publisher)
    client.get(client.post(URL, form(package())).url)
    answer = client.post(URL, form(package()) | {"title_en": "Another title"})
    html = client.get(answer.url).content.decode()
    assert "Nothing was changed" in html
    assert "Another title" not in html


def test_a_broken_zip_is_said_in_the_form(sign_in, cast, kcm):
    answer = sign_in(cast.publisher).post(URL, form(b"no zip"))
    assert answer.status_code == 422
    assert "not a zip" in answer.content.decode()
    assert Package.objects.count() == 0


@pytest.mark.parametrize("part", ["learner", "admin", "analyst", "platform"])
def test_nobody_else_is_told_that_the_page_exists(sign_in, cast, kcm, part):
    client = sign_in(getattr(cast, part))
    assert client.get(URL).status_code == 404
    assert client.post(URL, form(package())).status_code == 404
    assert Package.objects.count() == 0
