"""manage.py verify_audit: whether the audit trail is as it was sealed. Exit 1 when it is not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karmayogi.kernel.seals import verify_trail


class Command(BaseCommand):
    help = "Read the audit trail again and compare it with its seals (kernel/seals.py)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], metavar="ID:DIGEST",
            help="a seal as the log or another machine has it; it must still be here",
        )  # fmt: skip

    def handle(self, *args: Any, head: list[str], **options: Any) -> None:
        heads = {}
        for text in head:
            number, _colon, digest = text.partition(":")
            if not number.isdecimal() or len(digest) != 64:
                raise CommandError(f"--head {text}: not a number, a colon and 64 hexadecimal digits")
            heads[int(number)] = digest.lower()
        report = verify_trail(heads=heads)
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{report.entries} entries under {report.seals} seals, {report.unsealed} not sealed yet")
        self.stdout.write(f"head {report.head}")
        if report.problems:
            raise CommandError("the audit trail is not as it was sealed")
