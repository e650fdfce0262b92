"""Twenty officers at once: each asking again without any pause, and each reading for about a second in between."""

import dataclasses
import itertools
import random
import threading
import time
from collections.abc import Iterator

from bench.client import Ask, Client, Unexpected
from bench.place import PRODUCT_PORT

# What a working hour looks like: shares of the mix.
MIX = {"today": 4, "search": 4, "course": 4, "gap": 3, "progress": 4, "team": 1}


@dataclasses.dataclass(frozen=True, slots=True)
class Latency:
    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    errors: int


def measure(
    series: dict[str, Iterator[Ask]], *, officers: int = 20, seconds: float = 15, pause: float = 0
) -> Latency | None:
    """pause: seconds between an answer and the next question, half of it to one and a half by chance."""
    shares = [key for key, share in MIX.items() if key in series for _ in range(share)]
    if not shares:
        return None
    dice = random.Random(20)  # noqa: S311 (a shuffle)
    asks = [next(series[dice.choice(shares)]) for _ in range(6000)]
    times: list[float] = []
    errors = itertools.count()
    start = time.monotonic() + 2  # the first two seconds warm up
    end = start + seconds

    def officer(number: int) -> None:
        waits = random.Random(number)  # noqa: S311 (as people read)
        with Client(PRODUCT_PORT, connections=1) as client:
            for ask in itertools.cycle(asks[number::officers]):
                if pause:
                    time.sleep(pause * waits.uniform(0.5, 1.5))
                begun = time.monotonic()
                if begun > end:
                    return
                try:
                    client.send(ask)
                except Unexpected:
                    next(errors)
                if begun > start:
                    times.append(time.monotonic() - begun)

    threads = [threading.Thread(target=officer, args=[number]) for number in range(officers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()

    def at(share: float) -> float:
        return times[min(len(times) - 1, int(len(times) * share))] * 1000

    return Latency(len(times), seconds, at(0.5), at(0.95), at(0.99), next(errors))
