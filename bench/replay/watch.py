"""What is looked at beside: queue depth and memory from second to second, and the dashboards, which stay open."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Self

from bench.client import Ask, Client, Unexpected
from bench.meter import proportional_set_size, tree
from bench.sql import Writer

_QUEUE = "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null"


class Watch:
    """`with Watch(...)`: depths (seconds, jobs waiting) and the most memory by part, in bytes."""

    def __init__(self, url: str, parents: dict[str, int], without: Callable[[], set[int]]) -> None:
        self.url, self.parents, self.without = url, parents, without
        self.depths: list[tuple[float, int]] = []
        self.memory: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        w, begun, turn = Writer(self.url), time.monotonic(), 0
        while not self._over.wait(1):
            self.depths.append((time.monotonic() - begun, int(w.one(_QUEUE))))
            turn += 1
            if turn % 15 == 1:
                for name, pid in self.parents.items():
                    held = proportional_set_size(tree(pid) - self.without())
                    self.memory[name] = max(self.memory.get(name, 0), held)
        w.close()


class Boards:
    """So many pages a second of open dashboards, one after the other. times: milliseconds from when each was due."""

    def __init__(self, port: int, asks: Sequence[Ask], rate: float) -> None:
        self.port, self.asks, self.rate = port, asks, rate
        self.times: list[float] = []
        self.refused: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        begun, count = time.monotonic(), 0
        with Client(self.port, 2) as client:
            while not self._over.is_set() and self.rate:
                due = begun + count / self.rate
                if self._over.wait(max(0.0, due - time.monotonic())):
                    return
                try:
                    client.send(self.asks[count % len(self.asks)])
                    self.times.append((time.monotonic() - due) * 1000)
                except Unexpected as error:
                    self.refused.append(str(error))
                count += 1
