"""A large sheet read row by row: xlsx and ods in a process with limits, csv as it comes."""

import csv
import dataclasses
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.orgs.actions.officers.read_sheet import _CHILD, _cell, _decode, check_upload
from karmayogi.orgs.engine.cells import Cell


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """headings: of the first row that is not empty. rows: (number as the reader's program counts, cells)."""

    headings: list[Cell]
    rows: Iterator[tuple[int, list[Cell]]]


def open_sheet(path: Path, *, most_bytes: int, most_rows: int) -> Sheet:
    """The first sheet of the file. Raises Refused with what to do, also while its rows are read."""
    content = path.read_bytes()
    check_upload(content, most_bytes)
    rows = _workbook(path, most_rows) if content.startswith(b"PK") else _csv(content)
    for _number, headings in rows:
        return Sheet(headings, rows)
    raise Refused(_("The file is empty."))


def _workbook(path: Path, most_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    # Our own script with our own arguments, isolated from the environment; its output is read as it is written.
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_CHILD), str(path), str(most_rows)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
    ) as child:  # fmt: skip
        assert child.stdout is not None
        sheets = 0
        for line in child.stdout:
            first, *cells = json.loads(line)
            if first == "sheet":
                sheets += 1
                if sheets > 1:
                    child.kill()
                    return
            else:
                yield first, [_cell(cell) for cell in cells]
        if child.wait(timeout=60) != 0:
            raise Refused(_("The file cannot be read. Copy the rows into a new template and upload that."))


def _csv(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    decoded = _decode(content)
    first = decoded.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(decoded, newline=""), delimiter=separator, strict=True), 1):
            if any(cell.strip() for cell in row):
                yield number, list(row[:60])
    except csv.Error:
        raise Refused(_("The file is not a readable CSV. In Excel choose “CSV UTF-8” when saving.")) from None
