"""A Spark cluster of this machine: one master and two workers as processes of their own, and a driver that is asked.

Its software is no part of the product: `bench/distributed.lock` (pinned, with hashes) is installed once into an
environment under .cache. Everything listens on 127.0.0.1 at the ports below, and nothing else does.
"""

import base64
import contextlib
import dataclasses
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.place import ROOT

LOCK = ROOT / "bench" / "distributed.lock"
MASTER, MASTER_PAGE, DRIVER, DRIVER_BLOCKS, BLOCKS = 17077, 17078, 17090, 17091, 17092
WORKERS = ((17081, 17083), (17082, 17084))
HOST = "127.0.0.1"
PATH = os.environ.get("PATH", os.defpath)  # of the caller: a benchmark enters another environment
# What Spark's own way of starting gives to Java 17, and what it cannot be given here: `java` is called directly.
_OPEN = [
    "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
    "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs",
    "sun.security.action", "sun.util.calendar",
]  # fmt: skip
JAVA = [
    "-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector", "-Dspark.master.rest.enabled=false",
    "-Djdk.reflect.useDirectMethodHandle=false", "-Dio.netty.tryReflectionSetAccessible=true",
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPEN),
]  # fmt: skip


class Missing(Exception):
    """Of what a cluster needs on this machine; in words."""


def installed() -> Path:
    """The folder of Spark's programs. Raises Missing."""
    if not shutil.which("javac", path=PATH):
        raise Missing("there is no Java development kit on this machine (17 or 21)")
    home = ROOT / ".cache" / "distributed" / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if not (home / "ready").exists():
        uv = shutil.which("uv", path=PATH) or str(ROOT / ".cache" / "boot" / "bin" / "uv")
        shutil.rmtree(home, ignore_errors=True)
        into = ["--quiet", "--python", str(home / "bin" / "python")]
        for command in (
            [uv, "venv", "--quiet", "--python", sys.executable, str(home)],
            [uv, "pip", "install", *into, "--require-hashes", "-r", str(LOCK)],
        ):
            try:
                subprocess.run(command, check=True, capture_output=True)
            except OSError as error:
                raise Missing(f"uv cannot be run: {error}") from error
            except subprocess.CalledProcessError as error:
                raise Missing(f"Spark cannot be installed: {error.stderr.decode()[-300:]}") from error
        (home / "ready").touch()
    return next(home.glob("lib/python*/site-packages/pyspark"))


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """executors: that were there at the end. lost, failed: executors and tasks, since the start of the driver."""

    rows: list[list[str]]
    seconds: float
    executors: int
    lost: int
    failed: int


class Cluster:
    """In a `with`: begun, and ended whatever happens. memory: of each worker, in megabytes."""

    def __init__(self, work: Path, memory: int = 3000) -> None:
        self.work, self.memory, self.spark = work, memory, installed()
        self.master: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.driver: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        try:
            self.master = self._start(
                "master", "org.apache.spark.deploy.master.Master", "--host", HOST, "--port", str(MASTER),
                "--webui-port", str(MASTER_PAGE),
            )  # fmt: skip
            _answers(MASTER)
            self.driver = self._drive()
            self.workers = [self.begin_worker(number) for number in range(len(WORKERS))]
        except BaseException:
            self._end()
            raise
        return self

    def ready(self) -> None:
        """When both workers are there: their start takes a while, in which something else can be done."""
        end = time.monotonic() + 300
        while self.ask("select 1").executors < len(self.workers):
            if time.monotonic() > end:
                raise SystemExit(f"the workers do not come: {self.work}")
            time.sleep(0.2)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def begin_worker(self, number: int) -> subprocess.Popen[bytes]:
        port, page = WORKERS[number]
        return self._start(
            f"worker{number}", "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--port", str(port),
            "--webui-port", str(page), "--cores", "1", "--memory", f"{self.memory}m", "--work-dir",
            str(self.work / f"worker{number}"), f"spark://{HOST}:{MASTER}",
        )  # fmt: skip

    def kill_worker(self, number: int) -> None:
        """With its executor, as when the machine goes."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def tables(self, folder: Path, names: Iterator[str] | list[str]) -> None:
        """Makes what was exported readable under its names."""
        for name in names:
            self.ask(f"create or replace temporary view {name} as select * from parquet.`{folder / name}.parquet`")

    def ask(self, sql: str) -> Told:
        self.send(sql)
        return self.answer()

    def send(self, sql: str) -> None:
        assert self.driver
        assert self.driver.stdin
        self.driver.stdin.write(base64.b64encode(sql.encode()) + b"\n")
        self.driver.stdin.flush()

    def answer(self) -> Told:
        assert self.driver
        assert self.driver.stdout
        head = self.driver.stdout.readline().decode().strip()
        if not head or head.startswith("fault"):
            raise RuntimeError(head or f"the driver ended; its words are in {self.work / 'driver.log'}")
        count, milliseconds, *others = map(int, head.split())
        rows = [self.driver.stdout.readline().decode().rstrip("\n").split("\t") for _ in range(count)]
        return Told(rows, milliseconds / 1000, *others)

    def pids(self) -> set[int]:
        """Of everything that runs for it."""
        import psutil

        found = set()
        for process in (self.master, self.driver, *self.workers):
            with contextlib.suppress(psutil.NoSuchProcess):
                one = psutil.Process(process.pid)  # type: ignore[union-attr]
                found |= {one.pid, *(child.pid for child in one.children(recursive=True))}
        return found

    def _drive(self) -> subprocess.Popen[bytes]:
        said = {
            "spark.master": f"spark://{HOST}:{MASTER}", "spark.app.name": "facts", "spark.ui.enabled": "false",
            "spark.driver.host": HOST, "spark.driver.bindAddress": HOST, "spark.driver.port": DRIVER,
            "spark.driver.blockManager.port": DRIVER_BLOCKS, "spark.blockManager.port": BLOCKS,
            "spark.executor.memory": f"{self.memory - 500}m", "spark.executor.cores": 1,
            "spark.cores.max": len(WORKERS), "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.warehouse.dir": self.work / "warehouse",
            "spark.local.dir": self.work / "local", "spark.sql.session.timeZone": "UTC",
            # As many pieces as two cores take; it joins them together by itself where they are small.
            "spark.sql.shuffle.partitions": 8,
        }  # fmt: skip
        return self._start(
            "driver", "-Xmx1g", *(f"-D{name}={value}" for name, value in said.items()),
            str(ROOT / "bench" / "Asked.java"), talks=True,
        )  # fmt: skip

    def _start(self, name: str, *what: str, talks: bool = False) -> subprocess.Popen[bytes]:
        surroundings = {
            "PATH": PATH, "SPARK_HOME": str(self.spark), "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_HOSTNAME": HOST, "HOME": str(self.work), "SPARK_SCALA_VERSION": "2.13",
        }  # fmt: skip
        # In a session of its own, so that whatever it starts can be ended with it and nothing else is.
        with (self.work / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["java", *JAVA, "-Xmx512m", "-cp", f"{self.spark}/jars/*", *what], cwd=self.work, env=surroundings,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL, stdout=subprocess.PIPE if talks else log,
                stderr=log, start_new_session=True,
            )  # fmt: skip

    def _end(self) -> None:
        for process in (self.driver, *self.workers, self.master):
            if process is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        if time.monotonic() > end:
            raise SystemExit(f"nothing listens on {port}")
        time.sleep(0.1)
