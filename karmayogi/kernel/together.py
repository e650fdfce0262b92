"""What many requests of a process ask at the same moment, asked of the database as one: one statement, one commit.

Whoever comes alone asks alone, at once. Where one comes right behind the other, the first waits a moment for company
and asks for all who came; whoever comes meanwhile is taken by the next. An answer is given after the commit, as if each
had asked alone. Who gets none (nobody else came, or the statement left out what it asked, or failed) asks alone.
"""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

MOST = 64
MOMENT = 0.003  # seconds


class Place(Protocol):
    """What is given up by one who waits and taken again by one who asks (kernel/web/crowd.py)."""

    def leave(self) -> None: ...

    def enter(self) -> None: ...


class _Entry[Q, A]:
    __slots__ = ("answer", "asked", "leads", "turn")

    def __init__(self, asked: Q) -> None:
        self.asked = asked
        self.answer: A | None = None
        self.leads = False
        self.turn = threading.Lock()
        self.turn.acquire()


class Together[Q, A]:
    """ask: the statement, given the questions of several; the answers in their order, None for one left out."""

    def __init__(
        self, ask: Callable[[Sequence[Q]], Sequence[A | None]], *, most: int = MOST, near: float = MOMENT,
        wait: Callable[[], None] = lambda: time.sleep(MOMENT),
    ) -> None:  # fmt: skip
        """near: seconds within which one comes right behind the other. wait: for company."""
        self._ask = ask
        self._most = most
        self._near = near
        self._wait = wait
        self._last = -near  # when somebody came last
        self._lock = threading.Lock()
        self._waiting: list[_Entry[Q, A]] = []
        self._led = False

    def __call__(self, asked: Q, place: Place | None = None) -> A | None:
        """The answer; None: ask alone. place: given up while it waits; whoever is answered has none any more."""
        entry = _Entry[Q, A](asked)
        with self._lock:
            now = time.monotonic()
            busy, self._last = now - self._last < self._near, now
            if not busy and not self._led:
                return None
            self._waiting.append(entry)
            entry.leads, self._led = not self._led, True
        taken: list[_Entry[Q, A]] = []
        try:
            if place is not None:
                place.leave()
            if not entry.leads:
                entry.turn.acquire()  # until it is answered, or leads
            if entry.leads:
                self._wait()
                if place is not None:
                    place.enter()
                taken = self._take()
                self._answer(taken)
        finally:
            self._go(entry, taken)
        if entry.answer is None and place is not None:
            place.enter()
        return entry.answer

    def _take(self) -> list[_Entry[Q, A]]:
        """Who leads, and those who came after."""
        with self._lock:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        return taken

    def _answer(self, taken: list[_Entry[Q, A]]) -> None:
        if len(taken) > 1:
            for one, answer in zip(taken, self._ask([one.asked for one in taken]), strict=True):
                one.answer = answer

    def _go(self, entry: _Entry[Q, A], taken: list[_Entry[Q, A]]) -> None:
        """Whatever became of it: nobody waits for somebody who has gone."""
        with self._lock:
            if entry in self._waiting:
                self._waiting.remove(entry)
            if entry.leads:
                self._led = bool(self._waiting)
                if self._waiting:  # the first who came meanwhile
                    self._waiting[0].leads = True
                    self._waiting[0].turn.release()
        for one in taken[1:]:
            one.turn.release()
