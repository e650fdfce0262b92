"""Spreadsheets that leave the governance pages."""

import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify

_FORMULA = re.compile(r"^[=+\-@\t\r]")


def answer(headings: Sequence[str], lines: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """A plain list as a download. Text that a spreadsheet program could take for a formula gets an apostrophe."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold, page = book.add_format({"bold": True}), book.add_worksheet("List")
    for j, heading in enumerate(headings):
        page.write_string(0, j, heading, bold)
    for i, line in enumerate(lines, 1):
        for j, cell in enumerate(line):
            text = "" if cell is None else str(cell)
            page.write_string(i, j, f"'{text}" if _FORMULA.match(text) else text)
    page.set_column(0, len(headings) - 1, 26)
    page.freeze_panes(1, 1)
    book.close()
    return HttpResponse(
        out.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(name)[:80] or "list"}.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )
