from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from karmayogi.credentials.actions.paper_keys import rotate_paper_key
from karmayogi.kernel import clock
from karmayogi.kernel.access import System


class Command(BaseCommand):
    help = "Signs new papers (work orders) with a new key from now on; papers signed before still verify."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--why", default="", help="kept in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        kid = rotate_paper_key(agent=System("rotate_paper_key"), at=clock.now(), why=options["why"])
        self.stdout.write(f"{kid} signs papers from now on. Keep a copy of its file in a safe place.")
