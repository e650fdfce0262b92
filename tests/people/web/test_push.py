"""The page of push messages: turned on by a script, listed, turned off by a form, back after signing in again."""

import datetime as dt

import pytest

from karmayogi.people.models import KeptForm, PushDevice, Session
from karmayogi.people.queries.push import push_devices_of
from tests.people.conftest import PASSWORD
from tests.people.push_double import PushDouble

AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def double(settings, frozen_time):
    """A push service of which only the address is needed here."""
    settings.PUSH_SERVICES, settings.PRIVATE_ADDRESSES = ["127.0.0.1"], True
    double = PushDouble(frozen_time)
    double.origin = "http://127.0.0.1:9"
    return double


def html(client):
    return client.get("/people/me/push/").content.decode()


def turn_on(client, double, **other):
    ours = html(client).split('name="key" value="')[1].split('"')[0]
    return client.post("/people/me/push/add/", double.subscribe(ours).said() | other, headers=AGENT)


def test_turned_on_listed_and_off_again(signed_in, double, asha, frozen_time):
    before = html(signed_in)
    assert "needs JavaScript" in before
    assert "Push messages are on nowhere." in before
    answer = turn_on(signed_in, double)
    assert (answer.status_code, answer.json()) == (200, {})
    cookie = answer.cookies["push"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    after = html(signed_in)
    assert "Firefox 140 · Linux" in after
    assert "Push messages are on in this browser." in after
    assert "needs JavaScript" not in after
    assert double.origin not in after
    # Signing out ends it at once; signing in again in the same browser brings it back, and elsewhere does not.
    signed_in.post("/people/sign-in/out/")
    assert [one.signed_in for one in push_devices_of(asha.id, frozen_time)] == [False]
    signed_in.post("/people/sign-in/", {"login": "asha.rao@gov.in", "password": PASSWORD})
    assert [one.signed_in for one in push_devices_of(asha.id, frozen_time)] == [True]
    assert "Push messages are on in this browser." in html(signed_in)
    device = PushDevice.objects.get().uuid
    answer = signed_in.post("/people/me/push/remove/", {"device": device}, follow=True)
    assert "Push messages are off in that browser." in answer.content.decode()
    assert answer.client.cookies["push"].value == ""
    for other in (device, "x"):
        assert signed_in.post("/people/me/push/remove/", {"device": other}).status_code == 404


def test_what_cannot_be_is_said_to_the_script(signed_in, double, settings):
    answer = turn_on(signed_in, double, endpoint="https://evil.example/x")
    assert (answer.status_code, "none that this installation" in answer.json()["reason"]) == (409, True)
    settings.PUSH_SERVICES = []
    assert "sends no push messages" in html(signed_in)


def test_the_cookie_of_another_one_gives_nothing(signed_in, double, client, balas_account):
    turn_on(signed_in, double)
    signed_in.post("/people/sign-in/out/")
    for told in (str(PushDevice.objects.get().uuid), "x"):
        client.cookies["push"] = told
        client.post("/people/sign-in/", {"login": "bala@nic.in", "password": PASSWORD})
        assert Session.objects.get(account_id=balas_account.id).push_device_id is None
        client.post("/people/sign-in/out/")


def test_a_browser_that_was_closed_without_signing_out_is_nobodys(signed_in, double, asha, frozen_time, settings):
    def counts():
        return [one.signed_in for one in push_devices_of(asha.id, frozen_time)]

    turn_on(signed_in, double)
    del signed_in.cookies[settings.SESSION_COOKIE_NAME]  # of the browser's own time, and the row lives on
    signed_in.post("/people/sign-in/", {"login": "asha.rao@gov.in", "password": PASSWORD})
    assert (Session.objects.filter(account_id__isnull=False).count(), counts()) == (2, [True])
    signed_in.post("/people/sign-in/out/")
    assert counts() == [False], "signed out is signed out, whatever session was lost here before"


def test_who_signs_in_after_her_ends_what_she_left_open(signed_in, double, asha, balas_account, frozen_time, settings):
    turn_on(signed_in, double)
    del signed_in.cookies[settings.SESSION_COOKIE_NAME]
    signed_in.post("/people/sign-in/", {"login": "bala@nic.in", "password": PASSWORD})
    assert Session.objects.get(account_id=balas_account.id).push_device_id is None
    assert [one.signed_in for one in push_devices_of(asha.id, frozen_time)] == [False]


def test_what_a_script_said_too_late_is_no_typed_text(signed_in, double, account, frozen_time):
    browser = double.subscribe(html(signed_in).split('name="key" value="')[1].split('"')[0])
    Session.objects.update(expire_date=frozen_time - dt.timedelta(minutes=1))
    answer = signed_in.post(
        "/people/me/push/add/", browser.said() | {"whose": str(account.uuid)},
        headers=AGENT | {"Referer": "http://testserver/people/me/push/"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert not KeptForm.objects.exists()


def test_the_worker_brings_its_part(client):
    assert "people/push_worker" in client.get("/ui/worker.js").content.decode()
