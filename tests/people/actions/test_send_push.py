"""Browsers are turned on by their owner, told while she is signed in on them, and off when their service says so."""

import datetime as dt
import uuid

import pytest

from karmayogi.kernel import clock, outgoing, rows
from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.actions import push_keys
from karmayogi.people.actions.add_push_device import add_push_device, remove_push_device
from karmayogi.people.actions.end_sessions import end_session
from karmayogi.people.models import PushDevice, PushKey
from karmayogi.people.queries.push import push_device_here, push_devices_of
from karmayogi.people.types import PushMessage
from tests.people.push_double import PushDouble, raw, text

WORDS = PushMessage("Karmayogi", "A reminder waits for you.", "/talent/", "en", False, "a" * 32)
DAY = dt.timedelta(days=1)


@pytest.fixture
def service(settings, at):
    settings.PUSH_SERVICES, settings.PRIVATE_ADDRESSES = ["127.0.0.1"], True
    with PushDouble(at).served() as double:
        yield double


@pytest.fixture
def here(cast, at):
    """Asha in a browser in which she is signed in."""
    return elsewhere(cast, at)


def elsewhere(cast, at):
    """Asha, signed in in another browser."""
    return cast.learner.actor(at).__replace__(session_key=cast.learner.cookie(at))


def turn_on(actor, service, at, **other):
    browser = service.subscribe(push_keys.key_in_use(at).public)
    return browser, add_push_device(actor=actor, **(browser.said() | {"name": "Chrome 156 · Android"} | other), at=at)


def send(device, at):
    return api.send_push(device, WORDS, keep_for=DAY, at=at)


def test_it_is_locked_signed_and_says_nothing_about_her(here, service, at):
    browser, device = turn_on(here, service, at)
    assert add_push_device(actor=here, **browser.said(), name="again", at=at) == device
    assert AuditEntry.objects.filter(tag="people:push:add", concerns_id=here.person_id).count() == 1
    assert send(device, at).state == "sent"
    assert send(device, at).state == "sent", "an attempt whose answer was lost"
    assert browser.shown == [browser.shown[0]] * 2
    assert len(browser.waiting) == 1, "one topic: the second takes the place of the first"
    assert browser.shown[0] == {
        "title": "Karmayogi", "body": WORDS.text, "path": "/talent/", "lang": "en", "dir": "ltr", "tag": "a" * 32,
    }  # fmt: skip
    assert (browser.heads[0]["ttl"], browser.heads[0]["urgency"]) == ("86400", "normal")
    [row] = push_devices_of(here.person_id, at)
    assert (row.name, row.told_at, row.signed_in, row.in_use) == ("Chrome 156 · Android", at, True, True)
    assert push_device_here(here.session_key) == row.id


def test_only_a_known_service_on_the_internet_and_sound_keys(here, service, at, settings):
    browser = service.subscribe(push_keys.key_in_use(at).public)
    for other in (
        {"endpoint": "https://evil.example/x"}, {"endpoint": browser.endpoint + "#x"}, {"endpoint": "x"},
        {"endpoint": browser.endpoint + "x" * 1000}, {"endpoint": "http://me:x@127.0.0.1/x"}, {"auth": "x"},
        {"auth": text(b"x" * 17)}, {"p256dh": "x"}, {"p256dh": browser.said()["auth"]}, {"key": "x"},
        {"key": "x\0"},
        {"key": browser.said()["p256dh"]},
    ):  # fmt: skip
        with pytest.raises(Refused):
            add_push_device(actor=here, **(browser.said() | {"name": ""} | other), at=at)
    _browser, device = turn_on(here, service, at)
    settings.PRIVATE_ADDRESSES = False
    with pytest.raises(Refused, match="none that this installation"):
        turn_on(here, service, at)
    # And where it came in all the same, nothing is spoken to behind this machine.
    rows.run("update people_pushdevice set endpoint = 'https://127.0.0.1/x'")
    answer = send(device, at)
    assert (answer.state, "public internet" in answer.why) == ("later", True)
    settings.PUSH_SERVICES = ["fcm.googleapis.com"]
    assert send(device, at).state == "refused"
    assert service.asked == 0


def test_who_is_signed_out_is_told_nothing(cast, here, service, at):
    _browser, device = turn_on(here, service, at)
    assert list(api.push_devices([here.person_id], at)) == [here.person_id]
    later = at + dt.timedelta(days=31)
    assert send(device, later).state == "away", "the session has ended by itself"
    for close, undo in (
        ("update people_account set is_active = false", "update people_account set is_active = true"),
        ("update people_account set sessions_valid_from = now() + interval '1 day'",
         "update people_account set sessions_valid_from = null"),
    ):  # fmt: skip
        rows.run(close)
        assert send(device, at).state == "away"
        assert not api.push_devices([here.person_id], at)
        rows.run(undo)
    # Signed in elsewhere is not signed in here.
    cast.learner.cookie(at)
    mark = rows.scalar(
        "select encode(sha256(session_key::bytea), 'hex') from people_session where session_key = %s",
        [here.session_key],
    )
    end_session(actor=here, mark=mark, at=at)
    assert send(device, at).state == "away"
    assert service.asked == 0


def test_another_one_in_the_same_browser_takes_it_over_and_a_stranger_does_not(cast, here, service, at):
    browser, device = turn_on(here, service, at)
    other = cast.supervisor.actor(at).__replace__(session_key=cast.supervisor.cookie(at))
    with pytest.raises(NotFound):
        remove_push_device(actor=other, device=device, at=at)
    with pytest.raises(Refused):  # knows the address, and not the secrets
        add_push_device(actor=other, **(browser.said() | {"auth": text(b"x" * 16)}), name="", at=at)
    hers = add_push_device(actor=other, **browser.said(), name="", at=at)
    assert send(device, at).state == "gone"
    assert send(hers, at).state == "sent"
    assert AuditEntry.objects.filter(tag="people:push:end", concerns_id=here.person_id).count() == 1


def test_five_browsers_and_the_same_one_anew_is_none_more(cast, here, service, at):
    devices = [turn_on(elsewhere(cast, at), service, at)[1] for _one in range(5)]
    with pytest.raises(Refused, match="5 browsers"):
        turn_on(here, service, at)
    _browser, cookie = turn_on(here, service, at, before=str(devices[4]))
    _browser, anew = turn_on(here, service, at)
    assert cookie != anew
    assert {row.uuid for row in push_devices_of(here.person_id, at)} == {*devices[:4], anew}
    for _twice in ("removed", "off"):
        if _twice == "removed":
            remove_push_device(actor=here, device=anew, at=at)
            continue
        with pytest.raises(NotFound):
            remove_push_device(actor=here, device=anew, at=at)
    assert send(anew, at).state == "gone"


def test_what_the_service_answers(here, service, at):
    browser, device = turn_on(here, service, at)
    service.faults = [
        (429, {"Retry-After": "90"}), (503, {}), (413, {}), (403, {}), (302, {"Location": "http://127.0.0.1/x"}),
    ]  # fmt: skip
    said = [send(device, at) for _fault in list(service.faults)]
    assert [(one.state, one.after) for one in said] == [
        ("later", 90), ("later", None), ("refused", None), ("refused", None), ("refused", None),
    ]  # fmt: skip
    assert said[2].why.startswith("413")
    del service.browsers[browser.name]
    assert send(device, at).state == "gone"
    assert not PushDevice.objects.exists()
    assert AuditEntry.objects.filter(tag="people:push:end", agent_label="push service").count() == 1
    assert send(uuid.uuid4(), at).state == "gone"


def test_an_answer_of_any_bytes_can_be_kept(here, service, at, monkeypatch):
    _browser, device = turn_on(here, service, at)
    monkeypatch.setattr(outgoing, "fetch", lambda *_args, **_named: outgoing.Answer(400, b"no\0\xff"))
    assert "\0" not in send(device, at).why


def test_two_browsers_of_hers_have_nothing_in_common_for_who_carries_the_messages(cast, here, service, at):
    pair = [turn_on(one, service, at) for one in (here, elsewhere(cast, at))]
    for _browser, device in [*pair, *pair]:
        assert send(device, at).state == "sent"
    first, second = [{one["topic"] for one in browser.heads} for browser, _device in pair]
    assert (len(first), len(second), first & second) == (1, 1, set())


def test_a_session_that_turns_a_browser_on_again_is_the_one_in_it(cast, here, service, at):
    browser, device = turn_on(here, service, at)
    anew = elsewhere(cast, at)
    assert add_push_device(actor=anew, **browser.said(), name="", at=at) == device
    assert (push_device_here(here.session_key), push_device_here(anew.session_key) is None) == (None, False)


def test_the_key_changes_and_browsers_that_are_on_keep_theirs(cast, here, service, at, settings, tmp_path):
    first, device = turn_on(here, service, at)
    rotated = push_keys.rotate_push_key(agent=System("rotate_push_key"), at=at)
    second, fresh = turn_on(elsewhere(cast, at), service, at)
    assert PushKey.objects.get(valid_to__isnull=True).kid == rotated
    assert {send(one, at).state for one in (device, fresh)} == {"sent"}
    assert first.ours != second.ours
    assert [row.in_use for row in push_devices_of(here.person_id, at)] == [True, False]
    with pytest.raises(Refused):  # a page from before the change
        add_push_device(actor=here, **service.subscribe(first.ours).said(), name="", at=at)
    private = (tmp_path.__class__(settings.KEYS_ROOT) / f"{rotated}.pem").stat()
    assert private.st_mode & 0o777 == 0o600
    settings.KEYS_ROOT = tmp_path
    with pytest.raises(push_keys.KeyMissing, match="rotate_push_key"):
        send(fresh, at)


def test_nothing_of_the_private_half_is_in_the_database(db, at):
    with clock.frozen(at):
        key = push_keys.key_in_use(at)
    assert set(vars(key)) - {"_state"} == {"id", "kid", "public", "valid_from", "valid_to"}
    assert len(raw(key.public)) == 65
