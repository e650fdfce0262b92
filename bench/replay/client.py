"""People with browsers: journeys done at their moments over kept connections, in processes of their own.

One thread and one loop a process, so that the clients, which share the cores with what they measure, take little of
them. A journey is one thing after the other, as a browser does it; journeys do not wait for each other, but for a free
connection, as behind a proxy. An answer counts from the moment at which its request was due, however late it was sent:
the moment of the plan, or of the answer to the step before where that came later.
"""

import collections
import dataclasses
import heapq
import re
import resource
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench.replay.plan import EVERY, Journey, Step, position

CONNECTIONS = 32  # of each process
_HEAD = b"\r\n\r\n"
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
MOST_TRIES = 20
PAUSE = 0.5  # seconds before it is tried again


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    uuid: str
    part: str
    key: str


@dataclasses.dataclass(slots=True)
class Found:
    """Of one process. times: milliseconds by kind, in the order of the answers. refused: what was not answered as it
    should be. again: requests that were turned away or cut off and sent anew. late: milliseconds by which the sending
    itself was behind."""

    times: dict[str, list[float]] = dataclasses.field(default_factory=lambda: collections.defaultdict(list))
    refused: list[str] = dataclasses.field(default_factory=list)
    again: int = 0
    cpu: float = 0.0
    done_at: list[float] = dataclasses.field(default_factory=list)
    over: float = 0.0


@dataclasses.dataclass(slots=True)
class _Walk:
    """A journey on its way. ahead: the step that is due; address: where the last answer led."""

    journey: Journey
    head: str
    course: Course
    steps: Iterator[Step]
    ahead: Step | None = None
    address: str = ""
    open_answers: int = 0
    tries: int = 0


@dataclasses.dataclass(slots=True)
class _Line:
    socket: socket.socket
    walk: _Walk | None = None
    due: float = 0.0
    request: bytes = b""
    got: bytearray = dataclasses.field(default_factory=bytearray)
    need: int = -1


class Crowd:
    """Some of the journeys. cookies: of each person, by place."""

    def __init__(
        self, port: int, journeys: Sequence[Journey], cookies: dict[int, str], csrf: str, courses: Sequence[Course]
    ) -> None:
        self.port, self.csrf = port, csrf
        self.courses, self.cookies, self.journeys = courses, cookies, journeys
        self.found = Found()
        self.waiting: collections.deque[tuple[float, _Walk]] = collections.deque()
        self.heap: list[tuple[float, int, _Walk]] = []
        self.free: list[_Line] = []
        self.busy = 0
        self.selector = selectors.DefaultSelector()

    def run(self, begin: float, seconds: float) -> Found:
        """begin: by time.monotonic(). Whatever was due before the end is done to its end."""
        self.begin, self.seconds = begin, seconds
        for journey in self.journeys:
            walk = _Walk(journey, self._headers(journey), self.courses[journey.course], journey.steps())
            if journey.enrolment:
                walk.address = f"/learning/enrolments/{journey.enrolment}/parts/{walk.course.key}/"
            self._next(walk, 0.0)
        for _ in range(CONNECTIONS):
            self.free.append(self._line())
        while self.heap or self.waiting or self.busy:
            now = time.monotonic()
            while self.heap and self.heap[0][0] <= now:
                due, _number, walk = heapq.heappop(self.heap)
                self._ask(due, walk)
            self._send_waiting()
            wait = max(0.0, min(0.5, self.heap[0][0] - time.monotonic())) if self.heap else 0.5
            for key, _events in self.selector.select(wait):
                self._read(key.data)
        used = resource.getrusage(resource.RUSAGE_SELF)
        self.found.cpu = used.ru_utime + used.ru_stime
        self.found.over = time.monotonic() - begin
        for line in self.free:
            line.socket.close()
        return self.found

    def _headers(self, journey: Journey) -> str:
        return f"Host: 127.0.0.1:{self.port}\r\nCookie: {self.cookies[journey.person]}\r\nAccept-Encoding: gzip\r\n"

    def _line(self) -> _Line:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = _Line(made)
        self.selector.register(made, selectors.EVENT_READ, line)
        return line

    def _next(self, walk: _Walk, now: float) -> None:
        """Its next step, unless that is due after the end of the run."""
        walk.ahead = next(walk.steps, None)
        walk.tries = 0
        if walk.ahead is None or walk.journey.begins + walk.ahead.at >= self.seconds:
            walk.ahead = None
            return
        due = max(self.begin + walk.journey.begins + walk.ahead.at, now)
        heapq.heappush(self.heap, (due, walk.journey.number, walk))

    def _ask(self, due: float, walk: _Walk) -> None:
        assert walk.ahead is not None
        walk.open_answers = 2 if walk.ahead.twice else 1
        for _ in range(walk.open_answers):
            self.waiting.append((due, walk))

    def _send_waiting(self) -> None:
        while self.waiting and self.free:
            due, walk = self.waiting.popleft()
            line = self.free.pop()
            line.walk, line.due, line.request = walk, due, self._request(walk)
            self.busy += 1
            self._put(line)

    def _put(self, line: _Line) -> None:
        line.got.clear()
        line.need = -1
        try:
            line.socket.sendall(line.request)
        except OSError:
            self._cut(line)

    def _request(self, walk: _Walk) -> bytes:
        step, course = walk.ahead, walk.course
        assert step is not None
        match step.what:
            case "report":
                body = (
                    f'{{"part":"{course.part}","visit":1,"seq":{step.number},"position":{position(step.number)},'
                    f'"seconds":{int(EVERY)}}}'
                )
                more = "Content-Type: application/json\r\nX-Karmayogi-Progress: 1\r\n"
                return _post("/learning/progress", walk.head + more, body)
            case "enrol":
                return self._form(walk, f"/learning/courses/{course.uuid}/enrol/")
            case "finish":
                return self._form(walk, walk.address + "finish/", "&seconds=2")
            case "course":
                return _get(f"/learning/courses/{course.uuid}/", walk.head)
            case "open":
                return _get(walk.address, walk.head)
        raise ValueError(step.what)

    def _form(self, walk: _Walk, path: str, fields: str = "") -> bytes:
        more = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n"
        return _post(path, walk.head + more, f"csrfmiddlewaretoken={self.csrf}{fields}")

    def _read(self, line: _Line) -> None:
        try:
            got = line.socket.recv(262_144)
        except OSError:
            got = b""
        if not got:
            self._cut(line)
            return
        line.got += got
        if line.need < 0:
            at = line.got.find(_HEAD)
            if at < 0:
                return
            length = _LENGTH.search(line.got, 0, at + 2)
            line.need = at + 4 + (int(length[1]) if length else 0)
        if len(line.got) >= line.need:
            self._answered(line)

    def _cut(self, line: _Line) -> None:
        """The server closed the connection: a new one, and what was under way is sent again."""
        self.selector.unregister(line.socket)
        line.socket.close()
        fresh = self._line()
        if line.walk is None:
            if line in self.free:
                self.free.remove(line)
            self.free.append(fresh)
            return
        self.busy -= 1
        self.free.append(fresh)
        self._again(line.walk, line.due, "cut off")

    def _again(self, walk: _Walk, due: float, why: str) -> None:
        walk.tries += 1
        self.found.again += 1
        if walk.tries > MOST_TRIES:
            self._wrong(walk, why)
            return
        # The moment at which it was due stays: whoever waits, waits from then on.
        self.waiting.append((due, walk))

    def _wrong(self, walk: _Walk, said: str) -> None:
        step = walk.ahead
        self.found.refused.append(f"journey {walk.journey.number}, {step.what if step else ''}: {said}")
        walk.ahead = None

    def _answered(self, line: _Line) -> None:
        walk, now = line.walk, time.monotonic()
        status = bytes(line.got[9:12])
        assert walk is not None
        self.busy -= 1
        line.walk = None
        self.free.append(line)
        if walk.ahead is None:
            return
        if status in (b"503", b"502", b"429"):
            self._again(walk, line.due, f"answered {status.decode()}")
            return
        step = walk.ahead
        expected = b"302" if step.what in ("enrol", "finish") else b"200"
        if status != expected:
            self._wrong(walk, bytes(line.got[:300]).decode(errors="replace"))
            return
        self.found.times[step.what].append((now - line.due) * 1000)
        if step.what == "enrol":
            there = _LOCATION.search(line.got)
            walk.address = there[1].decode() if there else ""
        elif step.what == "finish":
            self.found.done_at.append(now - self.begin)
        walk.open_answers -= 1
        if not walk.open_answers:
            self._next(walk, now)


def _get(path: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\n{headers}Accept: text/html\r\n\r\n".encode()


def _post(path: str, headers: str, body: str) -> bytes:
    return f"POST {path} HTTP/1.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def share(port: int, arguments: Any, go: Any, ready: Any, out: Any) -> None:
    """Of a process: waits for the beginning, does its share, and hands over what it found."""
    (journeys, cookies, csrf, courses), seconds = arguments
    crowd = Crowd(port, journeys, cookies, csrf, courses)
    ready.wait(300)
    begin = go.get()
    out.put(crowd.run(begin, seconds))
