"""Somebody takes a table of a room, with its data dictionary in the same file; it is written down who, what, when."""

import csv
import datetime as dt
import io
import uuid as uuids
import zipfile
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.models import RoomDownload
from karmayogi.evaluation.queries.dictionary import dictionary_of
from karmayogi.evaluation.queries.rooms import entered_room, files_of
from karmayogi.kernel import audit, files
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web.downloads import guarded, open_book

FORMS = ("csv", "xlsx", "parquet")
MOST_IN_BOOK = 200_000  # a sheet ends at 1,048,576 lines, and a workbook is made in memory while somebody waits


@dataclass(frozen=True, slots=True)
class Taken:
    name: str
    ending: str
    content: bytes


@transaction.atomic
def take_extract(*, actor: Actor, room: uuids.UUID, table: str, form: str, at: dt.datetime) -> Taken:
    """xlsx with the dictionary as its second sheet; CSV and Parquet in an archive beside it. For assessors alone:
    whoever opens a room does not read in it."""
    row = entered_room(actor, room, at)
    kept = "parquet" if form == "parquet" else "csv"
    held = next((one for one in files_of(row) if (one.table, one.form) == (table, kept)), None)
    if held is None or held.file is None or form not in forms_of(held.rows):
        raise NotFound
    content = files.read(held.file.sha256)
    said = [["column", "kind", "definition"], *map(list, dictionary_of(row.columns, table))]
    name = f"{row.title}-{table}"
    RoomDownload.objects.create(room=row, person_id=actor.person_id, table=table, form=form, rows=held.rows, at=at)
    audit.record(
        "evaluation:room:download", agent=actor, at=at, kind="assessment_room", subject=row.uuid, label=row.title,
        detail={"table": table, "form": form, "rows": held.rows},
    )  # fmt: skip
    if form == "xlsx":
        return Taken(name, "xlsx", _book(table, _lines(content), said))
    inside = _csv(_lines(content)) if form == "csv" else content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{table}.{form}", inside)
        archive.writestr("data-dictionary.csv", _csv(said))
    return Taken(name, "zip", out.getvalue())


def forms_of(lines: int) -> tuple[str, ...]:
    """In which forms a table of so many lines is handed out."""
    return tuple(form for form in FORMS if form != "xlsx" or lines <= MOST_IN_BOOK)


def _lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()


def _book(table: str, lines: list[list[str]], said: list[list[str]]) -> bytes:
    out, book = open_book(table)
    for title, content in ((table, lines), (_("Data dictionary")[:31], said)):
        page = book.add_worksheet(title)
        for place, line in enumerate(content):
            for column, cell in enumerate(line):
                page.write_string(place, column, guarded(cell))
    book.close()
    return out.getvalue()
