"""Brings this copy up to date: tables, static files, master data, and (for a demonstration) the demo government.

Safe to run at every start: whatever is there already is left alone, and then it takes about a second.
"""

import hashlib
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from whitenoise.compress import Compressor

from config.env import env
from karmayogi.kernel import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("tables", self._migrate)
        self._step("static files", self._static)
        from karmayogi.demo.masters import load_masters

        self._step("master data", lambda: load_masters(at=clock.now()))
        if env.demo:
            from karmayogi.demo.government import build

            self._step("demo government", lambda: build(say=self._say, at=clock.now()))

    def _step(self, name: str, work: Any) -> None:
        started = time.monotonic()
        work()
        seconds = time.monotonic() - started
        if seconds > 1:
            self._say(f"{name}: {seconds:.1f} s")

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)

    def _static(self) -> None:
        """Collects static files when any of them changed since the last time."""
        folders = [Path(app.path) / "static" for app in apps.get_app_configs()]
        files = sorted(file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())
        state = hashlib.sha256()
        for file in files:
            state.update(f"{file}:{file.stat().st_mtime_ns}:{file.stat().st_size}\n".encode())
        mark = settings.STATIC_ROOT / ".state"
        if not mark.exists() or mark.read_text() != state.hexdigest():
            call_command("collectstatic", verbosity=0, interactive=False)
            squeeze = Compressor(quiet=True)  # once here, so that no request pays for it
            for file in settings.STATIC_ROOT.rglob("*"):
                if file.is_file() and squeeze.should_compress(file.name):
                    squeeze.compress(str(file))
            mark.write_text(state.hexdigest())
