"""When more ask than can be answered: who goes first, and who is told to come again.

A web worker answers a few requests at once; the others wait here, where they are seen, and not in the server, where
they are not. Whoever reports progress overtakes pages; pages of which nothing but a look depends (`may_be_shed`) come
last, and of these only a few wait, and not for long: the others get a light page at once that tries again by itself.
Nothing else is ever turned away.
"""

import base64
import collections
import enum
import functools
import hashlib
import logging
import random
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation

log = logging.getLogger("karmayogi.crowd")

type Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

AT_ONCE = 4  # requests that a worker works on, half of which wait for the database; more take the interpreter
MOST_WAITING = 6  # pages that may be shed
LONGEST_WAIT = 2.0  # seconds, of one of them
# Threads of the server: those at work, those that may be shed, and room for all others to be seen waiting.
THREADS = AT_ONCE + MOST_WAITING + 16
# Threads that keep their connection to the database for the next report; of the others it goes back to the pool, which
# has fewer than there are threads (settings.DATABASES).
KEEPERS = 4
MOST_READ_FIRST = 64 * 2**20  # bytes of a body; what is larger is read where it is judged
IN_MEMORY = 2**17  # bytes of it; the rest lies in a file without a name
PLACE = "karmayogi.place"  # in the environment that a door is given
AGAIN = (5, 20)  # seconds after which the light page tries again: not all at the same moment
QUIET = 10.0  # seconds without a refusal after which the next one is logged


class Rank(enum.IntEnum):
    """Who goes first. REPORT: doors beside Django. PAGE: all pages that are not declared. LOOK: those that are."""

    REPORT = 0
    PAGE = 1
    LOOK = 2


def may_be_shed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declares that nothing is lost when this page is told to come again in some seconds: it only reads, and no test,
    lesson, form or signing in goes through it. Outermost, so that it is found by its address alone."""
    view.may_be_shed = True  # type: ignore[attr-defined]
    return view


class Gate:
    """Lets so many in at once; the others in the order of their rank, and of their coming within it."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING, longest: float = LONGEST_WAIT) -> None:
        self.at_once, self.most_waiting, self.longest = at_once, most_waiting, longest
        self.inside = 0
        self.waiting: dict[Rank, collections.deque[threading.Lock]] = {rank: collections.deque() for rank in Rank}
        self.lock = threading.Lock()

    def at_once_inside(self) -> bool:
        """Goes in when nobody has to wait: the common case, without asking who it is."""
        with self.lock:
            if self.inside >= self.at_once:
                return False
            self.inside += 1  # nobody waits while there is room: whoever leaves hands it over
            return True

    def enter(self, rank: Rank) -> bool:
        """Waits for its turn. False: it is not let in, and must not `leave`."""
        turn = threading.Lock()
        with self.lock:
            if self.inside < self.at_once:
                self.inside += 1
                return True
            if rank is Rank.LOOK and len(self.waiting[rank]) >= self.most_waiting:
                return False
            turn.acquire()
            self.waiting[rank].append(turn)
        if turn.acquire(timeout=self.longest if rank is Rank.LOOK else -1):
            return True
        with self.lock:
            if turn in self.waiting[rank]:
                self.waiting[rank].remove(turn)
                return False
        return True  # its turn came in this very moment

    def leave(self) -> None:
        """Hands its place over to whoever is next."""
        with self.lock:
            for queue in self.waiting.values():
                if queue:
                    queue.popleft().release()
                    return
            self.inside -= 1


class Place:
    """Of whoever is inside by a door; given up meanwhile by one who waits and needs neither processor nor database."""

    def __init__(self, gate: Gate, give_back: Callable[[], None]) -> None:
        self._gate, self._give_back, self._mine = gate, give_back, True

    def leave(self) -> None:
        """With the connection. Nothing when it has left."""
        if self._mine:
            self._mine = False
            try:
                self._give_back()
            finally:
                self._gate.leave()

    def enter(self) -> None:
        """Again, before any page. Nothing when it is inside."""
        if not self._mine:
            self._gate.enter(Rank.REPORT)
            self._mine = True


class Crowd:
    """The gate of a worker, before its doors and its pages."""

    def __init__(self, gate: Gate | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.gate = gate or Gate()
        self.clock = clock
        self.last_shed = -QUIET
        self.keepers = 0  # threads that keep their connection
        self.mine = threading.local()
        self.lock = threading.Lock()

    def door(self, serve: Wsgi) -> Wsgi:
        """A door that is never shed."""

        def serving(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            _read_first(environ)
            if not self.gate.at_once_inside():
                self.gate.enter(Rank.REPORT)
            place = environ[PLACE] = Place(self.gate, self._give_back)
            try:
                return serve(environ, start_response)
            finally:
                place.leave()

        return serving

    def pages(self, serve: Wsgi) -> Wsgi:
        def serving(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            _read_first(environ)
            if not self.gate.at_once_inside() and not self.gate.enter(rank_of(environ)):
                self._note()
                return _come_again(environ, start_response)
            try:
                answer = serve(environ, start_response)
            except BaseException:
                self.gate.leave()
                raise
            if getattr(answer, "streaming", False):
                return _Streamed(answer, self.gate.leave)  # what it reads it reads while it is sent
            self.gate.leave()
            return answer

        return serving

    def _give_back(self) -> None:
        """Of a thread that is not one of the keepers the connection goes back to the pool; of one that is, when the
        thread ends."""
        if hasattr(self.mine, "keeps"):
            return
        connection = connections[DEFAULT_DB_ALIAS]
        with self.lock:
            keeps = self.keepers < KEEPERS
            self.keepers += keeps
        if keeps:
            self.mine.keeps = _Keeps()
            weakref.finalize(self.mine.keeps, self._ended, connection).atexit = False
        elif not connection.in_atomic_block:
            connection.close()

    def _ended(self, connection: Any) -> None:
        with self.lock:
            self.keepers -= 1
        connection.inc_thread_sharing()
        connection.close()

    def _note(self) -> None:
        """One line for each crowd, not for each of those who came."""
        now = self.clock()
        if now - self.last_shed >= QUIET:
            log.warning("more ask for figures than can be answered: some are told to come again")
        self.last_shed = now


class _Keeps:
    """Lives as long as the thread that keeps its connection."""


def _read_first(environ: dict[str, Any]) -> None:
    """A body is read before it has a place: whoever sends on a slow line keeps nobody waiting."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit() and 0 < int(length) <= MOST_READ_FIRST:
        body, left, given = tempfile.SpooledTemporaryFile(IN_MEMORY), int(length), environ["wsgi.input"]  # noqa: SIM115
        while left and (piece := given.read(min(left, IN_MEMORY))):
            body.write(piece)
            left -= len(piece)
        body.seek(0)
        environ["wsgi.input"] = body


class _Streamed:
    """An answer that is made while it is sent; it has left when it is closed or forgotten."""

    def __init__(self, answer: Any, leave: Callable[[], None]) -> None:
        self.answer = answer
        self.leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        leave, self.leave = self.leave, None
        if leave is None:
            return
        try:
            self.answer.close()
        finally:
            leave()

    def __del__(self) -> None:
        self.close()


def rank_of(environ: dict[str, Any]) -> Rank:
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return Rank.PAGE
    try:
        view = resolve(WSGIRequest(environ).path_info).func
    except Resolver404:
        return Rank.PAGE
    return Rank.LOOK if getattr(view, "may_be_shed", False) else Rank.PAGE


# The little that the light page wears; its policy lets in this and nothing else.
_STYLE = (
    "body{margin:0;border-top:8px solid #1f2f7a;font:1.0625rem/1.6 Noto Sans,system-ui,sans-serif}"
    "main{max-width:36rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.5rem;line-height:1.35}"
    "a{display:inline-block;padding:.7rem 1.25rem;border-radius:8px;background:#1f2f7a;color:#fff;font-weight:600}"
    "[lang=ur] body{font-family:Noto Nastaliq Urdu,Noto Naskh Arabic,serif;line-height:2.1}"
    "[lang=ur] h1{line-height:2}"
)
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'"
)


def _come_again(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    seconds = str(random.randint(*AGAIN))  # noqa: S311 (no secret)
    language = translation.get_language_from_request(WSGIRequest(environ))
    body = _light_page(language).replace(b"SECONDS", seconds.encode())
    start_response(
        "503 Service Unavailable",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Language", language),
            ("Retry-After", seconds),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", _POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Vary", "Cookie, Accept-Language"),
        ],
    )
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


@functools.cache
def _light_page(language: str) -> bytes:
    """Whole, with everything in it: nothing else is asked for, and it works without JavaScript."""
    with translation.override(language):
        right = translation.get_language_bidi()
        return render_to_string(
            "ui/busy.html", {"lang": language, "dir": "rtl" if right else "ltr", "style": _STYLE}
        ).encode()
