"""Where lines arrive: for whoever is signed in, or locked for us alone; and who has a shared phone."""

import datetime as dt
import json
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from karmayogi.kernel import clock
from karmayogi.learning.engine.offline.vault import rescue_key
from karmayogi.learning.models import OfflineLine, PartProgress
from tests.learning.actions.offline.test_receive import trip_of
from tests.learning.phone import b64

OURS = {"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def trip(cast, short_course, at):
    return trip_of(cast.learner.actor(at), short_course, at)


@pytest.fixture
def post(client, at):
    def call(path, body, who=None, headers=OURS):
        client.cookies.clear()
        if who is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at + HOUR)
        with clock.frozen(at + HOUR):
            return client.post(f"/learning/offline/{path}/", body, content_type="application/json", headers=headers)

    return call


def batch(trip, *lines):
    return {"device": str(trip.phone.uuid), "lines": [{"text": text, "signature": sign} for text, sign in lines]}


def test_each_line_has_a_receipt_in_words_and_the_phone_a_new_stamp(trip, post, cast, client, at):
    good, bad = trip.phone.says(trip.part().uuid, "time", 30, 30), ("{}", "")
    answer = post("lines", batch(trip, good, bad), cast.learner).json()
    assert [one["outcome"] for one in answer["receipts"]] == ["counted", "refused"]
    assert answer["receipts"][0]["credited"] == 30
    assert answer["receipts"][1]["words"] == "It is not what this website's pages send."
    trip.phone.stamp = answer["stamp"]
    [later] = trip.sends(trip.phone.says(trip.part().uuid, "time", 9999, 5), after=3700)
    assert later.credited == 100, "time begins anew at the stamp"
    with clock.frozen(at + HOUR):
        html = client.get("/learning/offline/arrived/").content.decode()
    assert "Counted" in html and "Refused" in html and "What and who" in html


@pytest.mark.parametrize(
    ("who", "headers", "status"), [(None, OURS, 302), ("supervisor", OURS, 409), ("learner", {}, 403)]
)
def test_the_lines_stay_on_the_phone_unless_its_owner_sends_them(trip, post, cast, who, headers, status):
    line = trip.phone.says(trip.part().uuid, "time", 30, 30)
    answer = post("lines", batch(trip, line), getattr(cast, who) if who else None, headers)
    assert answer.status_code == status
    assert not OfflineLine.objects.exists()


@pytest.mark.parametrize("body", [{}, [], {"device": "x", "lines": []}])
def test_what_is_no_batch_is_refused(trip, post, cast, body):
    assert post("lines", body, cast.learner).status_code == 400


def locked(key, raw):
    iv = os.urandom(12)
    return b64(iv + AESGCM(key).encrypt(iv, raw, None))


def test_what_was_locked_is_sent_before_it_is_wiped(trip, post, at):
    text, signature = trip.phone.says(trip.part().uuid, "time", 30, 30)
    vault = os.urandom(32)
    sent = {
        "device": str(trip.phone.uuid),
        "vault": locked(rescue_key(trip.phone.uuid, settings.SECRET_KEY), vault),
        "lines": [locked(vault, json.dumps({"text": text, "signature": signature}).encode())],
    }
    assert post("rescue", sent).json() == {"kept": 1}
    assert post("rescue", sent).json() == {"kept": 1}
    assert (OfflineLine.objects.get().outcome, PartProgress.objects.get().seconds) == ("counted", 30)
    for change in ({"vault": locked(os.urandom(32), vault)}, {"lines": [b64(os.urandom(60))]}, {"vault": ""}):
        assert post("rescue", sent | change).status_code == 404
    assert post("rescue", sent, headers={}).status_code == 403


def test_the_session_of_whoever_had_the_phone_before_ends(trip, post, cast, client):
    mine, others = str(cast.learner.account_uuid), str(cast.supervisor.account_uuid)
    assert post("switch", {"who": mine}, cast.learner).json() == {"ended": False}
    assert post("switch", {"who": mine}).json() == {"ended": False}

    assert post("switch", {"who": others}, cast.learner).json() == {"ended": True}
    assert client.get("/learning/mine/").status_code == 302
