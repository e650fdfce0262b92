"""manage.py load_officers FILE: officers by the million from a CSV; `-` reads from the standard input."""

import contextlib
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.orgs.actions.load_officers import COLUMNS, load_officers


class Command(BaseCommand):
    help = f"Load officers from a CSV (UTF-8) with the heading {','.join(COLUMNS)}. Rows that do not fit are listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the CSV, or - for the standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        started = time.perf_counter()
        with contextlib.ExitStack() as stack:
            stream = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
            try:
                report = load_officers(agent=System("load_officers"), stream=stream, at=clock.now())
            except DataError as error:
                raise CommandError(f"the file is not such a CSV: {error}") from error
        for number, reason in report.rejected:
            self.stdout.write(f"row {number}: {reason}")
        if report.rejected_rows > len(report.rejected):
            self.stdout.write(f"... and {report.rejected_rows - len(report.rejected)} more")
        seconds = time.perf_counter() - started
        for what, spent in report.steps:
            self.stdout.write(f"{what}: {spent:.1f} s")
        self.stdout.write(
            f"{report.loaded} loaded, {report.rejected_rows} refused, {seconds:.1f} s, "
            f"{report.loaded / seconds:.0f} rows a second"
        )
