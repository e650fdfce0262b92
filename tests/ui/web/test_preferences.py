import pytest
from django.test import Client


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_the_language_is_kept_and_one_comes_back(strict):
    response = strict.post("/ui/language/", {"language": "ur", "next": "/ui/gallery/?q=1"})
    assert (response.status_code, response["Location"]) == (302, "/ui/gallery/?q=1")
    assert response.cookies["django_language"].value == "ur"
    assert strict.get("/ui/about/help/").headers["Content-Language"] == "ur"


def test_colours_are_kept(strict):
    assert strict.post("/ui/theme/", {"theme": "dark", "next": "/"}).cookies["theme"].value == "dark"
    assert b'data-theme="dark"' in strict.get("/ui/about/help/").content


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_website(strict, address):
    assert strict.post("/ui/language/", {"language": "hi", "next": address})["Location"] == "/"


@pytest.mark.parametrize("path", ["/ui/language/", "/ui/theme/"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_website_changes_nothing(strict, path, headers):
    assert not strict.post(path, {"language": "hi", "theme": "dark"}, headers=headers).cookies


@pytest.mark.parametrize(("path", "field"), [("/ui/language/", "language"), ("/ui/theme/", "theme")])
def test_unknown_choices_change_nothing(strict, path, field):
    assert not strict.post(path, {field: "xx"}).cookies
    assert strict.get(path).status_code == 405
