"""What leaves the product as a file: lists as workbooks, cells that no spreadsheet program takes for a formula."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils.text import slugify

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d+$")


def guarded(text: str) -> str:
    """Text that no spreadsheet program takes for a formula, also after it is saved as CSV. Numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text) else text


def unguarded(text: str) -> str:
    """A cell of a file that comes back, without the mark that guarded put before it."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:]) else text


def open_book(title: str = "") -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    """A workbook that turns no text into a formula, an address or a number; close it, then take the bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    if title:
        book.set_properties({"title": title[:200]})
    return out, book


def attached(content: bytes | str, media_type: str, name: str, ending: str) -> HttpResponse:
    """A file to be saved, in nobody's cache. name: any text; what addresses cannot hold is left out."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(name)[:80] or "list"}.{ending}"',
            "Cache-Control": "private, no-store",
        },
    )


def csv_file(lines: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """Lines of text, the headings first. The mark before them tells spreadsheet programs that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in line] for line in lines)
    return attached("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", name, "csv")


def csv_stream(lines: Iterable[Sequence[str]], name: str) -> Any:
    """The same for a list as long as the country: written to disk line by line as it is read, sent from there by
    pieces. A fault is met before the first byte leaves, and a slow line holds no transaction open."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    out.write("\ufeff")
    csv.writer(out).writerows([guarded(cell) for cell in line] for line in lines)
    out.flush()
    out.detach()
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=f"{slugify(name)[:80] or 'list'}.csv", content_type="text/csv; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def table(headings: Sequence[str], lines: Iterable[Sequence[object]], name: str, title: str = "") -> HttpResponse:
    """A plain list with a filter row as a workbook. Numbers stay numbers, nothing stays empty, the rest is text."""
    out, book = open_book(title)
    bold = book.add_format({"bold": True, "bg_color": "#24327a", "font_color": "#ffffff"})
    page = book.add_worksheet("List")
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, bold)
    last = 0
    for last, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                page.write_number(last, column, cell)
            elif cell is not None:
                page.write_string(last, column, guarded(str(cell)))
    page.autofilter(0, 0, max(last, 1), len(headings) - 1)
    page.set_column(0, len(headings) - 1, 26)
    page.freeze_panes(1, 1)
    book.close()
    return attached(out.getvalue(), XLSX, name, "xlsx")
