"""`make up`: database, set-up, web, worker and the store of facts under one supervisor; Ctrl-C stops them all, data
stays in var/.

Child processes get their own process group, so that one signal reaches us first and we stop them in order.
"""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('KARMAYOGI_MODE', 'dev')}")

from config.database import EmbeddedPostgres  # noqa: E402
from config.env import env  # noqa: E402
from config.prepared import is_prepared, remember, state  # noqa: E402

VAR = Path(env.var_dir)
PYTHON = sys.executable
SPARE = ("facts",)  # parts without which the rest goes on


def say(text: str) -> None:
    print(text, flush=True)


class Supervisor:
    """Starts the parts in order, restarts one that dies, stops all in reverse order."""

    def __init__(self) -> None:
        self.postgres = None if env.database_url else EmbeddedPostgres(VAR / "postgres")
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.commands: dict[str, list[str]] = {}
        self.deaths: dict[str, list[float]] = {}
        self.stopping = False

    def run(self, *, reset: bool, once: bool) -> int:
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        lock = self._lock()
        if lock is None:
            say(f"up: this copy is already running (see {VAR / 'up.lock'}); stop it first, or use that one")
            return 1
        if not _port_free(env.port):
            say(f"up: port {env.port} is in use; choose another: make up KARMAYOGI_PORT=8010")
            return 1
        try:
            if reset:
                self._reset()
            if self.postgres:
                self.postgres.start()
            if code := self._prepare():
                return code
            if reset and once:
                return 0
            self._spawn(
                "web", [PYTHON, "-m", "config.serve", "--port", str(env.port), "--workers", str(env.web_workers)]
            )
            self._spawn("worker", [PYTHON, "manage.py", "work"])
            self._spawn("facts", [PYTHON, "-m", "karmayogi.facts.store", "--home", str(VAR / "facts")])
            if not self._wait_ready():
                return 1
            self._welcome()
            while not self.stopping:
                time.sleep(0.5)
                self._watch()
            return 0
        finally:
            self._stop()
            lock.close()

    def _lock(self):
        VAR.mkdir(parents=True, exist_ok=True)
        file = (VAR / "up.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return file

    def _reset(self) -> None:
        if not env.demo or env.mode == "prod":
            raise SystemExit("demo-reset: only for a demonstration copy")
        if self.postgres is None:
            raise SystemExit("demo-reset: DATABASE_URL is set; empty that database yourself, nothing here drops it")
        if env.shared_dir:
            raise SystemExit("demo-reset: KARMAYOGI_SHARED_DIR is set; empty that folder yourself, others use it too")
        say("Deleting the data of this copy ...")
        self.postgres.remove()
        for name in ("files", "keys", "mail", "sms", "facts"):
            subprocess.run(["rm", "-rf", str(VAR / name)], check=True)

    def _prepare(self) -> int:
        if self.postgres and is_prepared(self.postgres.home, env):
            return 0
        started = time.monotonic()
        found = state(env)
        done = subprocess.run([PYTHON, "manage.py", "prepare"], check=False)
        if done.returncode:
            say("up: set-up failed; the lines above say why. Nothing is running now; your data is as it was.")
            return done.returncode
        if self.postgres:
            remember(self.postgres.home, found)
        say(f"Set-up checked in {time.monotonic() - started:.1f} s")
        return 0

    def _spawn(self, name: str, command: list[str]) -> None:
        self.commands[name] = command
        self.children[name] = subprocess.Popen(command, start_new_session=True)

    def _wait_ready(self) -> bool:
        end = time.monotonic() + 120
        # By the name under which it answers: another one is refused.
        host = env.public_origin.split("://")[1]
        ask = urllib.request.Request(f"http://127.0.0.1:{env.port}/readyz", headers={"Host": host})
        while time.monotonic() < end and not self.stopping:
            try:
                with urllib.request.urlopen(ask, timeout=2) as answer:  # noqa: S310 (an address of ours)
                    return answer.status == 200
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.children["web"].poll() is not None:
                    say("up: the web server did not start; the lines above say why")
                    return False
                time.sleep(0.1)
        say("up: the web server did not answer within two minutes")
        return False

    def _welcome(self) -> None:
        say(f"\n  Karmayogi is running:  {env.public_origin}/\n")
        sign_ins = VAR / "demo-sign-ins.txt"
        if env.demo and sign_ins.exists():
            say(sign_ins.read_text())
        say("  Ctrl-C stops everything. Data stays in var/; make demo-reset starts anew.\n")

    def _watch(self) -> None:
        for name, child in list(self.children.items()):
            code = child.poll()
            if code is None or self.stopping:
                continue
            recent = [t for t in self.deaths.get(name, []) if time.monotonic() - t < 60]
            if name in SPARE and len(recent) >= 5:
                continue  # again when the minute is over: the rest goes on without it, and its pages say so
            self.deaths[name] = [*recent, time.monotonic()]
            if len(recent) >= 5:
                say(f"up: {name} stopped six times within a minute (exit {code}); giving up")
                self.stopping = True
                return
            say(f"up: {name} stopped (exit {code}); starting it again")
            self._spawn(name, self.commands[name])

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        end = time.monotonic() + 8
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                # granian that is told to stop while starting can miss it.
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        if self.postgres:
            self.postgres.stop()
        if self.children:
            say("Stopped.")


def _port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="delete this copy's data first")
    arguments.add_argument("--once", action="store_true", help="prepare (with --reset) and stop")
    options = arguments.parse_args()
    return Supervisor().run(reset=options.reset, once=options.once)


if __name__ == "__main__":
    sys.exit(main())
