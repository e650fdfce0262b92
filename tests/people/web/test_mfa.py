"""Authenticator apps and recovery codes."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from karmayogi.kernel.models import AuditEntry
from karmayogi.people.models import Session
from tests.people.conftest import PASSWORD

NEW = "eight ch"


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def secret(sure):
    page = sure.get("/people/sign-in/app/").text
    secret = re.search(r'<bdi dir="ltr">([A-Z2-7]{32})</bdi>', page)[1]
    answer = sure.post("/people/sign-in/app/", {"code": code(secret)})
    assert answer["Location"] == "/people/sign-in/recovery/"
    return secret


@pytest.fixture
def half_way(account, secret):
    """Another browser, after the password."""
    client = Client()
    answer = client.post("/people/sign-in/", {"login": "asha.rao@gov.in", "password": PASSWORD, "next": "/people/me/"})
    assert answer["Location"] == "/people/sign-in/code/"
    return client


def test_adding_an_app_needs_the_password_again(signed_in):
    answer = signed_in.get("/people/sign-in/app/")
    assert answer["Location"].startswith("/people/sign-in/again/")
    assert "Is it still you?" in signed_in.get(answer["Location"]).text


def test_a_wrong_code_adds_nothing(sure):
    sure.get("/people/sign-in/app/")
    assert "This code is not right" in sure.post("/people/sign-in/app/", {"code": "000000"}).text
    assert Authenticator.objects.count() == 0


def test_the_key_is_encrypted_at_rest(secret):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_the_password_alone_does_not_sign_in_any_more(half_way, account):
    assert half_way.get("/people/me/")["Location"].startswith("/people/sign-in/")
    assert "Second step" in half_way.get("/people/sign-in/code/").text
    answer = half_way.post("/people/sign-in/code/", {"code": "123456"})
    assert "This code is not right" in answer.text
    assert AuditEntry.objects.filter(tag="people:factor:fail").count() == 1


def test_the_code_signs_in_and_back_to_the_page(half_way, account, secret):
    answer = half_way.post("/people/sign-in/code/", {"code": code(secret, 1)})
    assert answer["Location"] == "/people/me/"
    assert half_way.get("/people/me/").status_code == 200
    entry = AuditEntry.objects.filter(tag="people:session:open").order_by("-id")[0]
    assert entry.detail == {"by": ["password", "totp"]}


def test_a_code_works_once(half_way, secret):
    used = code(secret, 1)
    half_way.post("/people/sign-in/code/", {"code": used})
    again = Client()
    again.post("/people/sign-in/", {"login": "asha.rao@gov.in", "password": PASSWORD})
    assert "This code is not right" in again.post("/people/sign-in/code/", {"code": used}).text


def test_codes_are_guessed_five_times_at_most(half_way, secret):
    for _time in range(5):
        half_way.post("/people/sign-in/code/", {"code": "000000"})
    assert "Too many attempts failed" in half_way.post("/people/sign-in/code/", {"code": code(secret, 1)}).text


def test_a_recovery_code_helps_once(half_way, sure):
    page = sure.get("/people/sign-in/recovery/").text
    codes = re.findall(r'<code><bdi dir="ltr">([^<]+)</bdi>', page)
    assert len(codes) == 10
    assert codes[0] in sure.get("/people/sign-in/recovery/codes.txt").text
    assert half_way.post("/people/sign-in/code/", {"code": codes[0]})["Location"] == "/people/me/"
    assert codes[0] not in sure.get("/people/sign-in/recovery/").text


def test_recovery_codes_are_shown_only_to_who_proves_it(half_way, secret):
    half_way.post("/people/sign-in/code/", {"code": code(secret, 1)})
    for page in ("/people/sign-in/recovery/", "/people/sign-in/recovery/codes.txt", "/people/sign-in/recovery/new/"):
        assert half_way.get(page)["Location"].startswith("/people/sign-in/again/?next=")


def test_new_recovery_codes_void_the_old(sure, secret, django_capture_on_commit_callbacks):
    old = re.findall(r'<code><bdi dir="ltr">([^<]+)</bdi>', sure.get("/people/sign-in/recovery/").text)
    with django_capture_on_commit_callbacks(execute=True):
        assert sure.post("/people/sign-in/recovery/new/").status_code == 302
    new = re.findall(r'<code><bdi dir="ltr">([^<]+)</bdi>', sure.get("/people/sign-in/recovery/").text)
    assert not set(old) & set(new)
    assert AuditEntry.objects.filter(tag="people:factor:renew").count() == 1


def test_beside_a_second_factor_a_shorter_password_will_do(sure, secret):
    answer = sure.post("/people/sign-in/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302


def test_removing_the_app_removes_its_recovery_codes(sure, secret):
    assert "Remove the authenticator app" in sure.get("/people/sign-in/app/remove/").text
    assert sure.post("/people/sign-in/app/remove/").status_code == 302
    assert Authenticator.objects.count() == 0
    assert AuditEntry.objects.filter(tag="people:factor:remove").count() == 2


def test_cancelling_half_way_leaves_nobody_signed_in(half_way, account):
    half_way.post("/people/sign-in/out/", {"next": "/people/sign-in/"})
    assert half_way.get("/people/sign-in/code/")["Location"] == "/people/sign-in/"
    assert Session.objects.filter(account_id=account.id).count() == 1  # the browser that added the app


def test_the_security_page_shows_what_is_on(sure, secret):
    page = sure.get("/people/me/security/").text
    assert "Remove the app" in page
    assert "Recovery codes" in page


@pytest.mark.parametrize("act", ["remove", "name"])
def test_anothers_passkey_is_nothing(sure, balas_account, act):
    foreign = Authenticator.objects.create(
        user_id=balas_account.id, type="webauthn", data={"name": "Bala's phone", "credential": {}}
    )
    for answer in (
        sure.get(f"/people/sign-in/passkeys/{foreign.pk}/{act}/"),
        sure.post(f"/people/sign-in/passkeys/{foreign.pk}/{act}/", {"name": "mine"}),
        sure.get(f"/people/sign-in/passkeys/999999/{act}/"),
    ):
        assert answer.status_code == 404
        assert "Bala" not in answer.text
    assert Authenticator.objects.get(pk=foreign.pk).data["name"] == "Bala's phone"
