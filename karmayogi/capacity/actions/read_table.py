"""A CSV file with given headings, as the pages of plans take it."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused


def read_table(content: bytes, columns: Sequence[str], most: int) -> list[tuple[int, list[str]]]:
    """(number of the line, its cells) of every line that is not empty, at least one. Raises Refused."""
    try:
        read = list(csv.reader(io.StringIO(content.decode("utf-8-sig").replace("\0", ""))))
    except UnicodeDecodeError:
        raise Refused(_("The file is no CSV in UTF-8. Save it as “CSV UTF-8”.")) from None
    except csv.Error as error:
        raise Refused(_("The file is no CSV: %(error)s") % {"error": error}) from None
    head = [cell.strip().lower() for cell in read[0]] if read else []
    if head != list(columns):
        raise Refused(_("The first line must be: %(columns)s") % {"columns": ",".join(columns)})
    cells = [(place, [cell.strip() for cell in line]) for place, line in enumerate(read[1:], 2) if any(line)]
    if not cells:
        raise Refused(_("The file has no line below the headings."))
    if len(cells) > most:
        raise Refused(_("A file has %(count)s lines at most.") % {"count": most})
    return cells
