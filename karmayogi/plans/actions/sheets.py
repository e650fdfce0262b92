"""A list that an office keeps, read from a CSV file: all of it or nothing, every fault with its line."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.downloads import unguarded

MOST_LINES = 2_000
MOST_BYTES = 1_000_000
_SHOWN = 10


def read_sheet[T](content: bytes, columns: Sequence[str], read: Callable[[dict[str, str]], T]) -> list[T]:
    """columns: those that the first line must name. read: makes a line of its cells, or raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is too large: at most %(count)s lines.") % {"count": MOST_LINES})
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except (UnicodeDecodeError, csv.Error):
        raise Refused(_("The file cannot be read. Save it as CSV in UTF-8.")) from None
    if b"\0" in content:  # no text of the database holds it
        raise Refused(_("The file cannot be read. Save it as CSV in UTF-8."))
    lines = [(number, cells) for number, cells in lines if any(cells)]
    names = lines[0][1] if lines else []
    if not set(columns) <= set(names):
        raise Refused(_("The first line must name the columns: %(names)s.") % {"names": ", ".join(columns)})
    if len(lines) - 1 > MOST_LINES:
        raise Refused(_("The file is too large: at most %(count)s lines.") % {"count": MOST_LINES})
    found, faults = [], []
    for number, cells in lines[1:]:
        try:
            found.append(read(dict.fromkeys(columns, "") | dict(zip(names, map(unguarded, cells), strict=False))))
        except Refused as refusal:
            faults.append(_("Line %(number)s: %(fault)s") % {"number": number, "fault": refusal})
    if faults:
        raise Refused(" ".join([*faults[:_SHOWN], *(["…"] if len(faults) > _SHOWN else [])]))
    return found


def read_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("“%(text)s” is no day. Write it as 2027-02-28.") % {"text": text[:40]}) from None


def unknown(what: Any) -> Refused:
    return Refused(_("“%(text)s” is not known.") % {"text": str(what)[:80]})
