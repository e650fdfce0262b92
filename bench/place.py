"""The cluster and the folder of a benchmark: apart from the data of this copy, made new and stopped afterwards."""

import os
import shutil
from pathlib import Path

from config.database import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
PRODUCT_PORT = 18080
HELLO_PORT = 18081


class Place:
    """Where one scale lives. Enter the environment before Django is set up."""

    def __init__(self, name: str) -> None:
        self.home = ROOT / ".cache" / "bench" / name
        self.postgres = EmbeddedPostgres(self.home / "postgres")
        self.var = self.home / "var"

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
        }

    def remove(self) -> None:
        self.postgres.remove()
        shutil.rmtree(self.var, ignore_errors=True)
