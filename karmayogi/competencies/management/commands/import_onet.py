"""manage.py import_onet FOLDER: the O*NET database in Excel, as published; harmless to repeat."""

import dataclasses
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karmayogi.competencies.actions.governance.import_onet import import_onet
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused, System


class Command(BaseCommand):
    help = "Import O*NET as a reference framework from a folder with its Excel files. Repeating it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        started = time.perf_counter()
        try:
            counts = import_onet(agent=System("import_onet"), folder=folder, at=clock.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, count in dataclasses.asdict(counts).items():
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(f"{time.perf_counter() - started:.1f} s")
