"""The measurement itself: cost per request beside hello-world, statements per page, the sign-in against its hash."""

import dataclasses
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import cache

from bench.client import Ask, Client, Unexpected
from bench.meter import Group, Meter
from bench.place import HELLO_PORT, PRODUCT_PORT, Place
from bench.scenarios import SCENARIOS, SIGN_IN, Scenario, available
from bench.servers import Servers
from bench.sql import Writer
from bench.world import World

_WAITING = """
select count(*) from procrastinate_jobs
where status = 'doing' or (status = 'todo' and (scheduled_at is null or scheduled_at <= now()))
"""


@dataclasses.dataclass(slots=True)
class Figures:
    """Milliseconds of CPU per request, one entry a run; parts: medians by process group."""

    costs: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    parts: dict[str, dict[str, list[float]]] = dataclasses.field(default_factory=dict)
    queries: dict[str, int] = dataclasses.field(default_factory=dict)
    bytes: dict[str, int] = dataclasses.field(default_factory=dict)
    missing: dict[str, str] = dataclasses.field(default_factory=dict)
    idle_ms_a_second: float = 0.0
    failed_jobs: int = 0

    def add(self, key: str, used: dict[str, int], requests: int) -> None:
        self.costs.setdefault(key, []).append(sum(used.values()) / requests / 1e6)
        for name, nanoseconds in used.items():
            self.parts.setdefault(key, {}).setdefault(name, []).append(nanoseconds / requests / 1e6)

    def median(self, key: str) -> float | None:
        return statistics.median(self.costs[key]) if self.costs.get(key) else None

    def ratio(self, key: str, to: str = "hello") -> float | None:
        """Median of the ratios within each run."""
        pairs = list(zip(self.costs.get(key, []), self.costs.get(to, []), strict=False))
        return statistics.median(one / other for one, other in pairs) if pairs else None


class Bench:
    def __init__(
        self, place: Place, servers: Servers, world: World, writer: Writer, own: Callable[[], set[int]]
    ) -> None:
        self.world, self.writer = world, writer
        database = Group(place.postmaster(), own)
        self.product = Meter(
            {"web": Group(servers.pid("web")), "worker": Group(servers.pid("worker")), "database": database}
        )
        self.hello = Meter({"web": Group(servers.pid("hello")), "database": database})
        self.figures = Figures()
        self.series, self.figures.missing = available(world)

    def settle(self, seconds: float = 30) -> None:
        """Waits until the worker has nothing to do."""
        end = time.monotonic() + seconds
        while self.writer.one(_WAITING) and time.monotonic() < end:
            time.sleep(0.02)

    def warm_up(self) -> None:
        """Every page some times in every worker, so that templates and prepared statements are there."""
        self.settle(120)
        for _ in range(4):  # new connections each time: the kernel spreads them over the workers
            self._send(HELLO_PORT, self._hello(), 100)
            for scenario in SCENARIOS:
                if scenario.key in self.series:
                    try:
                        self._send(PRODUCT_PORT, self.series[scenario.key], 10)
                    except Unexpected as problem:
                        self.figures.missing[scenario.key] = str(problem)
                        del self.series[scenario.key]
        self.settle()

    def run(self, runs: int) -> Figures:
        for number in range(runs):
            print(f"  run {number + 1} of {runs}", flush=True)
            self._measure(self.hello, "hello", HELLO_PORT, self._hello(), 1000)
            self._measure(self.hello, "row", HELLO_PORT, self._rows(), 500)
            for scenario in SCENARIOS:
                self._scenario(scenario)
            self._sign_in()
        self.figures.failed_jobs = self.writer.one("select count(*) from procrastinate_jobs where status = 'failed'")
        return self.figures

    def idle(self, seconds: float) -> None:
        """What the product uses while nobody asks: clocks, polls and periodic work."""
        self.settle()
        self.product.start()
        time.sleep(seconds)
        self.figures.idle_ms_a_second = sum(self.product.stop().values()) / 1e6 / seconds

    def _scenario(self, scenario: Scenario) -> None:
        asks = self.series.get(scenario.key)
        if asks is None:
            return
        try:
            self._measure(self.product, scenario.key, PRODUCT_PORT, asks, scenario.requests, scenario.writes)
        except Unexpected as problem:
            self.figures.missing[scenario.key] = str(problem)
            del self.series[scenario.key]

    def _sign_in(self) -> None:
        """Beside it the bare check of a password: the same function in this process."""
        from django.contrib.auth.hashers import check_password

        if SIGN_IN.key not in self.series:
            return
        encoded = self.writer.one("select password from people_account where email = 'officer0@bench.example'")
        check_password(self.world.password, encoded)
        begin = time.process_time_ns()
        for _ in range(SIGN_IN.requests):
            check_password(self.world.password, encoded)
        self.figures.add("hash", {"bench": time.process_time_ns() - begin}, SIGN_IN.requests)
        cache.clear()  # the limit of attempts from one address, which a single client would meet
        self._scenario(SIGN_IN)
        cache.clear()

    def _measure(
        self, meter: Meter, key: str, port: int, asks: Iterator[Ask], requests: int, writes: bool = False
    ) -> None:
        with Client(port) as client:
            for _ in range(len(client.connections)):
                self.figures.bytes[key] = client.send(next(asks)).size
            if writes:
                self.settle()
            meter.start()
            for ask in itertools.islice(asks, requests):
                client.send(ask)
            if writes:
                self.settle()
            self.figures.add(key, meter.stop(), requests)

    @staticmethod
    def _send(port: int, asks: Iterator[Ask], requests: int) -> None:
        with Client(port) as client:
            for ask in itertools.islice(asks, requests):
                client.send(ask)

    def _hello(self) -> Iterator[Ask]:
        return itertools.repeat(Ask("/hello"))

    def _rows(self) -> Iterator[Ask]:
        return (Ask(f"/row/{officer.person_id}") for officer in self.world.everybody())


def count_queries(series: dict[str, Iterator[Ask]]) -> dict[str, int]:
    """SQL statements of one request, answered in this process; BEGIN, COMMIT and savepoints are not counted."""
    return {key: len(queries_of(next(asks))) for key, asks in series.items()}


def queries_of(ask: Ask) -> list[str]:
    import io
    from urllib.parse import urlsplit

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from config.wsgi import application

    url = urlsplit(ask.path)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": ask.method, "PATH_INFO": url.path, "QUERY_STRING": url.query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(PRODUCT_PORT), "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": f"127.0.0.1:{PRODUCT_PORT}", "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.errors": io.StringIO(), "wsgi.multithread": False, "wsgi.multiprocess": False,
        "wsgi.run_once": False, "wsgi.input": io.BytesIO(ask.body or b""), "CONTENT_LENGTH": str(len(ask.body or b"")),
    }  # fmt: skip
    for name, value in ask.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    with CaptureQueriesContext(connection) as captured:
        list(application(environ, lambda status, headers, error=None: None))
    words = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(words)]
