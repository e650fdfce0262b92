"""One digest a day: in the application, by mail, by registered SMS through a gateway that speaks HTTP; quiet hours; the
supervisor when nothing moves."""

import contextlib
import datetime as dt
import http.server
import json
import socketserver
import threading

import pytest
from django.core import mail

from karmayogi.kernel import clock, rows
from karmayogi.talent import api as talent
from karmayogi.talent.actions.deliver_digests import deliver_digests
from karmayogi.talent.actions.send_sms import deliver, send_registered
from karmayogi.talent.actions.wishes import register_text, save_wish
from karmayogi.talent.actions.write_digests import write_digests
from karmayogi.talent.engine.hours import quiet
from karmayogi.talent.engine.texts import Unfit, check, filled
from karmayogi.talent.models import Digest, SmsNote, SmsTemplate
from tests.server import free_port

TEXT = "Karmayogi: {#var#} steps are left for your appraisal, by {#var#}. -GOI"


@pytest.fixture
def gateway(settings):
    """A local double of an SMS gateway: what it was posted."""
    got: list[dict] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Idempotency-Key"] == said["id"]
            got.append(said)
            # It takes the message, and of "lost" the answer never comes.
            self.send_response(504 if settings.LOST and settings.LOST.pop() else 202)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None: ...

    settings.LOST = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_GATEWAY = f"http://127.0.0.1:{server.server_port}/sms"
    with contextlib.closing(server.socket):
        yield got
        server.shutdown()


def morning(at: dt.datetime, days: int = 0, hour: int = 6) -> dt.datetime:
    """That hour in India, `days` later."""
    return at.replace(hour=hour - 6, minute=30) + dt.timedelta(days=days)


def test_one_digest_a_day_in_her_language_outside_quiet_hours(year, cast, at, run_jobs, gateway, settings):
    year.done(cast.learner, 3)
    rows.run("update people_account set language = 'ur' where id = %s", [cast.learner.account_id])
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="ur", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    six, nine = morning(at), morning(at, hour=9)
    assert write_digests(six) == 1, "131 days before the end, to whoever has courses prescribed and something missing"
    assert write_digests(six) == 0
    digest = Digest.objects.get()
    assert (digest.person_id, digest.language, digest.left) == (cast.learner.person_id, "ur", 2)
    assert deliver_digests(six) == 0, "before eight nobody is written to"
    assert deliver_digests(nine) == 1
    assert deliver_digests(nine) == 0
    with clock.frozen(nine):
        run_jobs()
    assert [one.to for one in mail.outbox] == [[cast.learner.email]]
    assert digest.text in mail.outbox[0].body
    [sms] = gateway
    assert sms["to"] == cast.learner.mobile
    assert sms["template"] == "1107"
    check(TEXT, sms["text"])
    # What she wishes holds from then on.
    save_wish(actor=cast.learner.actor(at), by_mail=False, by_sms=False, quiet_from=0, quiet_until=0)
    rows.run("update talent_appraisalyear set reminders = '{130}'")
    assert write_digests(morning(at, 1)) == 1
    assert deliver_digests(morning(at, 1)) == 0, "in the application alone"
    run_jobs()
    assert (len(mail.outbox), len(gateway)) == (1, 1)


def test_whoever_does_not_move_is_told_to_the_supervisor_once(year, cast, at):
    year.done(cast.learner, 3)
    write_digests(morning(at))
    assert write_digests(morning(at, 13)) == 0
    assert write_digests(morning(at, 14)) == 1
    told = Digest.objects.get(person_id=cast.supervisor.person_id)
    assert told.text == "Asha Verma was reminded and has not moved since: 3 of 4 courses."
    assert write_digests(morning(at, 15)) == 0


def test_whoever_moved_once_and_then_no_more_is_told_all_the_same(year, cast, at):
    year.done(cast.learner, 2)
    write_digests(morning(at))
    year.complete(cast.learner, year.courses[2], at.date())
    rows.run("update talent_appraisalyear set reminders = '{131, 111}'")
    write_digests(morning(at, 20))
    assert write_digests(morning(at, 33)) == 0
    write_digests(morning(at, 34))
    told = Digest.objects.get(person_id=cast.supervisor.person_id)
    assert told.text == "Asha Verma was reminded and has not moved since: 3 of 4 courses."


def test_who_moved_is_told_to_nobody(year, cast, at):
    year.done(cast.learner, 3)
    write_digests(morning(at))
    year.complete(cast.learner, year.courses[3], at.date())
    assert write_digests(morning(at, 20)) == 0


def test_both_are_told_of_a_contest(year, cast, at):
    contest = talent.contest(actor=cast.learner.actor(at), about="days", words="I was here", at=at)
    rows.run("update talent_appraisalyear set reminders = '{}'")
    write_digests(morning(at, 1))
    assert {one.person_id for one in Digest.objects.all()} == {cast.admin.person_id, cast.head.person_id}
    later = at + dt.timedelta(days=1)
    talent.decide_contest(
        actor=cast.admin.actor(later), contest=contest, uphold=False, reason="The register says so.", at=later
    )
    write_digests(morning(at, 2))
    [told] = Digest.objects.filter(on=morning(at, 2).date())
    assert (told.person_id, "not upheld" in told.text) == (cast.learner.person_id, True)


def test_a_message_keeps_its_id_and_a_retry_keeps_the_quiet_hours(cast, at, gateway, settings, run_jobs):
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="en", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    evening, night, next_day = (dt.datetime(2026, 11, 20 + day, hour, 5, tzinfo=clock.IST)
                                for day, hour in ((0, 19), (0, 21), (1, 8)))  # fmt: skip
    said = {"person_id": cast.learner.person_id, "number": "1107", "text": filled(TEXT, ["2", "31 Mar 2027"])}
    assert send_registered(**said, at=evening) == "queued"
    note = SmsNote.objects.get()
    settings.LOST = [True]
    assert jobs() == [None]
    with clock.frozen(evening):
        deliver.call(note=str(note.uuid))
    note.refresh_from_db()
    assert (note.state, note.tries, note.why) == ("waiting", 1, "504: ")
    assert jobs() == [evening + dt.timedelta(minutes=1)]
    with clock.frozen(night):
        deliver.call(note=str(note.uuid))
    assert len(gateway) == 1, "at night nobody tries again"
    assert jobs(end=False) == [dt.datetime(2026, 11, 21, 8, tzinfo=clock.IST)]
    with clock.frozen(next_day):
        run_jobs()
    assert [one["id"] for one in gateway] == [str(note.uuid)] * 2, "the gateway knows it by its id"
    note.refresh_from_db()
    assert (note.state, note.sent_at) == ("sent", next_day)
    with clock.frozen(next_day):
        deliver.call(note=str(note.uuid))
    assert len(gateway) == 2, "what the gateway took is not sent again"
    # What waited for too long says what is no longer so; and a wish holds up to the last moment.
    for wish, moment in ((False, next_day), (True, next_day + dt.timedelta(days=3))):
        save_wish(actor=cast.learner.actor(at), by_mail=True, by_sms=wish, quiet_from=20, quiet_until=8)
        send_registered(**said, at=next_day)
        with clock.frozen(moment):
            run_jobs()
    assert len(gateway) == 2
    assert [one.state for one in SmsNote.objects.order_by("id")] == ["sent", "refused", "late"]


def jobs(*, end: bool = True) -> list[dt.datetime | None]:
    """When the messages that wait are tried; they are taken out of the queue."""
    sql = "where status = 'todo' and args->>'path' like '%%send_sms.deliver'"
    ended = f"update procrastinate_jobs set status = 'succeeded' {sql} returning scheduled_at"
    return rows.fetch(lambda due: due, ended if end else f"select scheduled_at from procrastinate_jobs {sql}")


def test_a_gateway_that_is_down_is_left_alone_and_its_messages_come_to_an_end(year, cast, at, settings, client):
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="en", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    settings.SMS_GATEWAY = f"http://127.0.0.1:{free_port()}/sms"  # nobody listens there
    year.done(cast.learner, 3)
    noon = morning(at, hour=12)
    write_digests(morning(at))
    assert deliver_digests(noon) == 1
    digest = Digest.objects.get()
    assert digest.sms == "queued"
    said = {"person_id": cast.learner.person_id, "number": "1107", "text": filled(TEXT, ["2", "31 Mar 2027"])}
    for _ in range(4):
        send_registered(**said, at=noon)
    with clock.frozen(noon):
        for note in SmsNote.objects.order_by("id"):
            deliver.call(note=str(note.uuid))
    assert list(SmsNote.objects.order_by("id").values_list("tries", flat=True)) == [1, 1, 1, 0, 0]
    assert SmsNote.objects.last().why == "the gateway has not answered of late"
    # A minute later one of them looks again, the others wait for what it finds.
    jobs()
    soon = noon + dt.timedelta(minutes=1, seconds=1)
    with clock.frozen(soon):
        for note in SmsNote.objects.order_by("-id"):
            deliver.call(note=str(note.uuid))
    assert list(SmsNote.objects.order_by("id").values_list("tries", flat=True)) == [1, 1, 1, 0, 1]
    # The twelfth try is the last; and what no job is at any more ends with its day.
    SmsNote.objects.update(tries=11)
    rows.run("delete from kernel_breaker")
    first, second, *_rest = SmsNote.objects.order_by("id")
    with clock.frozen(soon):
        deliver.call(note=str(first.uuid))
    first.refresh_from_db()
    assert (first.state, first.tries, first.sent_at) == ("late", 12, None)
    assert "cannot be reached" in first.why
    second.refresh_from_db()
    assert second.state == "waiting"
    deliver_digests(noon + dt.timedelta(days=4))
    assert set(SmsNote.objects.values_list("state", flat=True)) == {"late"}
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(noon):
        html = client.get("/talent/reminders/").content.decode()
    assert "no text message was sent: the gateway did not take it in time" in html
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.platform.cookie(at)
    with clock.frozen(noon):
        html = client.get("/talent/texts/").content.decode()
    assert 'Text messages: not sent in time</span><span class="n">5</span>' in html


def test_a_gateway_that_speaks_no_http_counts_as_one_that_does_not_answer(cast, at, settings):
    server = socketserver.TCPServer(("127.0.0.1", free_port()), Nonsense)
    threading.Thread(target=server.handle_request, daemon=True).start()
    settings.SMS_GATEWAY = f"http://127.0.0.1:{server.server_address[1]}/sms"
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="en", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    save_wish(actor=cast.learner.actor(at), by_mail=False, by_sms=True, quiet_from=20, quiet_until=8)
    said = {"person_id": cast.learner.person_id, "number": "1107", "text": filled(TEXT, ["2", "31 Mar 2027"])}
    assert send_registered(**said, at=at) == "queued"
    with clock.frozen(at), contextlib.closing(server.socket):
        deliver.call(note=str(SmsNote.objects.get().uuid))
    note = SmsNote.objects.get()
    assert (note.state, note.tries) == ("waiting", 1)
    assert "cannot be reached" in note.why
    assert rows.scalar("select failures from kernel_breaker") == 1


class Nonsense(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.recv(10_000)
        self.request.sendall(b"220 mail.example.in ESMTP\r\n")


def test_an_installation_that_sends_no_text_messages_says_so(year, cast, at, settings, client):
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="en", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    year.done(cast.learner, 3)
    save_wish(actor=cast.learner.actor(at), by_mail=False, by_sms=True, quiet_from=20, quiet_until=8)
    settings.SMS_SENDER = "karmayogi.people.sms.send_nothing"
    write_digests(morning(at))
    assert deliver_digests(morning(at, hour=9)) == 0, "nothing left the house"
    assert Digest.objects.get().sms == "off"
    assert not SmsNote.objects.exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(morning(at, hour=9)):
        html = client.get("/talent/reminders/").content.decode()
    assert "This installation sends no text messages." in html
    assert "no text message was sent: this installation sends none" in html


def test_a_text_that_differs_by_a_sign_is_refused_and_kept(cast, at, frozen_time, gateway, run_jobs):
    register_text(
        actor=cast.platform.actor(at), number="1107", header="KRMYGI", language="en", text=TEXT,
        registered_on=at.date(), at=at,
    )  # fmt: skip
    good = filled(TEXT, ["2", "31 Mar 2027"])
    said = {"person_id": cast.learner.person_id, "at": at}
    for number, text in (("1107", good + " "), ("1107", good.replace("steps", "Steps")), ("1108", good)):
        assert send_registered(**said, number=number, text=text) == "refused"
    run_jobs()
    assert gateway == []
    assert send_registered(**said, number="1107", text=good) == "queued"
    run_jobs()
    assert [one["text"] for one in gateway] == [good]
    assert [one.state for one in SmsNote.objects.order_by("id")] == ["refused", "refused", "refused", "sent"]


@pytest.mark.parametrize("text", ["x 1 y", "x  y", "x 1\n y", f"x {'9' * 31} y", "a x 1 y"])
def test_gaps_hold_one_to_thirty_signs_of_a_line(text):
    if text == "x 1 y":
        check("x {#var#} y", text)
        return
    with pytest.raises(Unfit):
        check("x {#var#} y", text)


def test_a_text_of_two_lines_is_kept_as_the_register_has_it(cast, at):
    said = {"actor": cast.platform.actor(at), "number": "1107", "header": "KRMYGI", "language": "en"}
    register_text(**said, text=TEXT.replace(", by", ",\r\nby"), registered_on=at.date(), at=at)
    assert SmsTemplate.objects.get().text == TEXT.replace(", by", ",\nby")


def test_quiet_hours_pass_midnight():
    assert [hour for hour in range(24) if not quiet(hour, 20, 8)] == list(range(8, 20))
    assert [hour for hour in range(24) if quiet(hour, 1, 3)] == [1, 2]
    assert not any(quiet(hour, 0, 0) for hour in range(24))
