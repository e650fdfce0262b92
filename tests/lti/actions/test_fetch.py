"""The fetcher speaks to nobody behind this machine, whatever name they have."""

import contextlib
import http.server
import socket
import threading
import time

import pytest

from karmayogi.kernel import outgoing
from karmayogi.lti.actions import fetch

# Each piece in time, and never an end: of the headers, of what comes before them, of a body, of its pieces.
DRIPS = {
    "/headers": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "/patience": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/body": (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "/pieces": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;x=y\r\n \r\n"),
}


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
            return
        if self.path in DRIPS:
            before, piece = DRIPS[self.path]
            with contextlib.suppress(OSError):
                self.wfile.write(before)
                while not self.server.ended.wait(0.05):
                    self.wfile.write(piece)
            return
        if self.path == "/zero":
            self.wfile.write(b"no\0status\r\n\r\n")
            return
        if self.path == "/gone":
            self.wfile.write(b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")
            return
        body = b"x" * (outgoing.MOST + 1) if self.path == "/long" else b'{"keys": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    found.ended = threading.Event()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://localhost:{found.server_port}"
    found.ended.set()
    found.shutdown()
    found.server_close()


def test_private_addresses_are_refused(server, settings):
    settings.PRIVATE_ADDRESSES = False
    for url in (server, server.replace("http:", "https:"), "https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/"):
        with pytest.raises(fetch.Unreachable):
            fetch.fetch(url)


def test_one_private_address_among_public_ones_is_enough(monkeypatch, settings):
    settings.PRIVATE_ADDRESSES = False
    two = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443)), (socket.AF_INET, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kw: two)
    with pytest.raises(fetch.Unreachable, match="public internet"):
        fetch.fetch("https://tool.example.org/")


def test_a_setting_allows_them_for_rehearsals(server, settings):
    settings.PRIVATE_ADDRESSES = True
    assert fetch.get_json(f"{server}/keys") == {"keys": []}
    with pytest.raises(fetch.Unreachable, match="no\ufffdstatus"):
        fetch.fetch(f"{server}/zero")
    for path in ("/elsewhere", "/long"):  # a redirect is not followed; an endless answer is cut
        with pytest.raises(fetch.Unreachable):
            fetch.get_json(server + path)


@pytest.mark.parametrize("path", DRIPS)
def test_an_answer_that_drips_ends_in_time(server, settings, monkeypatch, path):
    settings.PRIVATE_ADDRESSES = True
    monkeypatch.setattr(outgoing, "PATIENCE_IN_ALL", 0.5)
    began = time.monotonic()
    with pytest.raises(fetch.Unreachable, match=r"too long|timed out"):
        fetch.fetch(server + path)
    assert time.monotonic() - began < 4


def test_what_stands_around_an_answer_counts_too(server, settings, monkeypatch):
    settings.PRIVATE_ADDRESSES = True
    monkeypatch.setattr(outgoing, "MOST_ON_THE_WIRE", 100)
    with pytest.raises(fetch.Unreachable, match="too long"):
        fetch.fetch(f"{server}/patience")
    assert fetch.fetch(f"{server}/gone").status == 404
