"""manage.py verify_figures [FILE] [--keys KEYS]"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.insight.queries.snapshots import check_row, check_text, snapshot, snapshots
from karmayogi.insight.types import Check, Checked


class Command(BaseCommand):
    help = "Checks frozen figures: a signed file, or every snapshot that is kept here."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--keys", type=Path, help="a copy of /credentials/keys.json: then neither database nor network is used"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is not None:
            keys = options["keys"].read_bytes() if options["keys"] is not None else None
            self._say(options["file"].name, check_text(options["file"].read_bytes(), keys))
            return
        bad, before = 0, ""
        while lines := snapshots(before=before):
            for line in lines:
                row = snapshot(line.uuid)
                assert row is not None
                try:
                    self._say(row.name, check_row(row))
                except CommandError as error:
                    bad += 1
                    self.stderr.write(str(error))
            before = lines[-1].key
        if bad:
            raise CommandError(f"{bad} snapshots are not to be believed")

    def _say(self, name: str, checked: Checked) -> None:
        if checked.check is not Check.GENUINE or checked.frozen is None:
            raise CommandError(f"{name}: not to be believed: {checked.check.value}")
        one = checked.frozen
        self.stdout.write(json.dumps({"name": one.name, "on": str(one.on), "digest": one.digest, "key": checked.kid}))
