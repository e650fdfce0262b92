"""Reading what was uploaded: a spreadsheet (.xlsx, .ods, .csv) or a CASE package (.json)."""

import csv
import dataclasses
import io
import json
import tempfile
import unicodedata
import uuid as uuids
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from karmayogi.competencies.engine.governance.case_reader import Unreadable, read_package
from karmayogi.competencies.engine.governance.sheet_columns import CODE, from_cells
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.kernel.access import Refused
from karmayogi.orgs import api as orgs

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """number: row of the sheet, or place in the package. problem: what cannot be used, in words; else ""."""

    number: int
    code: str
    wording: Wording
    identifier: uuids.UUID | None = None
    uri: str = ""
    problem: str = ""
    raw: tuple[str, ...] = ()


def table(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, the heading in lower case first. Raises Refused for what is no table."""
    lines = _workbook(content) if content[:2] == b"PK" else _csv(content)
    heading = [cell.strip().casefold().rstrip("*").strip().replace(" ", "_") for cell in next(lines, [])]
    yield heading
    for number, line in enumerate(lines, 2):
        if number > MOST_ROWS:
            raise Refused(_("The file has more than 20,000 rows."))
        yield line


def read(content: bytes) -> list[Line]:
    """Every competency of the file. Raises Refused for a file that is neither."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return list(_package(content))
    return list(_sheet(content))


def _package(content: bytes) -> Iterator[Line]:
    try:
        _title, found = read_package(json.loads(content))
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, Unreadable) else "JSON"
        raise Refused(_("This is no CASE package: %(what)s cannot be read.") % {"what": what}) from None
    if len(found) > MOST_ROWS:
        raise Refused(_("The file has more than 20,000 rows."))
    for number, one in enumerate(found, 1):
        problem = _("It is out of use at its source.") if one.ended else ""
        yield Line(number, one.code, one.wording, one.identifier, one.uri, problem)


def _sheet(content: bytes) -> Iterator[Line]:
    lines = table(content)
    heading = next(lines)
    if CODE not in heading or "name_en" not in heading:
        raise Refused(_("The first row must name the columns, code and name_en among them. Download the sheet again."))
    for number, cells in enumerate(lines, 2):
        clean = [_clean(cell) for cell in cells]
        if not any(clean):
            continue
        code, wording, bad = from_cells(heading, clean)
        problem = _("Not a number: %(field)s.") % {"field": bad} if bad else ""
        yield Line(number, code, wording, problem=problem, raw=tuple(clean))


def _workbook(content: bytes) -> Iterator[list[str]]:
    # In a child process with limits: a small workbook can name a cell so far out that reading it fills the memory.
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        sheet = orgs.open_sheet(Path(file.name), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
        yield [_cell(cell) for cell in sheet.headings]
        for _number, cells in sheet.rows:
            yield [_cell(cell) for cell in cells]


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        yield from csv.reader(io.StringIO(text), strict=True)
    except (UnicodeDecodeError, csv.Error):
        raise Refused(_("The file cannot be read as a spreadsheet.")) from None


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _clean(text: str) -> str:
    """One form of every letter; the apostrophe goes that our exports put before what looks like a formula."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\0", "").strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] in "=+-@" else plain
