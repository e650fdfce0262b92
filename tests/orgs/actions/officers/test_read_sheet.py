"""Files as they come, good and bad."""

import io
import zipfile

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from karmayogi.kernel.access import Refused
from karmayogi.orgs.actions.officers import read_sheet as reader
from tests.orgs.conftest import HEADINGS, counts, sheet

ROW = ["Kamala Devi", "kamala@x.in", 9711100001, "Group B", "Assistant Section Officer"]


@pytest.fixture
def read(tmp_path):
    def from_bytes(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return reader.read_sheet(path)

    return from_bytes


def xlsx(rows, start=0, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    book.add_worksheet("Notes").write(0, 0, "Nothing here")
    page = book.add_worksheet("Officers")
    for i, row in enumerate([HEADINGS, *rows], start):
        for j, cell in enumerate(row):
            page.write(i, j, cell)
    book.close()
    return out.getvalue()


def ods(rows):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Officers")
    for row in [HEADINGS, *rows]:
        line = TableRow()
        for cell in row:
            if isinstance(cell, int):
                made = TableCell(valuetype="float", value=cell)
            else:
                made = TableCell(valuetype="string")
                made.addElement(P(text=cell))
            line.addElement(made)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def declared(method, size=1000, spoil=None):
    """A workbook whose list of types is packed so; `spoil`: of its bytes, as far as possible still a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("[Content_Types].xml", "x" * size)
    content = bytearray(out.getvalue())
    if spoil:
        spoil(content)
    return bytes(content)


def of_a_negative_place(content):
    """The end of the directory says that it begins later than it does: every member then lies before the file."""
    content[-6:-2] = (int.from_bytes(content[-6:-2], "little") + 5000).to_bytes(4, "little")


def with_a_hole(content):
    at = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[at + 2 : at + 12] = b"\xff" * 10


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_workbook(read, make):
    (row,) = read(make([ROW]))
    assert (row.number, row.cells["name"], row.cells["designation"]) == (2, "Kamala Devi", "Assistant Section Officer")
    assert int(row.cells["mobile"]) == 9711100001


def test_a_title_above_the_headings_and_empty_rows_between(read):
    rows = read(xlsx([ROW, [], ROW], start=3))
    assert [row.number for row in rows] == [5, 7]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_spellings_of_excel(read, separator, encoding):
    (row,) = read(sheet({"Full Name": "आशा, देवी"}, separator=separator, encoding=encoding))
    assert row.cells["name"] == "आशा, देवी"
    assert row.number == 2


def test_our_own_error_sheet_is_read_over_its_extra_columns(read):
    (row,) = read(sheet({}, headings=["Row", *HEADINGS, "What to fix"]))
    assert set(row.cells) == {key for key in row.cells if key in {c.key for c in reader.COLUMNS}}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old .xls file"),
        (b"%PDF-1.7", "not a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged"),
        (zipped(hello_dot_txt="hi"), "not a spreadsheet"),
        (zipped(xl__workbook_dot_xml="<x/>", xl__vbaProject_dot_bin="x"), "macros"),
        (zipped(xl__workbook_dot_xml="<x/>", xl__VBAPROJECT_dot_BIN="x"), "macros"),
        (zipped(xl__workbook_dot_xml="<x/>", xl__macrosheets__sheet1_dot_xml="<x/>"), "macros"),
        (zipped(content_dot_xml="<x/>", Scripts__python__a_dot_py="x"), "macros"),
        (zipped(xl__workbook_dot_xml="<x/>", **{"[Content_Types]_dot_xml": "x.sheet.macroEnabled.main+xml"}), "macros"),
        (declared(zipfile.ZIP_DEFLATED, spoil=of_a_negative_place), "damaged"),
        *((declared(method, spoil=with_a_hole), "damaged") for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)),
        (declared(zipfile.ZIP_LZMA), "damaged"),
        (declared(zipfile.ZIP_DEFLATED), "cannot be read"),
        (zipped(xl__workbook_dot_xml="0" * 60_000_000), "unpacks to far more"),
        (zipped(xl__workbook_dot_xml="<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>"), "cannot be read"),
        ("नाम,पता\n".encode("utf-16-be"), "cannot be read|not a spreadsheet|columns are missing"),
        (b"Full Name,Email\nA,b", "columns are missing: Mobile Number, Group, Designation"),
        (b"Full Name\n" + b"\xe0\xa4", "letters of this file"),
        (b"\x00\x01\x02", "not a spreadsheet"),
        (b"hello", "columns are missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(read, content, why):
    with pytest.raises(Refused, match=why):
        read(content)


def test_a_column_twice_headings_alone_and_too_many_rows(read, monkeypatch):
    with pytest.raises(Refused, match="there twice"):
        read(sheet({}, headings=[*HEADINGS, "email"]))
    with pytest.raises(Refused, match="no officers"):
        read(sheet())
    monkeypatch.setattr(reader, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="20,000"):
        read(sheet({}, {}, {}))


def test_a_cell_at_the_far_corner_cannot_eat_the_memory(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for j, heading in enumerate(HEADINGS):
        page.write(0, j, heading)
    page.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(Refused):
        read(out.getvalue())


def test_a_broken_file_fails_the_act_in_words(upload):
    act = upload(zipped(xl__workbook_dot_xml="<x/>"), "broken.xlsx")
    assert act.status == "failed"
    assert "cannot be read" in act.problem


def test_a_workbook_goes_all_the_way(upload):
    assert counts(upload(xlsx([ROW]), "officers.xlsx")) == (1, 0, 0, 0)


def test_a_small_file_that_says_one_long_thing_everywhere_is_refused(read):
    """A shared string costs the file nothing, and whoever reads it as often as it stands there."""
    rows = [[*ROW, *["x" * 32_000] * 50] for _ in range(700)]
    with pytest.raises(Refused, match="cannot be read"):
        read(xlsx(rows))


def test_a_file_that_takes_too_long_is_refused(read, monkeypatch):
    def never(*_arguments, **_options):
        raise reader.subprocess.TimeoutExpired("child", 60)

    monkeypatch.setattr(reader.subprocess, "run", never)
    with pytest.raises(Refused, match="cannot be read"):
        read(xlsx([ROW]))
