"""The fetcher speaks to nobody behind this machine, whatever name they have."""

import http.server
import socket
import threading

import pytest

from karmayogi.lti.actions import fetch


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
            return
        body = b"x" * (fetch.MOST + 1) if self.path == "/long" else b'{"keys": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://localhost:{found.server_port}"
    found.shutdown()
    found.server_close()


def test_private_addresses_are_refused(server, settings):
    settings.LTI_PRIVATE_ADDRESSES = False
    for url in (server, server.replace("http:", "https:"), "https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/"):
        with pytest.raises(fetch.Unreachable):
            fetch.fetch(url)


def test_one_private_address_among_public_ones_is_enough(monkeypatch, settings):
    settings.LTI_PRIVATE_ADDRESSES = False
    two = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443)), (socket.AF_INET, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kw: two)
    with pytest.raises(fetch.Unreachable, match="public internet"):
        fetch.fetch("https://tool.example.org/")


def test_a_setting_allows_them_for_rehearsals(server, settings):
    settings.LTI_PRIVATE_ADDRESSES = True
    assert fetch.get_json(f"{server}/keys") == {"keys": []}
    for path in ("/elsewhere", "/long"):  # a redirect is not followed; an endless answer is cut
        with pytest.raises(fetch.Unreachable):
            fetch.get_json(server + path)
