"""From an uploaded file to rows of cells: xlsx, ods or csv, with clear words for everything that cannot be read."""

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.orgs.engine.cells import Cell, text
from karmayogi.orgs.engine.officers import COLUMNS, heading_key

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_RATIO = 200
_MOST_DECLARED = 1024 * 1024
# Whatever reading a zip raises for bytes that are none.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, IndexError,
)  # fmt: skip
# Programs in a workbook: Visual Basic, macro sheets of Excel 4, dialogs, controls, and what OpenDocument calls scripts.
_MACROS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|(macro|dialog)sheets/|activex/|basic/|scripts/)", re.IGNORECASE
)
_CHILD = Path(__file__).with_name("child.py")


@dataclasses.dataclass(frozen=True, slots=True)
class SheetRow:
    """number: as the reader's program counts rows. cells: key of engine.officers.COLUMNS -> cell."""

    number: int
    cells: dict[str, Cell]


def check_upload(content: bytes, most_bytes: int = MOST_BYTES) -> None:
    """What can be said about a file without reading it. Raises Refused with what to do."""
    if not content:
        raise Refused(_("The file is empty."))
    if len(content) > most_bytes:
        raise Refused(
            _("The file is larger than 10 MB. Split it, or remove pictures and unused sheets.")
            if most_bytes == MOST_BYTES
            else _("The file is larger than %(most)s MB.") % {"most": most_bytes // 1024 // 1024}
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_("This is an old .xls file or one with a password. Save it as .xlsx without a password."))
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Refused(_("This is not a spreadsheet. Upload .xlsx, .ods or .csv."))
    if content.startswith(b"PK"):
        _check_zip(content)


def read_sheet(path: Path) -> list[SheetRow]:
    """The officers' rows of the file, in order, empty ones left out. Raises Refused with what to do."""
    content = path.read_bytes()
    check_upload(content)
    sheets = _workbook(path) if content.startswith(b"PK") else [_csv(content)]
    found = max((_table(sheet) for sheet in sheets), key=lambda table: len(table[0]), default=({}, []))
    headings, rows = found
    missing = [column.heading for column in COLUMNS if column.mandatory and column.key not in headings.values()]
    if missing:
        raise Refused(
            _("These columns are missing: %(names)s. Use the template: its headings must stay as they are.")
            % {"names": ", ".join(missing)}
        )
    twice = [key for key in headings.values() if list(headings.values()).count(key) > 1]
    if twice:
        heading = next(column.heading for column in COLUMNS if column.key == twice[0])
        raise Refused(_("The column “%(name)s” is there twice.") % {"name": heading})
    if not rows:
        raise Refused(_("There are headings and no officers below them."))
    if len(rows) > MOST_ROWS:
        raise Refused(_("There are more than 20,000 rows. Split the file."))
    return rows


def _table(sheet: list[tuple[int, list[Cell]]]) -> tuple[dict[int, str], list[SheetRow]]:
    """Where the headings are (within the first ten rows: some put a title above) and the rows below them."""
    best: dict[int, str] = {}
    start = 0
    for i, (_number, cells) in enumerate(sheet[:10]):
        known = {place: key for place, cell in enumerate(cells) if (key := heading_key(cell))}
        if len(known) > len(best):
            best, start = known, i
    rows = [
        SheetRow(number, {key: cells[place] if place < len(cells) else None for place, key in best.items()})
        for number, cells in sheet[start + 1 :]
    ]
    return best, [row for row in rows if any(text(cell) for cell in row.cells.values())]


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except _DAMAGED:
        raise Refused(_("The file is damaged. Save it again and upload it once more.")) from None
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > 2_000 or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * len(content):
        raise Refused(_("The file unpacks to far more than it should. Copy the rows into a new template."))
    if any(_MACROS.search(name) for name in names) or _says_macros(content, parts):
        raise Refused(_("The file has macros. Save it as .xlsx (Excel workbook) without macros."))
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Refused(_("This is not a spreadsheet. Upload .xlsx, .ods or .csv."))


def _says_macros(content: bytes, parts: list[zipfile.ZipInfo]) -> bool:
    """A workbook that is declared as one with macros, whatever its members are called."""
    part = next((part for part in reversed(parts) if part.filename == "[Content_Types].xml"), None)
    if part is None:
        return False
    try:
        # Other ways of packing know no limit of what comes out, and no workbook uses them.
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as declared:
            return b"macroenabled" in declared.read(_MOST_DECLARED).lower()
    except _DAMAGED:
        raise Refused(_("The file is damaged. Save it again and upload it once more.")) from None


def _workbook(path: Path) -> list[list[tuple[int, list[Cell]]]]:
    # Our own script with our own arguments, isolated from the environment; calamine parses, limits hold it.
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), str(path), str(MOST_ROWS + 10)],
            capture_output=True, timeout=60, check=True, env={}, cwd="/",
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Refused(_("The file cannot be read. Copy the rows into a new template and upload that.")) from None
    sheets: list[list[tuple[int, list[Cell]]]] = []
    for line in done.stdout.decode().splitlines():
        first, *cells = json.loads(line)
        if first == "sheet":
            sheets.append([])
        else:
            sheets[-1].append((first, [_cell(cell) for cell in cells]))
    return sheets


def _cell(cell: object) -> Cell:
    if isinstance(cell, dict):
        return dt.date.fromisoformat(cell["d"])
    return cell if isinstance(cell, str | int | float) else None


def _csv(content: bytes) -> list[tuple[int, list[Cell]]]:
    decoded = _decode(content)
    first = decoded.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    try:
        reader: Iterable[list[str]] = csv.reader(io.StringIO(decoded, newline=""), delimiter=separator, strict=True)
        rows: list[tuple[int, list[Cell]]] = []
        for number, row in enumerate(reader, 1):
            if any(cell.strip() for cell in row):
                rows.append((number, list(row[:60])))
            if len(rows) > MOST_ROWS + 10:
                break
    except csv.Error:
        raise Refused(_("The file is not a readable CSV. In Excel choose “CSV UTF-8” when saving.")) from None
    return rows


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        decoded = content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            _("The letters of this file cannot be read. In Excel choose “CSV UTF-8” when saving, or upload .xlsx.")
        ) from None
    if "\x00" in decoded:
        raise Refused(_("This is not a spreadsheet. Upload .xlsx, .ods or .csv."))
    return decoded
