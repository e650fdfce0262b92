"""One deadline for all phases of a solve, which sees a stop as well: whoever looks at the time sees both."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# A stop is looked for at most so often (seconds by the clock on the wall): asking may be a statement to the database.
OFTEN = 1.0


class Stopped(RuntimeError):
    """Somebody said stop while it was solved; what was found by then is thrown away."""


@dataclass(slots=True)
class _Watch:
    """Asked in the thread that began alone: what is asked may lie behind a connection of that thread."""

    asked: Callable[[], bool] | None
    next: float = -math.inf
    seen: bool = False
    thread: int = field(default_factory=threading.get_ident)

    def look(self) -> bool:
        if self.asked is None or self.seen or threading.get_ident() != self.thread:
            return self.seen
        if (now := time.monotonic()) >= self.next:
            self.seen, self.next = self.asked(), now + OFTEN
        return self.seen


@dataclass(frozen=True, slots=True)
class Deadline:
    """`until` by `clock`: seconds on the wall, or of the processor where a benchmark shares its machine."""

    until: float = math.inf
    clock: Callable[[], float] = time.monotonic
    watch: _Watch = field(default_factory=lambda: _Watch(None))

    @classmethod
    def after(
        cls, seconds: float, stopped: Callable[[], bool] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> "Deadline":
        return cls(clock() + seconds, clock, _Watch(stopped))

    @property
    def left(self) -> float:
        """Seconds that are left; below nought once it is over."""
        return self.until - self.clock()

    @property
    def over(self) -> bool:
        """Whether time has ended. Raises `Stopped` if somebody said stop."""
        self.check()
        return self.left <= 0

    @property
    def ended(self) -> bool:
        """The same for those who may not raise: called back by the solver."""
        return self.left <= 0 or self.watch.look()

    def check(self) -> None:
        if self.watch.look():
            raise Stopped

    def part(self, share: float) -> "Deadline":
        """An earlier one, after this share of what is left."""
        if self.until == math.inf:
            return self
        now = self.clock()
        return Deadline(now + max(0.0, self.until - now) * share, self.clock, self.watch)

    def unhurried(self) -> "Deadline":
        """Never over, and hears of a stop: for the second without which there would be no plan worth having."""
        return Deadline(math.inf, self.clock, self.watch)

    def within(self, seconds: float) -> "Deadline":
        """An earlier one, after so many seconds if that is before this one."""
        return Deadline(min(self.until, self.clock() + seconds), self.clock, self.watch)


NEVER = Deadline()
