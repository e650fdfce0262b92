"""Lines of a CSV or JSON file with given columns."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.downloads import unguarded

MOST_BYTES = 5_000_000
_UNHELD = re.compile("[\0\ud800-\udfff]")


def read_csv(content: bytes, columns: Sequence[str], most: int) -> list[tuple[int, dict[str, str]]]:
    """(number of the line, its cells by column) of each line that is not empty. Raises Refused."""
    read = csv.reader(io.StringIO(_text(content).replace("\0", "")))
    found: list[tuple[int, dict[str, str]]] = []
    try:
        head = [cell.strip().lower() for cell in next(read, [])]
        if head[: len(columns)] != list(columns):
            raise Refused(_("The first line must be: %(columns)s") % {"columns": ",".join(columns)})
        # One after the other: five million empty lines would be as many lists.
        for place, line in enumerate(read, 2):
            if any(cell.strip() for cell in line) and len(found) <= most:
                cells = [*(unguarded(cell.strip()) for cell in line[: len(columns)]), *[""] * len(columns)]
                found.append((place, dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        raise Refused(_("The file is no CSV: %(error)s") % {"error": error}) from None
    return _some(found, most)


def read_json(content: bytes, columns: Sequence[str], most: int) -> list[tuple[int, dict[str, str]]]:
    """The same of a list of objects; what is no text is written as JSON writes it."""
    try:
        read = json.loads(_text(content))
    except (ValueError, RecursionError):
        raise Refused(_("The file is no JSON.")) from None
    if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
        raise Refused(_("The file must be a list of objects with: %(columns)s") % {"columns": ", ".join(columns)})
    found = [(place, {name: _cell(one.get(name)) for name in columns}) for place, one in enumerate(read[: most + 1], 1)]
    return _some(found, most)


def number_of(cell: str) -> float | None:
    """A finite number as people and feeds write it; None for anything else."""
    try:
        value = float(cell) if cell.isascii() and "_" not in cell and len(cell) <= 30 else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1e12 else None


def _cell(value: Any) -> str:
    """Nothing for what no column can hold: lists, and text with half a sign or a nought in it."""
    if isinstance(value, str):
        return "" if _UNHELD.search(value) else value.strip()
    return json.dumps(value) if isinstance(value, bool | int | float) else ""


def _some(found: list[tuple[int, dict[str, str]]], most: int) -> list[tuple[int, dict[str, str]]]:
    if not found:
        raise Refused(_("The file has no line below the headings."))
    if len(found) > most:
        raise Refused(_("A file has %(count)s lines at most.") % {"count": most})
    return found


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
