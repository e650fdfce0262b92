"""The whole product (doors and pages) on a free port of this machine, in threads of the test's own process."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.doors import build
from karmayogi.kernel.web.crowd import Crowd, Gate

THREADS = 8


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: what matters is in the assertions."""


class _Server(WSGIServer):
    """A fixed set of threads, so that at the end each can give its database connection back."""

    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Quiet)
        self.pool = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        with contextlib.suppress(OSError):  # a browser that went away
            self.finish_request(request, client_address)
        self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that breaks a connection off is no fault of ours."""

    def end(self) -> None:
        together = threading.Barrier(THREADS)

        def close() -> None:
            together.wait(10)
            connections.close_all()

        for done in [self.pool.submit(close) for _ in range(THREADS)]:
            done.result()
        self.pool.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(settings: Any) -> Iterator[str]:
    """Runs the product and gives its origin. settings: the fixture of pytest-django. Needs rows that are committed."""
    port = free_port()
    settings.PUBLIC_ORIGIN = f"http://127.0.0.1:{port}"
    settings.CONTENT_ORIGIN = f"http://content.localhost:{port}"
    call_command("collectstatic", interactive=False, verbosity=0)
    server = _Server(port)
    server.set_app(build(get_wsgi_application(), Crowd(Gate(at_once=THREADS))))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield settings.PUBLIC_ORIGIN
    finally:
        server.shutdown()
        thread.join()
        server.end()
        server.server_close()
