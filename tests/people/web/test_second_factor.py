"""Administration opens only after a second factor, where the installation asks for it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from karmayogi.people.models import Session
from tests.cast import PASSWORD

PAGE = "/people/me/second-factor/"


def code(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def come_in(player, **more):
    client = Client()
    client.post("/people/sign-in/", {"login": player.email, "password": PASSWORD, **more})
    return client


@pytest.fixture
def admin(cast, settings):
    settings.AUTHORITY_NEEDS_SECOND_FACTOR = True
    return come_in(cast.admin)


@pytest.fixture
def secret(admin, monkeypatch):
    """Of the app that she has just added."""
    # A test's transaction never commits; in life the callback runs within the request.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **_more: callback())
    admin.post("/people/sign-in/again/", {"password": PASSWORD})
    secret = re.search(r'<bdi dir="ltr">([A-Z2-7]{32})</bdi>', admin.get("/people/sign-in/app/").text)[1]
    admin.post("/people/sign-in/app/", {"code": code(secret)})
    return secret


def pages(cast):
    office = f"/orgs/{cast.section.uuid}/"
    return [
        "/administration/", "/orgs/", office, f"{office}people/", f"{office}people.xlsx", f"{office}officers/",
        f"/team/{cast.learner.person_uuid}/",
    ]  # fmt: skip


def test_every_page_of_an_authority_leads_to_the_way_to_open_it(cast, admin):
    for page in pages(cast):
        answer = admin.get(page)
        assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?next={page.replace('/', '%2F')}"), page
    text = admin.get(f"{PAGE}?next=/orgs/").text
    assert "/people/sign-in/app/" in text
    assert 'href="/administration/"' in text, "the menu still shows where it is"


def test_one_s_own_pages_are_open(cast, admin):
    for page in ("/", "/people/me/", "/people/me/security/", "/learning/"):
        assert admin.get(page).status_code == 200, page


def test_adding_an_app_opens_them(cast, admin, secret):
    for page in pages(cast):
        assert admin.get(page).status_code == 200, page
    assert admin.get(f"{PAGE}?next=/orgs/")["Location"] == "/orgs/"


def test_a_session_from_before_shows_the_code_first(cast, settings, admin, secret):
    other = come_in(cast.admin)
    other.post("/people/sign-in/code/", {"code": code(secret, 1)})
    assert other.get("/orgs/").status_code == 200
    Session.objects.update(second_factor=False)
    assert other.get("/orgs/")["Location"].startswith(PAGE)
    assert "/people/sign-in/code/again/?next=%2Forgs%2F" in other.get(f"{PAGE}?next=/orgs/").text


def test_the_code_shown_again_opens_the_page(cast, admin, secret):
    Session.objects.update(second_factor=False)
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    answer = admin.post("/people/sign-in/code/again/?next=/orgs/", {"code": code(secret, 1), "next": "/orgs/"})
    assert answer["Location"] == "/orgs/"
    assert admin.get("/orgs/").status_code == 200


def test_with_the_last_factor_they_close_again_everywhere(cast, admin, secret):
    other = come_in(cast.admin)
    other.post("/people/sign-in/code/", {"code": code(secret, 1)})
    admin.post("/people/sign-in/app/remove/")
    assert Authenticator.objects.count() == 0
    for client in (admin, other):
        assert client.get("/orgs/")["Location"].startswith(PAGE)
        client.post("/people/me/", {"language": "en"})
        assert client.get("/orgs/")["Location"].startswith(PAGE)


def test_others_notice_nothing(cast, settings):
    settings.AUTHORITY_NEEDS_SECOND_FACTOR = True
    learner = come_in(cast.learner)
    assert learner.get("/orgs/").status_code == 404
    assert learner.get(f"{PAGE}?next=/learning/")["Location"] == "/learning/"
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert learner.get(PAGE, {"next": foreign})["Location"] == "/"


def test_a_form_says_that_it_was_not_saved(cast, admin):
    answer = admin.post(f"/orgs/{cast.section.uuid}/officers/", {}, headers={"Referer": "http://testserver/orgs/"})
    assert answer["Location"] == f"{PAGE}?next=%2Forgs%2F&lost=1"
    assert "was not saved" in admin.get(answer["Location"]).text


def test_off_unless_the_installation_asks(cast):
    assert come_in(cast.admin).get("/orgs/").status_code == 200
