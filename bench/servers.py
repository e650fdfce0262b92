"""Starts and stops what is measured: product and hello-world under the settings of scripts/up.py, and the worker."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from bench.place import HELLO_PORT, PRODUCT_PORT, ROOT, Place

SERVE = [sys.executable, "-m", "config.serve", "--workers", "2", "--port"]


class Servers:
    """`with Servers(place):` all three run; leaving stops them."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Servers":
        try:
            self._spawn("web", [*SERVE, str(PRODUCT_PORT)])
            self._spawn("hello", [*SERVE, str(HELLO_PORT), "bench.hello:application"])
            self._spawn("worker", [sys.executable, "manage.py", "work"])
            self._wait("web", f"http://127.0.0.1:{PRODUCT_PORT}/readyz")
            self._wait("hello", f"http://127.0.0.1:{HELLO_PORT}/hello")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def pid(self, name: str) -> int:
        return self.children[name].pid

    def log(self, name: str) -> str:
        return (self.place.home / f"{name}.log").read_text(errors="replace")

    def _spawn(self, name: str, command: list[str]) -> None:
        with (self.place.home / f"{name}.log").open("wb") as log:
            self.children[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.place.environment() | {"PGAPPNAME": name}, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def _wait(self, name: str, url: str) -> None:
        end = time.monotonic() + 180
        while time.monotonic() < end:
            if self.children[name].poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise SystemExit(f"bench: {name} did not start:\n{self.log(name)[-2000:]}")

    def stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        end = time.monotonic() + 10
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.children.clear()
