"""manage.py freeze_figures --name NAME [--on DATE]"""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.queries.snapshots import snapshot_named
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused, System
from karmayogi.kernel.ids import uuid7


class Command(BaseCommand):
    help = "Counts every figure anew and keeps the country, its States, ministries and State governments, signed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what it is for; there is one snapshot of a name")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="today's date: no other day can be frozen")

    def handle(self, *args: Any, **options: Any) -> None:
        at, on = clock.now(), options["on"]
        made = snapshot_named(" ".join(options["name"].split()))
        if made is not None and made.on == (on or clock.day(at)):  # a command that was repeated
            self.stdout.write(f"{made.uuid} {made.digest} (was there)")
            return
        try:
            made = freeze(agent=System("freeze_figures"), number=uuid7(), name=options["name"], on=on, at=at)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{made.uuid} {made.digest}")
