"""manage.py refresh_figures [--all]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from karmayogi.insight.actions.refresh import refresh
from karmayogi.kernel import clock


class Command(BaseCommand):
    help = "Brings the figures up to date: what was touched, or everything with --all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="recompute every organisation unit")

    def handle(self, *args: Any, **options: Any) -> None:
        done = refresh(at=clock.now(), everything=options["all"])
        if done is None:
            self.stdout.write("Another refresh is running; nothing done.")
            return
        scope = "all" if done.full else "touched"
        self.stdout.write(f"{done.units} units ({scope}), {done.changed} figures changed, {done.milliseconds} ms")
