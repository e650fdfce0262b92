"""HiGHS, ending with a deadline: by its own limit of time, and by being asked again and again whether it is over."""

import math
import time
from typing import Any

from karmayogi.capacity.engine.solving.deadline import NEVER, Deadline

# The same in every programme of a process: the solver's pool of threads is made once.
THREADS = 2
# Linear programmes ask at every step, thousands of times a second: every so many is enough.
SELDOM = 16


class _Look:
    """What the solver calls back. It knows nothing of the solver, so that this is freed as soon as nobody needs it.
    What goes wrong in asking is raised when the solver has ended: it stands between, and knows no faults of ours."""

    def __init__(self) -> None:
        self.deadline = NEVER
        self.asked = 0
        self.fault: Exception | None = None

    def often(self, event: Any) -> None:
        self.asked += 1
        if self.asked % SELDOM == 0:
            self.seldom(event)

    def seldom(self, event: Any) -> None:
        try:
            over = self.deadline.ended
        except Exception as fault:
            self.fault, over = fault, True
        if over:
            event.interrupt()


class Watched:
    def __init__(self) -> None:
        import highspy  # only the job that solves has the solver in its memory, not whoever shows a page

        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", THREADS)
        self._look = _Look()
        self.highs.cbSimplexInterrupt.subscribe(self._look.often)
        self.highs.cbMipInterrupt.subscribe(self._look.seldom)
        self.highs.cbIpmInterrupt.subscribe(self._look.seldom)

    def run(self, deadline: Deadline) -> None:
        """Raises `Stopped` where somebody said stop. The solver counts its own time from when it was made, over all
        that it was asked; by another clock than that on the wall it is only asked."""
        deadline.check()
        wall = deadline.clock is time.monotonic and deadline.until < math.inf
        self.highs.setOptionValue(
            "time_limit", self.highs.getRunTime() + max(0.05, deadline.left) if wall else math.inf
        )
        self._look.deadline = deadline
        self.highs.run()
        self._look.deadline = NEVER
        if self._look.fault is not None:
            raise self._look.fault
        deadline.check()
