"""manage.py check_records [--look]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import unhurried
from karmayogi.learning.actions.records.check import check_records


class Command(BaseCommand):
    help = "Finds what does not add up in the records of learning and repairs it; with --look nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--look", action="store_true", help="only find and log")

    def handle(self, *args: Any, **options: Any) -> None:
        with unhurried():
            done = check_records(at=clock.now(), repair=not options["look"])
        if done is None:
            self.stdout.write("Another check is running; nothing done.")
            return
        self.stdout.write(f"{done.looked} records looked at")
        for word, counts in (("found", done.found), ("repaired", done.repaired), ("left", done.left)):
            for rule, count in sorted(counts.items()):
                self.stdout.write(f"{rule}: {count} {word}")
