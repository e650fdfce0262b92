from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.people.actions.push_keys import rotate_push_key


class Command(BaseCommand):
    help = "Turns devices on for push messages with a new key from now on; those that are on keep theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--why", default="", help="kept in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        kid = rotate_push_key(agent=System("rotate_push_key"), at=clock.now(), why=options["why"])
        self.stdout.write(f"{kid} is shown to browsers from now on. Keep a copy of its file in a safe place.")
