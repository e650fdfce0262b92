"""manage.py import_master_data: what `make up` runs once; harmless to repeat."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.orgs.actions.import_master_data import DATA, import_master_data


class Command(BaseCommand):
    help = "Import States, districts, organisations, designations, services and cadres. Repeating it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="folder with states.csv and raw/")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        started = time.perf_counter()
        parts = import_master_data(agent=System("import_master_data"), at=clock.now(), folder=folder)
        for part in parts:
            self.stdout.write(
                f"{part.name}: {part.rows} rows, {part.new} new, {part.changed} changed, {part.unchanged} as they were"
            )
            for number, note in part.notes if verbosity else ():
                self.stdout.write(f"  row {number}: {note}" if number else f"  {note}")
        if not any(part.new or part.changed for part in parts):
            self.stdout.write("Nothing changed: all of it was here already.")
        self.stdout.write(f"{time.perf_counter() - started:.1f} s")
