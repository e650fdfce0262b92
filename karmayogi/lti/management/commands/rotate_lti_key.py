from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.lti.actions.keys import rotate


class Command(BaseCommand):
    help = "Signs messages to tools and platforms with a new key from now on; the one before is shown a week longer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--why", default="", help="kept in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        kid = rotate(agent=System("rotate_lti_key"), at=clock.now(), why=options["why"])
        self.stdout.write(f"{kid} signs from now on. Keep a copy of its file in a safe place.")
