"""The cluster and the folder of a benchmark: apart from the data of this copy, made new and stopped afterwards."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.database import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
PRODUCT_PORT = int(os.environ.get("BENCH_PORT", "18080"))  # another where a benchmark of another copy runs beside
HELLO_PORT = PRODUCT_PORT + 1


class Place:
    """Where one scale lives. Enter the environment before Django is set up."""

    def __init__(self, name: str) -> None:
        self.home = ROOT / ".cache" / "bench" / name
        self.postgres = EmbeddedPostgres(self.home / "postgres")
        self.var = self.home / "var"
        self.more: dict[str, str] = {}  # of the environment, beside what all benchmarks have

    def make(self, *, fresh: bool) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if fresh:
            self.remove()
        self.var.mkdir(parents=True, exist_ok=True)
        self.postgres.start()

    def restart(self) -> None:
        """As after a boot: nothing in shared memory but what is asked for from now on."""
        self.postgres.stop()
        self.postgres.start()

    def postmaster(self) -> int:
        return int((self.postgres.data / "postmaster.pid").read_text().split()[0])

    def environment(self) -> dict[str, str]:
        """What the product reads. Nothing of the caller's own settings passes through."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("KARMAYOGI_", "DATABASE_", "DJANGO_", "PG"))
        }
        return kept | {
            "KARMAYOGI_MODE": "dev",
            "KARMAYOGI_DEMO": "false",
            "KARMAYOGI_PORT": str(PRODUCT_PORT),
            "KARMAYOGI_VAR_DIR": str(self.var),
            "KARMAYOGI_LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.postgres.url(),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def remove(self) -> None:
        self.postgres.remove()
        shutil.rmtree(self.var, ignore_errors=True)


@contextmanager
def prepared(name: str, *, keep: bool = False, **more: str) -> Iterator[Place]:
    """A new place that the product is ready in, also inside this process; stopped and removed (keep: left on disk)
    however the work ends. more: of the environment."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    place = Place(name)
    place.more = more
    try:
        place.make(fresh=True)
        os.environ.clear()
        os.environ.update(place.environment())
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=place.environment(), check=True)
        import django

        django.setup()
        yield place
    finally:
        place.postgres.stop()
        if not keep:
            place.remove()
