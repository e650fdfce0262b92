"""Lists of the workbench as a spreadsheet."""

import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def sheet(headings: Sequence[str], lines: Iterable[Sequence[str | int | float]], name: str) -> HttpResponse:
    """A download with a filter row. Text that a spreadsheet program would take for a formula is kept from being one."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet("List")
    bold = book.add_format({"bold": True, "bg_color": "#24327a", "font_color": "#ffffff"})
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, bold)
    last = 0
    for last, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                page.write_string(last, column, f"'{cell}" if _FORMULA.match(cell) else cell)
            else:
                page.write_number(last, column, cell)
    page.autofilter(0, 0, max(last, 1), len(headings) - 1)
    page.set_column(0, len(headings) - 1, 26)
    page.freeze_panes(1, 1)
    book.close()
    return HttpResponse(
        out.getvalue(),
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(name)[:80] or "list"}.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )
