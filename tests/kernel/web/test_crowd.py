"""More ask than can be answered: reports and pages go first, dashboards are told to come again, nobody else is."""

import base64
import hashlib
import io
import re
import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import StreamingHttpResponse
from django.urls import reverse

from config.doors import build
from karmayogi.kernel.web.crowd import AGAIN, KEEPERS, MOST_READ_FIRST, THREADS, Crowd, Gate, Rank, rank_of
from karmayogi.kernel.web.kept import Kept

LONG = 30  # seconds after which a test fails that would hang


def waiting(gate: Gate) -> int:
    return sum(map(len, gate.waiting.values()))


def until(told) -> None:
    """Looks again until it is so: nothing is measured by it."""
    pause = threading.Event()
    for _ in range(LONG * 200):
        if told():
            return
        pause.wait(0.005)
    raise AssertionError("it did not come to that")


def test_whoever_reports_goes_before_pages_and_these_before_looks():
    gate = Gate(at_once=1, longest=LONG)
    assert gate.at_once_inside()
    assert not gate.at_once_inside()
    order, threads = [], []

    def come(name, rank):
        assert gate.enter(rank)
        order.append(name)
        gate.leave()

    for number, (name, rank) in enumerate(
        [("look", Rank.LOOK), ("page", Rank.PAGE), ("late look", Rank.LOOK), ("report", Rank.REPORT),
         ("late page", Rank.PAGE)], start=1,
    ):  # fmt: skip
        threads.append(threading.Thread(target=come, args=(name, rank)))
        threads[-1].start()
        until(lambda number=number: waiting(gate) == number)
    gate.leave()
    for thread in threads:
        thread.join(LONG)
    assert order == ["report", "page", "late page", "look", "late look"]
    assert gate.inside == 0


def test_only_looks_are_turned_away_when_too_many_wait_or_too_long():
    gate = Gate(at_once=1, most_waiting=0, longest=LONG)
    gate.at_once_inside()
    assert not gate.enter(Rank.LOOK), "too many"
    patient = Gate(at_once=1, most_waiting=5, longest=0.001)
    patient.at_once_inside()
    assert not patient.enter(Rank.LOOK), "too long"
    assert waiting(patient) == 0, "whoever gave up stands in nobody's way"
    patient.leave()
    assert patient.enter(Rank.LOOK)
    one = threading.Thread(target=gate.enter, args=(Rank.PAGE,))
    one.start()
    until(lambda: waiting(gate) == 1)
    gate.leave()
    one.join(LONG)
    assert not one.is_alive()


@pytest.mark.django_db
def test_a_place_is_free_again_after_a_fault_and_after_a_stream_that_nobody_reads():
    crowd = Crowd(Gate(at_once=1))

    def fail(environ, start_response):
        raise ValueError("of the page")

    for wrapped in (crowd.pages(fail), crowd.door(fail)):
        with pytest.raises(ValueError, match="of the page"):
            wrapped({}, None)
        assert crowd.gate.inside == 0
    answer = crowd.pages(lambda *_: StreamingHttpResponse([b"a", b"b"]))({}, None)
    assert crowd.gate.inside == 1, "what it reads it reads while it is sent"
    assert b"".join(answer) == b"ab"
    answer.close()
    answer.close()
    assert crowd.gate.inside == 0
    answer = crowd.pages(lambda *_: StreamingHttpResponse([b"a"]))({}, None)
    del answer
    assert crowd.gate.inside == 0


def test_the_threads_of_the_server_are_more_than_those_who_may_be_shed():
    """Else reports would wait where nobody sees them."""
    gate = Gate()
    assert gate.at_once + gate.most_waiting + 8 <= THREADS


@pytest.fixture
def full(settings):
    """The product while two pages are being made."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    crowd = Crowd(Gate(at_once=1, most_waiting=0, longest=LONG))
    assert crowd.gate.at_once_inside()
    application = build(get_wsgi_application(), crowd)

    def ask(path, method="GET", **headers):
        said = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "wsgi.input": io.BytesIO(),
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "wsgi.url_scheme": "http", **headers,
        }  # fmt: skip
        body = b"".join(application(environ, lambda status, fields, *_: said.extend([status, dict(fields)])))
        return said[0], said[1], body.decode()

    return crowd, ask


@pytest.mark.django_db
def test_a_dashboard_is_told_to_come_again_in_the_language_of_the_reader(full, django_assert_num_queries):
    _crowd, ask = full
    with django_assert_num_queries(0):
        status, fields, body = ask(reverse("insight:nation"))
        assert status.startswith("503")
        seconds = int(fields["Retry-After"])
        assert AGAIN[0] <= seconds <= AGAIN[1]
        assert re.search(r'http-equiv="refresh" content="(\d+)"', body)[1] == str(seconds)
        assert "script" not in body and "Very many" in body
        worn = hashlib.sha256(re.search("<style>(.+)</style>", body)[1].encode()).digest()
        assert f"'sha256-{base64.b64encode(worn).decode()}'" in fields["Content-Security-Policy"]
        assert fields["Cache-Control"] == "no-store"
        for language, direction in (("hi", "ltr"), ("ur", "rtl")):
            status, fields, body = ask(reverse("insight:nation"), HTTP_COOKIE=f"django_language={language}")
            assert fields["Content-Language"] == language
            assert f'lang="{language}" dir="{direction}"' in body and "Very many" not in body
        _status, fields, body = ask(reverse("insight:nation_csv"), method="HEAD", HTTP_ACCEPT_LANGUAGE="hi,en")
        assert (fields["Content-Language"], body) == ("hi", "")


@pytest.mark.django_db
def test_everybody_else_waits_for_a_turn_and_gets_an_answer(full):
    crowd, ask = full
    got = {}

    def come(name, path, method):
        got[name] = ask(path, method)[0]

    # None of them needs the database, which is another one for each thread of a test.
    asked = {
        "progress": ("/learning/progress", "POST"), "unknown": ("/nothing/here/", "PUT"),
        "health": (reverse("healthz"), "GET"),
    }  # fmt: skip
    threads = [threading.Thread(target=come, args=(name, *one)) for name, one in asked.items()]
    for thread in threads:
        thread.start()
    until(lambda: waiting(crowd.gate) == len(asked))
    assert got == {}
    crowd.gate.leave()
    for thread in threads:
        thread.join(LONG)
    assert {name: status[:3] for name, status in got.items()} == {"progress": "403", "unknown": "404", "health": "200"}


def test_nothing_that_somebody_is_in_the_middle_of_is_shed():
    for name in ("account_login", "insight:mine", "insight:weights"):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": reverse(name), "wsgi.input": io.BytesIO()}
        assert rank_of(environ) is Rank.PAGE, name
    board = {"PATH_INFO": reverse("insight:nation"), "wsgi.input": io.BytesIO()}
    assert rank_of(board | {"REQUEST_METHOD": "GET"}) is Rank.LOOK
    assert rank_of(board | {"REQUEST_METHOD": "POST"}) is Rank.PAGE


def test_what_is_the_same_for_all_is_made_once_and_a_fault_is_not_kept():
    kept, begun, go, made = Kept(most=2), threading.Event(), threading.Event(), []

    def slow():
        made.append("slow")
        begun.set()
        go.wait(LONG)
        return "page"

    got = []
    first = threading.Thread(target=lambda: got.append(kept.get("key", slow)))
    first.start()
    begun.wait(LONG)
    others = [threading.Thread(target=lambda: got.append(kept.get("key", slow))) for _ in range(5)]
    for thread in others:
        thread.start()
    go.set()
    for thread in (first, *others):
        thread.join(LONG)
    assert (got, made) == (["page"] * 6, ["slow"])

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        kept.get("other", fail)
    assert kept.get("other", lambda: "now") == "now"
    assert kept.get("third", lambda: "third") == "third"
    assert kept.get("key", lambda: "made again") == "made again", "the longest unasked went"


def test_a_body_is_read_before_there_is_a_place():
    crowd = Crowd(Gate(at_once=1))
    inside, got = [], []

    class Slow(io.BytesIO):
        def read(self, size=-1):
            inside.append(crowd.gate.inside)
            return super().read(min(size, 3))

    def serve(environ, start_response):
        got.append((crowd.gate.inside, environ["wsgi.input"].read()))
        return []

    for wrapped in (crowd.pages(serve), crowd.door(serve)):
        wrapped({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "8", "wsgi.input": Slow(b"12345678 and no more")}, None)
        wrapped({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "8", "wsgi.input": Slow(b"1234")}, None)
    assert set(inside) == {0}
    assert got == [(1, b"12345678"), (1, b"1234")] * 2
    # What is larger than is ever taken so, or says no length, is left to whoever judges it.
    whole = io.BytesIO(b"1")
    for length in (str(MOST_READ_FIRST + 1), "", "-1", "x"):
        environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": length, "wsgi.input": whole}
        crowd.door(serve)(environ, None)
        assert environ["wsgi.input"] is whole


def test_a_connection_that_is_kept_comes_back_when_its_thread_ends(monkeypatch):
    closed = []

    class Connection:
        in_atomic_block = False

        def inc_thread_sharing(self):
            pass

        def close(self):
            closed.append(self)

    here = threading.local()

    class Of:
        def __getitem__(self, _alias):
            if not hasattr(here, "connection"):
                here.connection = Connection()
            return here.connection

    monkeypatch.setattr("karmayogi.kernel.web.crowd.connections", Of())
    crowd = Crowd(Gate())
    serve = crowd.door(lambda *_: [])
    left = []

    def work():
        serve({}, None)
        serve({}, None)
        left.append(len(closed))

    for number in range(1, KEEPERS + 3):  # one after the other: more threads than may keep one
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(LONG)
        until(lambda number=number: len(closed) == number)
        assert crowd.keepers == 0
    assert left == list(range(KEEPERS + 2)), "kept while the thread lived"
