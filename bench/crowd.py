"""Many people at one test: what each of them sends, from processes of their own over a few dozen kept connections."""

import dataclasses
import http.client
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.client import Unexpected

CONNECTIONS = 24  # of each process


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    id: int
    cookie: str
    csrf: str


@dataclasses.dataclass(frozen=True, slots=True)
class Save:
    """An answer, due so many seconds after the beginning. picked: place of the option."""

    due: float
    person: Person
    attempt: str
    position: int
    picked: int


def begin(port: int, path: str, shares: Sequence[Sequence[Person]]) -> tuple[list[float], float]:
    """Everybody presses Start at the same moment: seconds that each waited from then on, and until all had it."""
    results = _processes(_begin, [(port, path, share) for share in shares])
    waited = sorted(one for result in results for one in result)
    return waited, waited[-1]


def save(port: int, shares: Sequence[Sequence[Save]]) -> list[float]:
    """Milliseconds from the moment at which each was due, however late it could be sent."""
    results = _processes(_save, [(port, share) for share in shares])
    return [1000 * one for result in results for one in result]


def _processes(work: Callable[..., list[float]], arguments: Sequence[Sequence[Any]]) -> list[list[float]]:
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(len(arguments) + 1), context.Event()
    with context.Pool(len(arguments), _set, (ready, go)) as pool:
        jobs = [pool.apply_async(work, one) for one in arguments]
        ready.wait(300)
        go.set()
        return [job.get(900) for job in jobs]


_ready: Any = None
_go: Any = None


def _set(ready: Any, go: Any) -> None:
    global _ready, _go
    _ready, _go = ready, go


def _begin(port: int, path: str, people: Sequence[Person]) -> list[float]:
    waiting: queue.SimpleQueue[Person] = queue.SimpleQueue()
    for person in people:
        waiting.put(person)

    def one(connection: http.client.HTTPConnection, begun: float, waited: list[float]) -> None:
        while True:
            try:
                person = waiting.get_nowait()
            except queue.Empty:
                return
            _post(connection, path, person, "language=en")
            waited.append(time.perf_counter() - begun)

    return _threads(port, one)


def _save(port: int, saves: Sequence[Save]) -> list[float]:
    waiting: queue.SimpleQueue[Save] = queue.SimpleQueue()
    for one in sorted(saves, key=lambda one: one.due):
        waiting.put(one)

    def work(connection: http.client.HTTPConnection, begun: float, waited: list[float]) -> None:
        while True:
            try:
                one = waiting.get_nowait()
            except queue.Empty:
                return
            time.sleep(max(0.0, begun + one.due - time.perf_counter()))
            path = f"/assessment/attempts/{one.attempt}/{one.position}/"
            _post(connection, path, one.person, f"answer={one.picked}&seen=&go=stay")
            waited.append(time.perf_counter() - begun - one.due)

    return _threads(port, work)


def _threads(port: int, work: Callable[[http.client.HTTPConnection, float, list[float]], None]) -> list[float]:
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=120) for _ in range(CONNECTIONS)]
    waited: list[float] = []
    failed: list[BaseException] = []
    _ready.wait(300)
    _go.wait(300)
    begun = time.perf_counter()

    def guarded(connection: http.client.HTTPConnection) -> None:
        try:
            work(connection, begun, waited)
        except BaseException as error:  # told below: a thread of its own would only print it
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(connection,)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waited


def _post(connection: http.client.HTTPConnection, path: str, person: Person, fields: str) -> None:
    """Raises Unexpected for anything but a redirect. A connection that the server closed is opened again, once."""
    body = f"csrfmiddlewaretoken={person.csrf}&{fields}".encode()
    headers = {
        "Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html",
        "Accept-Encoding": "gzip",
    }  # fmt: skip
    for last in (False, True):
        try:
            connection.request("POST", path, body=body, headers=headers)
            response = connection.getresponse()
            response.read()
            break
        except (http.client.HTTPException, ConnectionError):
            connection.close()
            if last:
                raise
    if response.status not in (302, 303):
        raise Unexpected(f"POST {path} answered {response.status}")
