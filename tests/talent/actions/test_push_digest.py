"""That a digest waits is told to browsers: over HTTP, to a double that opens the message as a browser does."""

import datetime as dt

import pytest
from django.core import mail

from karmayogi.kernel import clock, outgoing, rows
from karmayogi.people.actions import push_keys
from karmayogi.people.actions.add_push_device import add_push_device
from karmayogi.people.queries.push import push_devices_of
from karmayogi.talent.actions.deliver_digests import deliver_digests
from karmayogi.talent.actions.push_digest import push_digest, queue_push
from karmayogi.talent.actions.wishes import save_wish
from karmayogi.talent.actions.write_digests import write_digests
from karmayogi.talent.engine.hours import loud_at, loud_for
from karmayogi.talent.models import Digest, PushNote
from tests.people.push_double import PushDouble
from tests.talent.actions.test_deliver_digests import morning

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def service(settings, at):
    settings.PUSH_SERVICES, settings.PRIVATE_ADDRESSES = ["127.0.0.1"], True
    with PushDouble(at).served() as double:
        yield double


@pytest.fixture
def phone(cast, service, year, at):
    """Asha's, turned on; she has something missing, no mail and no SMS, and reads Urdu."""
    year.done(cast.learner, 3)
    rows.run("update people_account set language = 'ur' where id = %s", [cast.learner.account_id])
    actor = cast.learner.actor(at).__replace__(session_key=cast.learner.cookie(at))
    save_wish(actor=actor, by_mail=False, by_sms=False, quiet_from=20, quiet_until=8)
    browser = service.subscribe(push_keys.key_in_use(at).public)
    add_push_device(actor=actor, **browser.said(), name="Firefox 140 · Android", at=at)
    return browser


def job() -> dt.datetime | None:
    """When the one job that waits is due; it is taken out of the queue."""
    [(due,)] = rows.fetch(
        lambda due: (due,),
        "update procrastinate_jobs set status = 'succeeded' where status = 'todo' and args->>'path' like '%%push_one'"
        " returning scheduled_at",
    )
    return due


def test_a_digest_that_waits_is_told_once_and_says_nothing_about_her(phone, service, at, run_jobs):
    nine = morning(at, hour=9)
    write_digests(morning(at))
    assert deliver_digests(morning(at)) == 0, "quiet hours"
    assert service.asked == 0
    with clock.frozen(nine):
        assert deliver_digests(nine) == 1
        run_jobs()
    digest = Digest.objects.get()
    [said] = phone.shown
    assert said == {
        "title": "کرم یوگی", "body": "ایک یاد دہانی آپ کی منتظر ہے۔", "path": "/talent/", "lang": "ur", "dir": "rtl",
        "tag": digest.uuid.hex,
    }  # fmt: skip
    assert phone.heads[0]["urgency"] == "normal"
    assert digest.uuid.hex not in phone.heads[0]["topic"], "nothing by which two of her browsers are known as hers"
    assert int(phone.heads[0]["ttl"]) == 11 * 3600, "until eight in the evening"
    note = PushNote.objects.get()
    assert (note.state, note.tries, note.name) == ("sent", 1, "Firefox 140 · Android")
    with clock.frozen(nine):
        assert deliver_digests(nine) == 0
        assert queue_push(digest, push_devices_of(digest.person_id, nine), nine) == 0
        assert push_digest(note.pk, nine) == ""
        run_jobs()
    assert service.asked == 1
    assert mail.outbox == []


def test_a_busy_service_is_asked_again_when_it_says_and_never_at_night(phone, service, at):
    nine = morning(at, hour=9)
    write_digests(morning(at))
    deliver_digests(nine)
    assert job() is None, "at once"
    note = PushNote.objects.get()
    service.faults = [(429, {"Retry-After": "3600"}), (503, {}), (503, {"Retry-After": "50000"})]
    assert push_digest(note.pk, nine) == "waiting"
    assert job() == nine + HOUR
    ten = nine + HOUR
    assert push_digest(note.pk, ten) == "waiting"
    assert job() == ten + dt.timedelta(minutes=2), "nothing said: our own pauses"
    evening = morning(at, hour=19)
    assert push_digest(note.pk, evening) == "waiting"
    tomorrow = job()
    assert tomorrow == (evening + dt.timedelta(seconds=50000)), "loud again by then"
    night = morning(at, hour=22)
    assert push_digest(note.pk, night) == "waiting"
    assert service.asked == 3, "nobody is asked at night, whenever the job runs"
    eight = job()
    assert eight.astimezone(clock.IST).hour == 8
    service.now = eight
    assert push_digest(note.pk, eight) == "sent"
    note.refresh_from_db()
    assert (note.state, note.tries, len(phone.shown)) == ("sent", 4, 1)


@pytest.mark.parametrize(
    ("what", "state"),
    [("gone", "gone"), ("too long", "refused"), ("signed out", "away"), ("closed", "away"), ("old", "late"),
     ("never", "late")],
)  # fmt: skip
def test_when_it_is_not_told(phone, service, cast, at, what, state):
    nine = morning(at, hour=9)
    write_digests(morning(at))
    deliver_digests(nine)
    note = PushNote.objects.get()
    if what == "gone":
        service.browsers.clear()
    elif what == "too long":
        service.faults = [(413, {})]
    elif what == "signed out":
        rows.run("delete from people_session where account_id = %s", [cast.learner.account_id])
    elif what == "closed":
        rows.run("update people_account set is_active = false where id = %s", [cast.learner.account_id])
    elif what == "never":
        service.faults = [(500, {})]
        PushNote.objects.update(tries=11)
    later = nine + dt.timedelta(days=3) if what == "old" else nine
    assert push_digest(note.pk, later) == state
    note.refresh_from_db()
    assert note.state == state
    assert phone.shown == []
    assert note.why
    if what in ("gone", "signed out"):
        rows.run("update talent_appraisalyear set reminders = '{130}'")
        write_digests(morning(at, 1))
        assert deliver_digests(morning(at, 1, hour=9)) == 0, "and the next one asks nobody"


def test_a_service_that_is_down_is_left_alone_and_other_work_goes_on(phone, service, settings, at, monkeypatch):
    nine = morning(at, hour=9)
    write_digests(morning(at))
    deliver_digests(nine)
    note = PushNote.objects.get()
    job()
    asked: list[str] = []

    def nobody(url, **_more):
        asked.append(url)
        raise outgoing.Unreachable("it cannot be reached")

    monkeypatch.setattr(outgoing, "fetch", nobody)
    for _ in range(3):
        assert push_digest(note.pk, nine) == "waiting"
        job()
    assert push_digest(note.pk, nine) == "waiting"
    assert job() == nine + dt.timedelta(minutes=1), "nobody waits for it again, and all are put off alike"
    note.refresh_from_db()
    assert (len(asked), note.tries) == (3, 3), "what was not tried is no try"
    later = nine + dt.timedelta(minutes=1)
    for _ in range(3):
        assert push_digest(note.pk, later) == "waiting"
        job()
    assert len(asked) == 4, "one looks again"
    monkeypatch.undo()
    settings.PUSH_SERVICES, settings.PRIVATE_ADDRESSES = ["127.0.0.1"], True
    again = nine + dt.timedelta(minutes=4)
    assert push_digest(note.pk, again) == "sent"
    assert rows.scalar("select count(*) from kernel_breaker") == 0, "it answers: nothing is kept of it"
    # Of a note whose job was given up the hour says so.
    PushNote.objects.update(state="waiting", why="")
    deliver_digests(nine + dt.timedelta(days=4))
    note.refresh_from_db()
    assert (note.state, note.why) == ("late", "nobody tries it any more")


def test_the_page_says_where_it_is_on_and_what_became_of_it(phone, cast, client, settings, at):
    nine = morning(at, hour=9)
    write_digests(morning(at))
    deliver_digests(nine)
    push_digest(PushNote.objects.get().pk, nine)
    rows.run("update people_account set language = 'en' where id = %s", [cast.learner.account_id])
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(nine):
        html = client.get("/talent/reminders/").content.decode()
    assert "On in one browser." in html
    assert "a push message was sent" in html


def test_loud_hours():
    noon = dt.datetime(2026, 11, 20, 12, 30, tzinfo=clock.IST)
    night = noon.replace(hour=23)
    assert loud_at(noon, 20, 8) == noon
    assert loud_at(night, 20, 8) == dt.datetime(2026, 11, 21, 8, tzinfo=clock.IST)
    assert loud_at(noon.replace(hour=2), 20, 8) == dt.datetime(2026, 11, 20, 8, tzinfo=clock.IST)
    assert loud_at(noon, 12, 14) == noon.replace(hour=14, minute=0)
    assert loud_for(noon, 20, 8) == dt.timedelta(hours=7, minutes=30)
    assert loud_for(noon, 8, 10) == dt.timedelta(hours=19, minutes=30)
    assert loud_for(noon, 5, 5) == dt.timedelta(days=1)
