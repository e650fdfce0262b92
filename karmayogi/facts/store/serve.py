"""The analytics process: it alone has the store open and answers over a socket of the file system.

One query at a time, the others wait in a line of bounded length; who comes when it is full is told so at once, and what
nobody waits for any more is not begun. The file of the socket belongs to the user who runs the product and is closed to
everybody else: there is nothing else to prove. It ends with the process that started it.
"""

import contextlib
import dataclasses
import fcntl
import os
import queue
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import IO, NoReturn

from karmayogi.facts.engine import wire
from karmayogi.facts.engine.wire import Answer, Ask
from karmayogi.facts.store.session import MEMORY, Damaged, Store
from karmayogi.facts.store.sql import FORMATS

LINE = 16  # queries that may wait
DOORS = 64  # connections at a time
LONGEST = 60.0  # seconds of a query, whatever is asked
_TOO_MUCH = ("TIMEOUT_EXCEEDED", "MEMORY_LIMIT_EXCEEDED", "TOO_SLOW", "SET_SIZE_LIMIT_EXCEEDED")


@dataclasses.dataclass(slots=True)
class _Job:
    ask: Ask
    body: bytes
    until: float  # monotonic: then nobody waits for it any more
    answer: tuple[Answer, bytes] = (Answer("away"), b"")
    ready: threading.Event = dataclasses.field(default_factory=threading.Event)


class Server:
    def __init__(self, home: Path, memory: int = MEMORY) -> None:
        self.store = Store(home, memory)
        self.address = wire.address(home)
        self.line: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self.doors = threading.BoundedSemaphore(DOORS)
        self.waiting = 0
        self.guard = threading.Lock()
        with contextlib.suppress(FileNotFoundError):
            Path(self.address).unlink()  # of a process that was killed; the lock says that there is no other
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        was = os.umask(0o177)
        try:
            self.listener.bind(self.address)
        finally:
            os.umask(was)
        self.listener.listen(DOORS)

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError as error:
                sys.stderr.write(f"facts: nobody could be let in: {error}\n")
                time.sleep(1)  # no file to be had at the moment, say
                continue
            if not self.doors.acquire(blocking=False):
                with connection, contextlib.suppress(OSError):
                    wire.send(connection, Answer("busy"))
                continue
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.settimeout(LONGEST * 2)
                ask, body = wire.receive(connection, Ask)
                answer, rows = self._put(ask, body)
                wire.send(connection, answer, rows)
        except (OSError, wire.Broken):
            pass  # whoever asked has gone; nothing was begun that is not safe to begin again
        finally:
            self.doors.release()

    def _put(self, ask: Ask, body: bytes) -> tuple[Answer, bytes]:
        if ask.do == "state":  # also while others wait
            return Answer(), self.store.state()
        seconds = min(ask.seconds or LONGEST, LONGEST)
        job = _Job(ask, body, time.monotonic() + seconds)
        asks = ask.do == "query"
        with self.guard:
            if asks and self.waiting >= LINE:
                return Answer("busy"), b""
            self.waiting += asks
        self.line.put(job)
        job.ready.wait()
        return job.answer

    def work(self) -> NoReturn:
        """On the thread that opened the store, for good."""
        while True:
            job = self.line.get()
            asks = job.ask.do == "query"
            left = job.until - time.monotonic()
            try:
                if asks and left <= 0:
                    job.answer = Answer("busy"), b""
                else:
                    job.answer = self._do(job.ask, job.body, left)
            except Damaged as error:
                begin_anew(error)
            finally:
                with self.guard:
                    self.waiting -= asks
                job.ready.set()

    def _do(self, ask: Ask, body: bytes, left: float) -> tuple[Answer, bytes]:
        writers = {"swap": (self.store.building,), "done": (self.store.run,)}
        for_both = (self.store.run, self.store.building)
        over = ask.run not in writers.get(ask.do, for_both) or (ask.do == "swap" and ask.run < self.store.run)
        if ask.do in ("insert", "execute", "done", "swap") and over:
            return Answer("refused", f"run {ask.run} is over: another one has begun"), b""
        try:
            match ask.do:
                case "query":
                    return self._query((ask.sql, *ask.more), left)
                case "export":
                    if ask.sql not in FORMATS:
                        return Answer("refused", f"exported as {' or '.join(FORMATS)}"), b""
                    return Answer(text=self.store.export(ask.sql)), b""
                case "begin":
                    return Answer(text=str(self.store.begin())), b""
                case "build":
                    return Answer(text=str(self.store.build())), b""
                case "insert":
                    self.store.insert(ask.sql, body)
                case "execute":
                    self.store.execute(ask.sql)
                case "done":
                    self.store.done(ask.run, ask.note)
                case "swap":
                    self.store.swap(ask.run, ask.note)
                case "seen":
                    self.store.seen(ask.note)
                case _:
                    return Answer("refused", "unknown"), b""
        except (RuntimeError, UnicodeDecodeError) as error:
            text = str(error)
            return Answer("slow" if any(word in text for word in _TOO_MUCH) else "refused", text[:2000]), b""
        return Answer(), b""

    def _query(self, asked: tuple[str, ...], left: float) -> tuple[Answer, bytes]:
        """One after the other, and nothing is written in between. How many lines each has is told in the head."""
        if not all(one.lstrip().lower().startswith(("select", "with")) for one in asked):
            return Answer("refused", "a query begins with select or with"), b""
        end, found = time.monotonic() + left, []
        for one in asked:
            left = end - time.monotonic()
            if left <= 0:
                return Answer("slow", "the queries took too long together"), b""
            found.append(self.store.query(one, left))
        return Answer(text=",".join(str(rows.count(b"\n")) for rows in found)), b"".join(found)

    def leave(self) -> NoReturn:
        """At once, whatever is being done: what was answered for is on the disk, and the engine's own way of ending
        has been seen to wait for ever."""
        with contextlib.suppress(FileNotFoundError):
            Path(self.address).unlink()
        os._exit(0)


def begin_anew(why: Damaged) -> NoReturn:
    """This process again from its first line, with the folder laid aside: empty, so that everything flows in anew.
    Whoever asked is told that nobody is there."""
    sys.stderr.write(f"facts: what lies on the disk is damaged and is begun anew: {why}\n")
    sys.stderr.flush()
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 (the same command as this one)


def _alone(home: Path, parent: int) -> IO[str]:
    """Waits until no other process has the folder: one that was left behind ends by itself in a second. Whoever waits
    ends with its parent too."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (home / "lock").open("a+")
    if not _free(file):
        sys.stderr.write("facts: another process has the store open; waiting for it\n")
        while not _free(file):
            if os.getppid() != parent:
                raise SystemExit(0)
            time.sleep(0.1)
    return file


def _free(file: IO[str]) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _with_parent(server: Server, parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    server.leave()


def _until_told(server: Server, signals: int) -> None:
    os.read(signals, 1)
    server.leave()


def main(home: Path, memory: int = MEMORY) -> NoReturn:
    parent = os.getppid()
    lock = _alone(home, parent)
    try:
        server = Server(home, memory)
    except Damaged as error:
        begin_anew(error)
    # Through a pipe: a signal that a thread of the engine gets does not wake the one that waits for work.
    signals, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    for keeper, more in ((server.accept, []), (_until_told, [server, signals]), (_with_parent, [server, parent])):
        threading.Thread(target=keeper, args=more, daemon=True).start()
    with lock:
        server.work()
