"""The same figures as a file: every metric of every place, with its definition and its "as on"."""

import csv
import io
import uuid
from collections.abc import Sequence

import xlsxwriter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.queries import boards
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import Figure, Freshness, Place, Unit, Words
from karmayogi.insight.web.choices import choice
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import public, signed_in
from karmayogi.kernel.web.downloads import XLSX, guarded, open_book
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import comma, when

TOTAL = Words("Total", "कुल", "کل")
COUNTRY = Words("India", "भारत", "بھارت")


@may_be_shed
@public
@may_be_late
def nation(request: HttpRequest, form: str) -> HttpResponse:
    board = boards.national_board()
    return _answer(form, "figures-states", words(COUNTRY), [Place("*", TOTAL, board.total), *board.states])


@may_be_shed
@signed_in
@may_be_late
def organisation(request: HttpRequest, organisation: uuid.UUID, form: str) -> HttpResponse:
    unit = boards.access_figures(request.actor, organisation)  # type: ignore[attr-defined]
    board = boards.organisation_board(unit)
    kind = choice(request).kind
    places, more = board.units, False
    if kind:
        places, more = boards.of_kind(unit, kind, tuple(METRICS), boards.MOST_IN_FILE)
    name = words(Words(unit.name_en, unit.name_hi, unit.name_ur))
    return _answer(form, f"figures-{unit.code}", name, [Place("*", TOTAL, board.total), *places], more)


def _answer(form: str, file: str, title: str, places: Sequence[Place], more: bool = False) -> HttpResponse:
    """more: whether there are others than these; the file says so itself, since it is read without the page."""
    fresh = boards.freshness()
    as_on = when(fresh.as_on) if fresh else ""
    if form == "json":
        return JsonResponse(_json(title, fresh, places, more), json_dumps_params={"ensure_ascii": False})
    if form == "csv":
        response = HttpResponse(_csv(title, as_on, places, more), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(_xlsx(title, as_on, places, more), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return response


def _json(title: str, fresh: Freshness | None, places: Sequence[Place], more: bool) -> dict[str, object]:
    """The same for programs. A figure that is not shown has its state and no value."""
    return {
        "of": title,
        "as_on": fresh.as_on.isoformat() if fresh else None,
        "more": more,
        "metrics": {
            code: {
                "name": words(metric.name),
                "definition": words(metric.definition),
                "unit": metric.unit.value,
                "defined_at": reverse("insight:metrics") + f"#m-{code}",
            }
            for code, metric in METRICS.items()
        },
        "places": [
            {
                "code": place.code,
                "name": words(place.name),
                "figures": {
                    code: {"state": one.state.value, "value": one.value} for code, one in place.figures.items()
                },
            }
            for place in places
        ],
    }


def _csv(title: str, as_on: str, places: Sequence[Place], more: bool) -> bytes:
    """One line for each place and metric. The mark at the beginning makes Excel read it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([_("Of"), _("Place"), _("Code"), _("Metric"), _("Figure"), _("Shown as"), _("Unit"), _("As on")])
    for place in places:
        for code, metric in METRICS.items():
            one = place.figures[code]
            value = "" if one.value is None else one.value
            row = [title, words(place.name), code, words(metric.name), value, figure(one), _unit(metric.unit), as_on]
            lines.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    if more:
        lines.writerow([guarded(title), _more()])
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(title: str, as_on: str, places: Sequence[Place], more: bool) -> bytes:
    out, book = open_book(title)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    kinds = {
        Unit.COUNT: book.add_format({"num_format": "#,##0"}),
        Unit.SHARE: book.add_format({"num_format": '0.0"%"'}),
        Unit.HOURS: book.add_format({"num_format": "#,##0.0"}),
        Unit.HOURS_EACH: book.add_format({"num_format": "0.0"}),
        Unit.POINTS: book.add_format({"num_format": "0.0"}),
        Unit.STARS: book.add_format({"num_format": "0.0"}),
    }
    sheet = book.add_worksheet(_("Figures")[:31])
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, _("As on %(when)s") % {"when": as_on})
    if more:
        sheet.write_string(2, 0, _more())
    for column, head in enumerate([_("Place"), *(words(metric.name) for metric in METRICS.values())]):
        sheet.write_string(3, column, head, bold)
    for line, place in enumerate(places, start=4):
        sheet.write_string(line, 0, words(place.name))
        for column, (code, metric) in enumerate(METRICS.items(), start=1):
            _write(sheet, line, column, place.figures[code], kinds[metric.unit])
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, len(METRICS), 18)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    _definitions(book.add_worksheet(_("Definitions")[:31]), bold, wrapped)
    book.close()
    return out.getvalue()


def _write(sheet: "xlsxwriter.worksheet.Worksheet", line: int, column: int, one: Figure, kind: object) -> None:
    if one.value is None:
        sheet.write_string(line, column, figure(one))
    else:
        sheet.write_number(line, column, one.value, kind)


def _definitions(sheet: "xlsxwriter.worksheet.Worksheet", bold: object, wrapped: object) -> None:
    heads = [
        _("Metric"), _("Definition"), _("Numerator"), _("Denominator"), _("Counted for"), _("Brought up to date"),
        _("Small groups"), _("Owner"), _("Source"),
    ]  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for line, metric in enumerate(METRICS.values(), start=1):
        texts = [
            words(metric.name), words(metric.definition), words(metric.numerator),
            words(metric.denominator) if metric.denominator else "", words(metric.grain), words(metric.refresh),
            words(metric.small_cells), words(metric.owner),
            comma().join(words(one) for one in metric.origins),
        ]  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text, wrapped)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(heads) - 1, 40)


def _more() -> str:
    return _("There are more than are listed here: go to a unit below first.")


def _unit(unit: Unit) -> str:
    return {
        Unit.COUNT: _("number"),
        Unit.SHARE: _("per cent"),
        Unit.HOURS: _("hours"),
        Unit.HOURS_EACH: _("hours per officer"),
        Unit.POINTS: _("points"),
        Unit.STARS: _("stars"),
    }[unit]
