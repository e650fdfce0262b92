"""manage.py export_facts [--as Parquet|TabSeparated]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.facts.actions.export import export
from karmayogi.facts.store.client import here
from karmayogi.facts.types import StoreFault


class Command(BaseCommand):
    help = "Writes every fact table to a file beside the store, for a cluster to read: numbers of persons, no names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="kind", default="Parquet", help="Parquet or TabSeparated")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = export(store=here(), kind=options["kind"])
        except StoreFault as error:
            said = f"{type(error).__name__}: {error}"
            raise CommandError(f"the store of facts gave nothing ({said}); is it running?") from error
        if done is None:
            raise CommandError("a run is on; nothing written")
        self.stdout.write(f"{done.folder}, as on {done.as_on.isoformat()}")
