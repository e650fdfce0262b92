"""The completion report of a course, for those who answer for the learners of a subtree."""

import csv
import datetime as dt
import io
import tempfile
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, dates
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web.door import signed_in
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.learning.policies import report_paths
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.report import (
    PAGE,
    PastDay,
    ReportLine,
    course_title,
    every_line,
    report_counts,
    report_lines,
)
from karmayogi.learning.web import words
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import named, pick, render

_STATUSES = ("active", "completed")


def _course(actor: Actor, course: uuid.UUID, on: dt.date) -> tuple[int, str, str, tuple[str, ...]]:
    """(id, code, title, subtrees). NotFound for whoever answers for nobody."""
    paths = report_paths(actor)
    if not paths:
        raise NotFound
    check_finds(actor, course, on)
    found = course_title(course)
    if found is None:
        raise NotFound
    return found[0], found[1], pick(*found[2:]), paths


def _past(request: HttpRequest, paths: tuple[str, ...]) -> PastDay | None:
    """The past day that is asked for, with where the offices of the reader stood then; None for today."""
    today = clock.day(request.at)  # type: ignore[attr-defined]
    on = dates.as_on(request.GET.get("on"), today)
    if on == today:
        return None
    held = {one.organisation_id for one in request.actor.authorities if one.path in paths}  # type: ignore[attr-defined]
    units = [orgs.unit_on(unit, on) for unit in sorted(held)]
    return PastDay(on, [unit.path for unit in units if unit is not None])


@signed_in
@may_be_late
def report(request: HttpRequest, course: uuid.UUID) -> HttpResponse:
    course_id, code, title, paths = _course(request.actor, course, clock.day(request.at))  # type: ignore[attr-defined]
    status = request.GET.get("status", "")
    status = status if status in _STATUSES else ""
    path, _dot, person = request.GET.get("after", "").replace("\0", "").partition(".")
    after = (path, int(person)) if person.isascii() and person.isdigit() and len(person) < 16 else ("", 0)
    past = _past(request, paths)
    lines = report_lines(course_id, paths, after=after, status=status, limit=PAGE + 1, past=past)
    more = len(lines) > PAGE
    lines = lines[:PAGE]
    kept = [("status", status)] if status else []
    kept += [("on", past.on.isoformat())] if past else []
    next_href = None
    if more:
        next_href = "?" + urlencode([*kept, ("after", f"{lines[-1].path}.{lines[-1].person_id}")])
    here = "?" + urlencode(kept) if kept else "?"
    return render(
        request,
        "learning/report.html",
        {
            "nav": "admin",
            "course_uuid": course,
            "code": code,
            "title": title,
            "counts": report_counts(course_id, paths, past),
            "lines": lines,
            "wanted": status,
            "status_in_words": words.status_in_words,
            "next_href": next_href,
            "first_href": here if after != ("", 0) else None,
            "as_on": request.at,  # type: ignore[attr-defined]
            "on": past.on if past else clock.day(request.at),  # type: ignore[attr-defined]
            "today": clock.day(request.at),  # type: ignore[attr-defined]
        },
    )


@signed_in
def export(request: HttpRequest, course: uuid.UUID, form: str) -> Any:
    """The whole report as csv or xlsx. Taking people's results away is noted in the audit trail."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    course_id, code, title, paths = _course(actor, course, clock.day(request.at))  # type: ignore[attr-defined]
    if form not in ("csv", "xlsx"):
        raise NotFound
    past = _past(request, paths)
    audit.record(
        "learning:report:export",
        agent=actor,
        at=request.at,  # type: ignore[attr-defined]
        kind="course",
        subject=course,
        label=title,
        detail={"form": form} | ({"on": past.on} if past else {}),
    )
    rows = _rows(every_line(course_id, paths, past))
    name = f"{code}-{past.on if past else clock.day(request.at)}.{form}"  # type: ignore[attr-defined]
    if form == "csv":
        response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(_xlsx(rows), as_attachment=True, filename=name)


def _rows(lines: Iterator[ReportLine]) -> Iterator[list[Any]]:
    yield [
        _("Name"), _("Employee code"), _("Office"), _("Status"), _("Enrolled on"), _("Completed on"),
        _("Last seen on"), _("Parts done"), _("Parts"), _("Test score in per cent"),
    ]  # fmt: skip
    for line in lines:
        yield [
            named(line.name, line.name_native), line.employee_code,
            pick(line.office_en, line.office_hi, line.office_ur),
            words.status_in_words(line.status), clock.day(line.enrolled_at),
            *("" if one is None else clock.day(one) for one in (line.completed_at, line.last_at)),
            *("" if one is None else one for one in (line.done, line.parts, line.score)),
        ]  # fmt: skip


def _harmless(cell: Any) -> Any:
    """A name that a spreadsheet would run as a formula is written with a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _csv(rows: Iterator[list[Any]]) -> Iterator[str]:
    yield "\ufeff"  # spreadsheets take UTF-8 for what it is only with this mark
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def _xlsx(rows: Iterator[list[Any]]) -> Any:
    # On disk and row by row, so that a large report does not sit in memory.
    file = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "in_memory": False})
    sheet = book.add_worksheet()
    head, date = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 32)
    sheet.set_column(2, 2, 40)
    sheet.set_column(3, 9, 16)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(number, column, cell, date)
            else:
                sheet.write(number, column, cell, head if number == 0 else None)
    book.close()
    file.seek(0)
    return file
