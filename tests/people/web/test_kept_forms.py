"""A form that meets an ended session: kept, offered to the same account in the same browser, never sent by itself."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from karmayogi.kernel import clock
from karmayogi.people.models import KeptForm, Session
from tests.people.conftest import PASSWORD

PAGE = "/people/me/email/"
FROM = {"Referer": f"http://testserver{PAGE}", "Origin": "http://testserver"}
LOGIN = "/people/sign-in/"


@pytest.fixture
def typed(account):
    return {"value": "new.address@gov.in", "password": "a-secret-word", "whose": str(account.uuid)}


@pytest.fixture
def ended(sure, frozen_time):
    """Asha's browser; her session has just ended."""
    Session.objects.update(expire_date=frozen_time - dt.timedelta(minutes=1))
    return sure


def come_back(client, login="asha.rao@gov.in"):
    client.post(LOGIN, {"login": login, "password": PASSWORD})
    client.post("/people/sign-in/again/", {"password": PASSWORD})
    return client.get(PAGE)


def test_what_was_typed_stands_in_the_form_again_and_is_not_sent(ended, typed):
    answer = ended.post(PAGE, typed, headers=FROM)
    assert answer["Location"] == "/people/sign-in/?next=%2Fpeople%2Fme%2Femail%2F&kept=1"
    assert "what you typed stands in the form again" in ended.get(answer["Location"]).text
    page = come_back(ended).text
    assert 'value="new.address@gov.in"' in page
    assert "What you typed is back, and not yet saved" in page
    assert "a-secret-word" not in page
    assert 'value="new.address@gov.in"' in ended.get(PAGE).text, "a reload loses nothing"
    assert "new.address@gov.in" in ended.get("/people/me/kept/").text
    assert ended.post(PAGE, typed, headers=FROM).status_code == 302
    assert KeptForm.objects.count() == 0, "sent, so no longer kept"
    assert "What you typed is back" not in ended.get(PAGE).text


def test_thrown_away_it_is_gone(ended, typed):
    ended.post(PAGE, typed, headers=FROM)
    come_back(ended)
    answer = ended.post("/people/me/kept/forget/", {"page": PAGE})
    assert (answer["Location"], KeptForm.objects.count()) == (PAGE, 0)
    assert ended.cookies["kept"].value == "", "its pages cost nothing again"
    assert ended.post("/people/me/kept/forget/", {"page": "https://evil.example/"})["Location"] == "/"
    assert "Nothing is kept" in ended.get("/people/me/kept/").text


def test_only_for_the_same_account_in_the_same_browser_within_an_hour(ended, typed, balas_account, frozen_time):
    ended.post(PAGE, typed, headers=FROM)
    key = ended.cookies["kept"].value
    assert b"new.address" not in bytes(KeptForm.objects.get().content)
    assert key not in KeptForm.objects.get().key_digest
    assert "new.address" not in come_back(ended, "bala@nic.in").text
    assert ended.cookies["kept"].value == key, "hers is still kept"
    assert "new.address" not in come_back(Client()).text, "another browser of hers has no key"
    again = Client()
    again.cookies["kept"] = key
    assert "new.address" in come_back(again).text
    with clock.frozen(frozen_time + dt.timedelta(minutes=61)):
        assert "new.address" not in again.get("/people/me/kept/").text
        assert again.cookies["kept"].value == ""


def test_codes_of_posts_and_places_are_no_secrets(ended, typed):
    ended.post(PAGE, {**typed, "employee_code": "E-77", "office_pin": "110001", "otp": "998877"}, headers=FROM)
    page = come_back(ended).text
    assert "E-77" in page
    assert "110001" in page
    assert "998877" not in page


def test_what_is_no_page_asks_nothing(ended, typed):
    ended.post(PAGE, typed, headers=FROM)
    come_back(ended)
    with CaptureQueriesContext(connection) as asked:
        for path in ("/healthz", "/ui/worker.js"):
            ended.get(path)
    assert not [one["sql"] for one in asked if "people_keptform" in one["sql"]]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Referer": f"http://testserver{PAGE}"},
        {**FROM, "Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
        {},
    ],
)
def test_another_site_puts_no_words_into_a_form(ended, typed, headers):
    assert "lost=1" in ended.post(PAGE, typed, headers=headers)["Location"]
    assert KeptForm.objects.count() == 0


def test_nothing_is_kept_for_strangers_or_when_it_is_too_large(ended, typed, db):
    assert "lost=1" in Client().post(PAGE, typed, headers=FROM)["Location"]
    assert "lost=1" in ended.post(PAGE, {**typed, "value": "x" * 300_000}, headers=FROM)["Location"]
    assert KeptForm.objects.count() == 0


def test_an_old_tab_after_signing_in_again_elsewhere(account, typed, frozen_time):
    browser = Client(enforce_csrf_checks=True)

    def token(path):
        page = browser.get(path).text
        return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    browser.post(
        LOGIN, {"login": "asha.rao@gov.in", "password": PASSWORD, "csrfmiddlewaretoken": token(LOGIN)}, headers=FROM
    )
    old = token("/people/me/")
    browser.post("/people/sign-in/out/", {"csrfmiddlewaretoken": old}, headers=FROM)
    browser.post(
        LOGIN, {"login": "asha.rao@gov.in", "password": PASSWORD, "csrfmiddlewaretoken": token(LOGIN)}, headers=FROM
    )
    answer = browser.post(
        "/people/me/email/", {**typed, "csrfmiddlewaretoken": old},
        headers={**FROM, "Referer": "http://testserver/people/me/email/"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert "what you typed is kept" in answer.text
    assert "reload" not in answer.text
    assert f'href="{PAGE}"' in answer.text
    assert KeptForm.objects.count() == 1


def test_an_old_tab_of_one_is_nothing_of_the_next_one_at_this_computer(account, balas_account, frozen_time):
    browser = Client(enforce_csrf_checks=True)

    def hidden(path):
        page = browser.get(path).text
        return dict(re.findall(r'type="hidden" name="(csrfmiddlewaretoken|whose)" value="([^"]+)"', page))

    def sign_in(login):
        browser.post(LOGIN, {"login": login, "password": PASSWORD, **hidden(LOGIN)}, headers=FROM)

    sign_in("asha.rao@gov.in")
    old = {**hidden("/people/me/"), "language": "hi"}
    assert old["whose"] == str(account.uuid)
    browser.post("/people/sign-in/out/", old, headers=FROM)
    sign_in("bala@nic.in")
    for _ in range(2):  # while the next one is signed in, and after that session has ended
        answer = browser.post("/people/me/", old, headers={**FROM, "Referer": "http://testserver/people/me/"})
        assert answer.status_code == 403
        assert "what you typed is kept" not in answer.text
        assert KeptForm.objects.count() == 0
        Session.objects.update(expire_date=frozen_time - dt.timedelta(minutes=1))


def test_the_newest_five_forms_are_kept(ended, typed):
    for number in range(7):
        ended.post(f"/people/me/sessions/end/?n={number}", {**typed, "key": f"k{number}"}, headers=FROM)
    ended.post("/people/me/", {**typed, "language": "hi"}, headers=FROM)
    assert KeptForm.objects.count() == 2, "one for each address that a form goes to"
