import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.credentials.engine import key_list, verifier
from karmayogi.kernel import clock


class Command(BaseCommand):
    help = "Checks a credential (JSON or JWT) with files alone: no database, no network."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keys", type=Path, required=True, help="a copy of /credentials/keys.json")
        parser.add_argument(
            "--list", type=Path, action="append", default=[], help="a copy of a status list; may be repeated"
        )
        parser.add_argument("--at", type=dt.datetime.fromisoformat, help="the time asked about; now if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        issuer, keys = key_list.read(options["keys"].read_bytes())
        texts = [path.read_text() for path in options["list"]]
        lists = {json.loads(text)["id"]: text for text in texts}
        verdict = verifier.check(
            options["file"].read_bytes(), issuer=issuer, keys=keys, lists=lists.get, at=options["at"] or clock.now()
        )
        if verdict.refusal is not None:
            raise CommandError(f"not to be believed: {verdict.refusal.value}")
        self.stdout.write(f"genuine, signed by {verdict.kid} of {issuer}")
