"""Workers on two hosts (network namespaces) take jobs from one queue; one is cut off in the middle of its work."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connections

from config.standby import EmbeddedStandby

ROOT = Path(__file__).resolve().parents[2]
RUN = os.getpid()  # others on this machine may try the same
HOSTS = {name: f"10.213.{RUN % 120 * 2 + number}" for number, name in enumerate("ab")}  # .1 is our end, .2 the host's
JOBS = 40
HELD = "select number from toy_begun where host = 'a' except select number from toy_done"
# As in the product (config/database.py), a second where it has several: less than the worker's DEAD_AFTER.
SILENCE = "&keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=3000&options=" + quote(
    "-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2 -c tcp_user_timeout=3000"
    " -c client_connection_check_interval=1000"
)


def cable(name: str) -> str:
    return f"ky{RUN}{name}"


def space(name: str) -> str:
    return f"karmayogi-{RUN}-{name}"


def ip(*arguments: str, check: bool = True) -> None:
    subprocess.run(["ip", *arguments], check=check, capture_output=True)


def _permitted() -> bool:
    if os.geteuid() or not shutil.which("ip"):
        return False
    made = subprocess.run(["ip", "netns", "add", space("try")], capture_output=True, check=False)
    ip("netns", "del", space("try"), check=False)
    return made.returncode == 0


@pytest.fixture
def hosts():
    """Two network namespaces, each tied to this machine by a cable of its own."""
    if not _permitted():
        pytest.skip("network namespaces are not permitted here (root and `ip netns` are needed)")
    try:
        for name, net in HOSTS.items():
            ip("netns", "add", space(name))
            ip("link", "add", cable(name), "type", "veth", "peer", "name", "eth0", "netns", space(name))
            ip("addr", "add", f"{net}.1/30", "dev", cable(name))
            ip("link", "set", cable(name), "up")
            ip("-n", space(name), "addr", "add", f"{net}.2/30", "dev", "eth0")
            ip("-n", space(name), "link", "set", "eth0", "up")
        yield HOSTS
    finally:
        for name in HOSTS:
            ip("link", "del", cable(name), check=False)
            ip("netns", "del", space(name), check=False)


@pytest.fixture
def server(hosts, committed_db):
    """A database with our tables that both hosts can reach: a copy of the tests' own, which listens here only."""
    given = connections["default"].get_connection_params()
    original = psycopg.conninfo.make_conninfo(**{key: given[key] for key in ("host", "port", "user", "password")})
    listen = ",".join(["127.0.0.1", *(f"{net}.1" for net in hosts.values())])
    copy = EmbeddedStandby(ROOT / ".cache" / "test" / "hosts", original, durable=False, listen=listen, follow=False)
    copy.remove()
    try:
        copy._prepare_home()
        copy._initialise()
        with (copy.data / "pg_hba.conf").open("a") as file:
            file.write("host all all 10.213.0.0/16 scram-sha-256\n")
        copy.start()
        yield copy, given["dbname"]
    finally:
        copy.remove()


@contextlib.contextmanager
def worker(name: str, skew: float, server, tmp_path: Path):
    """Started again when it ends, as whoever supervises it does."""
    copy, database = server
    place = f"{HOSTS[name]}.1:{copy.port}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://karmayogi:{copy.password}@{place}/{database}?connect_timeout=2{SILENCE}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev", "KARMAYOGI_MODE": "dev", "KARMAYOGI_DEMO": "false",
        "KARMAYOGI_PART": "jobs", "KARMAYOGI_VAR_DIR": str(tmp_path / name),
        "KARMAYOGI_SHARED_DIR": str(tmp_path / "shared"),
    }  # fmt: skip
    run = f"while true; do {sys.executable} -m tests.config.host_worker {name} {skew}; sleep 0.5; done"
    with (tmp_path / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            ["ip", "netns", "exec", space(name), "sh", "-c", run],
            cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()


def test_each_job_is_done_once_in_effect_when_a_host_is_cut_off(server, tmp_path):
    copy, database = server
    (tmp_path / "shared").mkdir()
    with psycopg.connect(copy.url(database), autocommit=True) as look:

        def ask(sql: str) -> list:
            return look.execute(sql).fetchall()

        def enqueue(numbers) -> None:
            for number in numbers:
                given = {"path": "tests.config.host_worker.toil", "args": [number], "kwargs": {}}
                look.execute(
                    "insert into procrastinate_jobs (queue_name, task_name, args, status)"
                    " values ('default', 'kernel.run', %s, 'todo')",
                    [json.dumps(given)],
                )

        def until(sql: str, seconds: float) -> None:
            end = time.monotonic() + seconds
            while not ask(sql)[0][0]:
                assert time.monotonic() < end, (sql, ask("select * from toy_begun"), logs(tmp_path))
                time.sleep(0.1)

        look.execute("create table toy_begun (number int, host text)")
        look.execute("create table toy_done (number int primary key, host text)")
        look.execute("create table toy_effect (number int)")
        with worker("a", 0, server, tmp_path), worker("b", 300, server, tmp_path):
            until("select count(*) >= 6 from procrastinate_workers", 60)
            enqueue(range(JOBS))
            until("select count(distinct host) = 2 and count(*) >= 6 from toy_begun", 20)
            for _ in range(8):
                until(f"select exists ({HELD})", 10)
                ip("link", "set", cable("a"), "down")
                time.sleep(0.2)  # what was on its way has arrived
                if ask(f"select exists ({HELD})")[0][0]:
                    break
                ip("link", "set", cable("a"), "up")  # between two jobs: once more
            else:
                pytest.fail("it was never in the middle of a job")
            until(f"select count(*) = {JOBS} from toy_done", 40)
            again = {
                number for number, hosts in ask("select number, count(distinct host) from toy_begun group by 1")
                if hosts == 2
            }  # fmt: skip
            assert again, "what it had begun was taken over"
            assert not ask(f"select count(*) from pg_stat_activity where client_addr = '{HOSTS['a']}.2'")[0][0], (
                "the server holds nothing for the host that is away"
            )
            ip("link", "set", cable("a"), "up")
            enqueue(range(JOBS, 2 * JOBS))
            until(f"select count(*) = {2 * JOBS} from toy_done", 40)
            assert ask(f"select count(*) > 0 from toy_done where host = 'a' and number >= {JOBS}")[0][0], (
                "the host that was away works again"
            )
            until("select count(*) = 0 from procrastinate_jobs where task_name = 'kernel.run'", 10)
        assert ask("select count(*), count(distinct number) from toy_effect") == [(2 * JOBS, 2 * JOBS)]


def logs(folder: Path) -> str:
    return "\n".join(file.read_text()[-1500:] for file in folder.glob("*.log"))
