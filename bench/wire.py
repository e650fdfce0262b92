"""Clients that ask as fast as they are answered: requests are bytes before the clock runs, so that the client, which
shares the cores with what is measured, takes little of them."""

import dataclasses
import multiprocessing
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.client import Ask, Unexpected

_HEAD = b"\r\n\r\n"


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """seconds: of the slowest client. times: milliseconds of each request, in order."""

    requests: int
    seconds: float
    times: list[float]

    def within(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


def raw(ask: Ask) -> bytes:
    body = ask.body or b""
    headers = {"Host": "127.0.0.1", **ask.headers, "Content-Length": str(len(body))}
    lines = [f"{ask.method} {ask.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + _HEAD + body


class Wire:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Raises Unexpected for any other answer than 200 or 204."""
        self.socket.sendall(request)
        answer = self.socket.recv(65536)
        while _HEAD not in answer:
            answer += self._more()
        head, _head, body = answer.partition(_HEAD)
        lower = head.lower()
        if b" 200 " not in head[:15] and b" 204 " not in head[:15]:
            raise Unexpected(answer[:500].decode(errors="replace"))
        at = lower.find(b"content-length:")
        missing = int(lower[at + 15 :].split(b"\r\n", 1)[0]) - len(body) if at >= 0 else 0
        while missing > 0:
            missing -= len(self._more())

    def _more(self) -> bytes:
        found = self.socket.recv(65536)
        if not found:
            raise Unexpected("the server closed the connection")
        return found


def at_once(
    port: int, make: Callable[..., Sequence[bytes]], arguments: Sequence[Sequence[Any]], *, seconds: float,
    begin: Callable[[], None],
) -> Load:  # fmt: skip
    """A client in a process of its own for each of the arguments: `make(*arguments)` gives its requests, which are
    sent one after the other until the time is over or none is left. begin: called when all are ready."""
    # Spawned, so that they have none of our connections.
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(len(arguments) + 1), context.Event()
    with context.Pool(len(arguments), _begin, (ready, go)) as pool:
        jobs = [pool.apply_async(_client, (port, make, one, seconds)) for one in arguments]
        ready.wait(300)
        begin()
        go.set()
        results = [job.get(seconds + 300) for job in jobs]
    times = sorted(one * 1000 for result in results for one in result[1])
    return Load(len(times), max(result[0] for result in results), times)


_ready: Any = None
_go: Any = None


def _begin(ready: Any, go: Any) -> None:
    global _ready, _go
    _ready, _go = ready, go


def _client(
    port: int, make: Callable[..., Sequence[bytes]], arguments: Sequence[Any], seconds: float
) -> tuple[float, list[float]]:
    requests = iter(make(*arguments))
    wire = Wire(port)
    for _ in range(3):
        wire.send(next(requests))
    _ready.wait(300)
    _go.wait(300)
    times: list[float] = []
    begun = now = time.perf_counter()
    for request in requests:
        wire.send(request)
        was, now = now, time.perf_counter()
        times.append(now - was)
        if now - begun > seconds:
            break
    return now - begun, times
