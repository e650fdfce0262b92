"""An open feed at its address: fetched, kept once, its faults told; nothing but https on the public internet."""

import datetime as dt
import http.server
import threading

import pytest

from karmayogi.evaluation.actions.bring_service import define_service
from karmayogi.evaluation.actions.fetch_service import ask_feeds, end_feed, set_feed
from karmayogi.evaluation.models import ServiceFeed, ServiceFigure, ServiceSource
from karmayogi.evaluation.queries.indicators import means_of
from karmayogi.kernel import outgoing
from karmayogi.kernel.access import NotFound, Refused

GOOD = b"unit,month,value\nAP-0,2026-01,50\nAP-0,2026-02,60\nAP-1,May,1\n"


@pytest.fixture
def publisher():
    """A double on this machine: .answer is (status, body)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = server.answer
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args) -> None:
            pass

    for port in range(21760, 21790):
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
            break
        except OSError:
            continue
    server.answer = (200, GOOD)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def service(desk):
    return define_service(
        **desk.said, code="CPGRAMS-30", name="Closed in 30 days", definition="Of all received.", measure="%",
        higher_is_better=True,
    )  # fmt: skip


def said(desk, service, address: str) -> dict:
    return {**desk.said, "service": service, "address": address, "publisher": "Grievances", "licence": "GODL-India"}


def test_fetched_each_night_kept_once_and_faults_are_told(desk, service, publisher, settings):
    settings.PRIVATE_ADDRESSES = True
    address = f"http://127.0.0.1:{publisher.server_port}/grievances.csv"

    def night() -> ServiceFeed:
        ask_feeds()
        desk.run_jobs()
        return ServiceFeed.objects.get()

    for _ in range(2):
        set_feed(**said(desk, service, address))
    for _ in range(2):
        feed = night()
        assert (feed.fault, feed.asked_at is not None) == ("", True)
    source = ServiceSource.objects.get()
    assert (source.rows, source.refused, source.by_id, source.address) == (2, 1, None, address)
    assert source.fetched_at == source.at
    for answer, fault in (
        ((503, b""), "503"), ((302, b""), "302"), ((200, b"<html>"), "first line"),
        ((200, b"x" * (outgoing.MOST + 1)), "too long"),
    ):  # fmt: skip
        publisher.answer = answer
        assert fault in night().fault
    assert ServiceFigure.objects.count() == 2
    publisher.answer = (200, GOOD + b"AP-0,2026-03,70\n")
    assert night().fault == ""
    assert ServiceSource.objects.count() == 2
    publisher.answer = (200, b"unit,month,value\nAP-0,2026-01,5\n")
    night()
    assert latest() == 5
    publisher.answer = (200, GOOD)  # the one before was a mistake: the first file is put back
    for _ in range(2):
        assert night().fault == ""
        assert (latest(), ServiceSource.objects.count()) == (50, 4)
    ask_feeds()
    set_feed(**said(desk, service, f"{address}?of=2026"))
    assert ServiceFeed.objects.get().asked_at is None, "the new address was not asked yet"
    desk.run_jobs()
    assert ServiceSource.objects.count() == 4, "the same file from another address"
    for _ in range(2):
        end_feed(**desk.said, service=service)
    publisher.answer = (200, GOOD + b"AP-0,2026-04,80\n")
    night()
    assert ServiceSource.objects.count() == 4, "nothing is asked of a feed that has ended"


def latest() -> float:
    indicator = ServiceFeed.objects.get().indicator_id
    [(_unit, value, _months)] = means_of(indicator, dt.date(2026, 1, 1), dt.date(2026, 1, 31), ["AP-0"])
    return value


def test_what_an_address_says_that_nobody_wants_any_more_is_not_kept(desk, service, monkeypatch):
    def ended_meanwhile(*_args, **_named):
        end_feed(**desk.said, service=service)
        return outgoing.Answer(200, GOOD)

    set_feed(**said(desk, service, "https://data.example.in/x.csv"))
    monkeypatch.setattr(outgoing, "fetch", ended_meanwhile)
    ask_feeds()
    desk.run_jobs()
    assert not ServiceSource.objects.exists()

    def licensed_otherwise_meanwhile(*_args, **_named):
        set_feed(**said(desk, service, "https://data.example.in/x.csv") | {"licence": "CC BY 4.0"})
        return outgoing.Answer(200, GOOD)

    set_feed(**said(desk, service, "https://data.example.in/x.csv"))
    monkeypatch.setattr(outgoing, "fetch", licensed_otherwise_meanwhile)
    ask_feeds()
    desk.run_jobs()
    assert ServiceSource.objects.get().licence == "CC BY 4.0"


def test_only_https_on_the_public_internet_and_only_the_commission(desk, cast, service, publisher, settings):
    settings.PRIVATE_ADDRESSES = False
    for address in (f"http://127.0.0.1:{publisher.server_port}/", "https://a:b@data.example.in/", "file:///etc/passwd"):
        with pytest.raises(Refused, match="https"):
            set_feed(**said(desk, service, address))
    set_feed(**said(desk, service, "https://127.0.0.1/x.csv"))
    ask_feeds()
    desk.run_jobs()
    assert "public internet" in ServiceFeed.objects.get().fault
    with pytest.raises(NotFound):
        set_feed(**(said(desk, service, "https://data.example.in/") | {"actor": cast.admin.actor(desk.at)}))
