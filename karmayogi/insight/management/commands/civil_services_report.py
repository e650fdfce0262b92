"""manage.py civil_services_report --snapshot NAME --out FOLDER [--before NAME]"""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from karmayogi.insight.actions.print_report import PAGES, PAPERS, page_of, paper_of
from karmayogi.insight.queries.snapshots import SnapshotRow, check_row, snapshot_named
from karmayogi.insight.types import Check
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused


class Command(BaseCommand):
    help = "Makes the Annual State of the Civil Services from frozen figures: PDF, web page, and the signed figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--snapshot", required=True, help="its name or number")
        parser.add_argument("--before", help="an earlier snapshot to compare with; the one before it if left out")
        parser.add_argument("--out", type=Path, required=True, help="folder, made if it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        row = self._snapshot(options["snapshot"])
        before = self._snapshot(options["before"]) if options["before"] else None
        if before is not None and before.on >= row.on:
            raise CommandError(f"“{before.name}” is not earlier than “{row.name}”")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        started, at = time.perf_counter(), clock.now()
        try:
            for language in PAGES:
                (out / f"report-{language}.html").write_text(page_of(row, language, before), encoding="utf-8")
            for language in PAPERS:
                (out / f"report-{language}.pdf").write_bytes(paper_of(row, language, at, before))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        (out / "figures.json").write_text(row.document, encoding="utf-8")
        self.stdout.write(f"{out}: {len(PAGES)} pages, {len(PAPERS)} papers, {time.perf_counter() - started:.1f} s")

    def _snapshot(self, name: str) -> SnapshotRow:
        row = snapshot_named(name)
        if row is None:
            raise CommandError(f"there is no snapshot “{name}”")
        if check_row(row).check is not Check.GENUINE:
            raise CommandError(f"“{name}” is not what was signed; no report is made from it")
        return row
