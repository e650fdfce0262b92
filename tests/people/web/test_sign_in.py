"""Signing in by e-mail or mobile, and what is said when it fails."""

import pytest
from django.urls import reverse

from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.models import Account, Session
from karmayogi.people.sessions import IDLE
from tests.people.conftest import PASSWORD

LOGIN = "/people/sign-in/"


def sign_in(client, login="asha.rao@gov.in", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["asha.rao@gov.in", " Asha.Rao@GOV.in", "9812345678", "+91 98123-45678"])
def test_either_contact_in_any_spelling_signs_in(client, account, login):
    answer = sign_in(client, login, HTTP_USER_AGENT="x")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    row = Session.objects.get(account_id=account.id)
    assert client.cookies["sessionid"].value == row.session_key


def test_a_session_tells_from_where(client, account, frozen_time):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client.post(LOGIN, {"login": "9812345678", "password": PASSWORD}, headers={"User-Agent": agent})
    row = Session.objects.get(account_id=account.id)
    assert (row.ip, row.agent, row.opened_at, row.seen_at) == (
        "127.0.0.1",
        "Firefox 140 · Linux",
        frozen_time,
        frozen_time,
    )


def test_signing_in_changes_the_session_key(client, account):
    client.get(reverse("account_reset_password_from_key", args=["1", "a-b"]))
    before = client.session.session_key
    sign_in(client)
    after = client.cookies["sessionid"].value
    assert after != before
    assert Session.objects.filter(account_id=account.id).count() == 1


def test_the_trail_has_it(client, account, asha):
    sign_in(client)
    entry = AuditEntry.objects.get(tag="people:session:open")
    assert (entry.concerns_id, entry.agent_label, entry.detail) == (asha.id, "sign-in", {"by": ["password"]})
    client.post("/people/sign-in/out/")
    assert AuditEntry.objects.filter(tag="people:session:close", concerns_id=asha.id).count() == 1
    assert Session.objects.filter(account_id=account.id).count() == 0
    assert "sessionid" not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_remembered_for_a_month_or_until_the_browser_closes(client, account):
    sign_in(client, remember="on")
    assert int(client.cookies["sessionid"]["max-age"]) == 30 * 86400
    client.post("/people/sign-in/out/")
    sign_in(client)
    assert client.cookies["sessionid"]["max-age"] == ""
    assert Session.objects.get(account_id=account.id).idle_limit == IDLE


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("asha.rao@gov.in", "wrong"),
        ("nobody@gov.in", PASSWORD),
        ("9812345678", "wrong"),
        ("9898989898", PASSWORD),
        ("nonsense", PASSWORD),
    ],
)
def test_every_failure_says_the_same(client, account, login, password):
    answer = sign_in(client, login, password)
    assert answer.status_code == 200
    assert "We know no account with this e-mail address or mobile number and this password." in answer.text
    assert Session.objects.filter(account_id__isnull=False).count() == 0


@pytest.mark.parametrize("login", ["asha.rao@gov.in", "nobody@gov.in", "9812345678", "9898989898"])
def test_every_failure_hashes_once(client, account, login, monkeypatch):
    from django.contrib.auth import hashers

    hashed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    sign_in(client, login, "wrong")
    assert len(hashed) == 1


def test_an_account_without_password_hashes_too(client, asha, at, monkeypatch):
    from django.contrib.auth import hashers

    from karmayogi.kernel.access import System

    api.open_account(agent=System("t"), email="a@gov.in", mobile=None, password=None, person_id=asha.id, at=at)
    hashed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    sign_in(client, "a@gov.in", "wrong")
    assert len(hashed) == 1


@pytest.mark.parametrize("login", ["asha.rao@gov.in", "nobody@gov.in", "9812345678"])
def test_five_failures_close_the_door_for_five_minutes(client, account, login):
    for _attempt in range(5):
        assert "We know no account" in sign_in(client, login, "wrong").text
    answer = sign_in(client, login, PASSWORD)
    assert "Too many attempts failed." in answer.text
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_one_locked_number_does_not_lock_another(client, account, balas_account):
    Account.objects.filter(pk=balas_account.id).update(mobile="+919898989898")
    for _attempt in range(6):
        sign_in(client, "9812345678", "wrong")
    assert sign_in(client, "9898989898").status_code == 302


def test_a_success_does_not_wipe_the_failures(client, account):
    for _attempt in range(4):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 302
    client.post("/people/sign-in/out/")
    sign_in(client, password="wrong")
    assert "Too many attempts failed." in sign_in(client).text


def test_limits_are_shared_by_all_workers(client, account):
    from karmayogi.people.models import Limit

    sign_in(client, password="wrong")
    assert Limit.objects.filter(key__contains="login_failed").count() == 2


def test_a_closed_account_is_told_only_with_the_password(client, account):
    Account.objects.filter(pk=account.id).update(is_active=False)
    assert sign_in(client)["Location"] == "/people/sign-in/closed/"
    assert "This account is closed" in client.get("/people/sign-in/closed/").text
    assert "We know no account" in sign_in(client, password="wrong").text


def test_an_account_without_a_person_cannot_come_in(client, account):
    Account.objects.filter(pk=account.id).update(person_id=None)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "This account is not complete" in answer.text
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_back_to_where_one_came_from_and_nowhere_else(client, account):
    assert sign_in(client, next="/people/me/?x=1")["Location"] == "/people/me/?x=1"
    client.post("/people/sign-in/out/")
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"
    page = client.get(LOGIN + "?next=//evil.example/").text
    assert "evil.example" not in page


def test_a_form_without_its_token_is_refused(account):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_no_sign_up(client, db):
    for answer in (client.get("/people/sign-in/new/"), client.post("/people/sign-in/new/", {"email": "x@gov.in"})):
        assert answer.status_code == 200
        assert "Accounts come from your office" in answer.text
    assert Account.objects.count() == 0


def test_the_sign_in_page_does_not_open_a_session(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_language_of_the_account_on_a_new_device(client, account):
    Account.objects.filter(pk=account.id).update(language="hi")
    assert sign_in(client).cookies["django_language"].value == "hi"
    client.post("/people/sign-in/out/")
    client.cookies["django_language"] = "ur"
    assert "django_language" not in sign_in(client).cookies


def test_who_is_signed_in_already_goes_on(client, account):
    sign_in(client)
    assert client.get(LOGIN)["Location"] == "/"


def test_sessions_end_at_once_for_allauths_pages_too(client, account, at):
    import datetime as dt

    sign_in(client)
    assert client.get("/people/sign-in/password/").status_code == 200
    Account.objects.filter(pk=account.id).update(sessions_valid_from=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1))
    answer = client.get("/people/sign-in/password/")
    assert answer["Location"].startswith(LOGIN)


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_address_is_the_one_that_our_own_proxies_saw(client, account, settings, proxies, seen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client.post(
        LOGIN,
        {"login": "9812345678", "password": PASSWORD},
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"},
    )
    assert Session.objects.get(account_id=account.id).ip == seen
