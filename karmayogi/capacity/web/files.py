"""The plan as a paper and as a workbook."""

import datetime as dt
import uuid as uuids

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.print_plan import asked_language, paper_of
from karmayogi.capacity.engine.year import in_execution, label
from karmayogi.capacity.models import Plan
from karmayogi.capacity.policies import sees_persons
from karmayogi.capacity.queries import sections as whole
from karmayogi.capacity.queries.wording import status_in_words
from karmayogi.capacity.types import Status
from karmayogi.capacity.web import acts
from karmayogi.kernel import audit, clock
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import XLSX, attached, guarded, open_book
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import pick

_SHEET = 31  # letters that a workbook allows for the name of a sheet


@signed_in
def paper(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?language=hi` for Hindi, `?language=ur` for Urdu. A draft is printed as one, and kept nowhere."""
    row, _body = acts.open_plan(request, plan)
    language = asked_language(request.GET.get("language", ""))
    pdf = paper_of(row, language, request.at)
    return attached(pdf, "application/pdf", f"acbp-{label(row.year)}-v{row.version}-{language}", "pdf")


@signed_in
def workbook(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """Every part on a sheet of its own. Needs by designation are for whom persons of the organisation are no secret."""
    row, body = acts.open_plan(request, plan)
    content = book_of(row, body, on=clock.day(request.at), persons=sees_persons(request.actor, body.path))
    audit.record(
        "capacity:plan:workbook", agent=request.actor, at=request.at, kind="capacity_plan", subject=row.uuid,
        label=row.title_en,
    )  # fmt: skip
    return attached(content, XLSX, f"acbp-{label(row.year)}-v{row.version}", "xlsx")


def book_of(row: Plan, body: OrganisationRow, *, on: dt.date, persons: bool) -> bytes:
    """In the language that is active. persons: for whoever may open the persons of the organisation."""
    found = whole.sections(row, body, on=on, whole=persons)
    executing = in_execution(row.status == Status.PUBLISHED, row.year, on)
    out, book = open_book(row.title_en)
    bold = book.add_format({"bold": True, "bg_color": "#24327a", "font_color": "#ffffff", "text_wrap": True})
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    front = book.add_worksheet(_("Plan")[:_SHEET])
    front.set_column(0, 0, 40)
    front.set_column(1, 1, 90)
    facts = [
        (_("Organisation"), pick(body.name_en, body.name_hi, body.name_ur)),
        (_("Title"), pick(row.title_en, row.title_hi, row.title_ur)), (_("Version"), whole.line_of(row)),
        (_("State"), status_in_words(row.status, executing)),
    ]  # fmt: skip
    at = 0
    for name, value in facts:
        front.write_string(at, 0, guarded(name), wrapped)
        front.write_string(at, 1, guarded(value), wrapped)
        at += 1
    used = {_("Plan")}
    for one in found:
        if not one.head:
            for text in one.paragraphs:
                front.write_string(at, 0, guarded(one.title), wrapped)
                front.write_string(at, 1, guarded(text[:30_000]), wrapped)
                at += 1
            continue
        sheet = book.add_worksheet(_name(one.title, used))
        for column, heading in enumerate(one.head):
            sheet.write_string(0, column, guarded(heading), bold)
            sheet.set_column(column, column, 6 + 8 * one.widths[column])
        for place, cells in enumerate(one.rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(place, column, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, int | float):
                    sheet.write_number(place, column, cell)
                elif cell:
                    sheet.write_string(place, column, guarded(cell), wrapped)
        for below, text in enumerate(one.paragraphs, len(one.rows) + 2):
            sheet.write_string(below, 0, guarded(text))
        sheet.freeze_panes(1, 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
    book.close()
    return out.getvalue()


def _name(title: str, used: set[str]) -> str:
    """Of a sheet: what workbooks allow, and none twice."""
    plain = "".join(sign if sign not in "[]:*?/\\'" else " " for sign in title).strip()
    name, count = plain[:_SHEET].strip(), 2
    while name in used:
        name, count = f"{plain[: _SHEET - 3].strip()} {count}", count + 1
    used.add(name)
    return name
