"""The Annual State of the Civil Services: as a tagged, signed PDF and as a page that needs nothing beside it."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.insight.engine.blocks import Block, Bullets, Cell, Heading, Line, Picture, Table
from karmayogi.insight.queries.report import blocks, title_of
from karmayogi.insight.queries.snapshots import SnapshotRow, check_row, earlier
from karmayogi.insight.types import Check, Frozen
from karmayogi.kernel.access import Refused
from karmayogi.ui.api import day, template

PAPER = Path(__file__).resolve().parents[1] / "paper" / "report.typ"
PAPERS = ("en", "hi")  # the paper is not set from right to left yet
PAGES = ("en", "hi", "ur")


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """title and line (the day) beside the blocks; demonstration: "" where somebody answers for it."""

    title: str
    line: str
    demonstration: str
    blocks: list[Block]


def report_of(row: SnapshotRow, before: SnapshotRow | None = None) -> Report:
    """In the language that is on. before: to compare with; the snapshot before it where left out. Raises Refused where
    one of both is not what was signed: a paper of ours would vouch for it."""
    other = before or earlier(row)
    if any(check_row(one).check is not Check.GENUINE for one in (row, other) if one is not None):
        raise Refused(_("These figures are not what was signed. Do not use them; tell the operators."))
    frozen = row.frozen
    check_at = str(settings.PUBLIC_ORIGIN) + reverse("insight:check")
    return Report(
        title_of(frozen),
        _("As on %(when)s") % {"when": day(frozen.on)},
        _demonstration(frozen),
        blocks(frozen, other.frozen if other is not None else None, check_at=check_at),
    )


def paper_of(row: SnapshotRow, language: str, at: dt.datetime, before: SnapshotRow | None = None) -> bytes:
    """The PDF. language: of PAPERS. Raises signing.KeyMissing without the private key."""
    run = credentials.paper_text
    with translation.override(language):
        report = report_of(row, before)
        data = {
            "lang": language,
            "title": run(report.title),
            "line": run(report.line),
            "demonstration": run(report.demonstration) if report.demonstration else None,
            "contents": run(_("Contents")),
            "nothing": run(_("No figure is shown.")),
            "blocks": [_set(block) for block in report.blocks],
        }
        reason = report.title
    return credentials.print_paper(PAPER, data, reason=reason, at=at)


def page_of(row: SnapshotRow, language: str, before: SnapshotRow | None = None) -> str:
    """One file of HTML with its style and drawings inside. language: of PAGES."""
    with translation.override(language):
        report = report_of(row, before)
        return template("insight/report_file.html").render(
            reads_in=language, report=report, direction="rtl" if language == "ur" else "ltr", language=language
        )


def _demonstration(frozen: Frozen) -> str:
    return "" if frozen.issued_by else _("Invented data of a demonstration")


def _set(block: Block) -> dict[str, Any]:
    """A block as the typst file takes it."""
    run = credentials.paper_text
    match block:
        case Heading(level, text, anchor):
            return {"kind": "heading", "level": level, "text": run(text), "anchor": anchor}
        case Line():
            return {"kind": "line", **_line(block)}
        case Bullets(lines):
            return {"kind": "bullets", "lines": [_line(line) for line in lines]}
        case Picture(svg, alt):
            return {"kind": "picture", "svg": svg, "alt": alt}
        case Table():
            return {
                "kind": "table", "caption": run(block.caption), "head": [_cell(cell) for cell in block.head],
                "rows": [[_cell(cell) for cell in row] for row in block.rows], "numbers": block.numbers,
                "widths": block.widths,
            }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    run = credentials.paper_text
    lead = run(line.lead) if line.lead else {"text": "", "lang": "en"}
    return {"text": run(line.text), "lead": lead, "link": line.link}


def _cell(cell: Cell) -> dict[str, Any]:
    shown = credentials.paper_text(cell.text) if cell.text else {"text": "", "lang": "en"}
    return {**shown, "link": cell.link, "bar": cell.bar}
