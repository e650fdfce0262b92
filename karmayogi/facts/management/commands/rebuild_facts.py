"""manage.py rebuild_facts [--check]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.facts.actions.rebuild import check, rebuild
from karmayogi.facts.store.client import here
from karmayogi.facts.types import StoreFault
from karmayogi.kernel import clock


class Command(BaseCommand):
    help = "Builds the store of facts anew from PostgreSQL; with --check, what was kept so far is compared with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare, table by table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self._check()
            else:
                self._rebuild()
        except StoreFault as error:
            said = f"{type(error).__name__}: {error}"
            raise CommandError(f"the store of facts did not answer ({said}); is it running?") from error

    def _rebuild(self) -> None:
        done = rebuild(store=here(), at=clock.now())
        if done is None:
            raise CommandError("another run is on; nothing done")
        rate = round(done.facts * 1000 / max(1, done.milliseconds))
        self.stdout.write(f"{done.facts} facts in {done.milliseconds} ms, {rate} a second")

    def _check(self) -> None:
        found = check(store=here(), at=clock.now())
        if found is None:
            raise CommandError("another run is on; nothing done")
        for one in found.tables:
            same = "equal" if one.equal else "DIFFERS"
            self.stdout.write(f"{one.table:14} {one.rows:12} {one.rows_anew:12} {one.checksum:20x} {same}")
        if not found.equal:
            raise CommandError("what was kept little by little differed; what was built anew has taken its place")
