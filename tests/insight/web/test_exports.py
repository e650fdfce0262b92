import io

from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.registry import METRICS


def test_the_workbook_has_every_place_and_every_definition(country, browse):
    answer = browse(reverse("insight:nation_xlsx"))
    assert answer["Content-Disposition"] == 'attachment; filename="figures-states.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    figures, definitions = (book.get_sheet_by_name(name).to_python() for name in ("Figures", "Definitions"))
    assert figures[1][0] == "As on 20 Nov 2026, 12:00"
    assert figures[3][1:] == [metric.name.en for metric in METRICS.values()]
    assert figures[4][0] == "Total"
    assert {"State KA", "State TN", "Offices without a State"} <= {row[0] for row in figures[5:]}
    assert [row[0] for row in definitions[1 : len(METRICS) + 1]] == [metric.name.en for metric in METRICS.values()]


def test_numbers_are_numbers_and_withheld_cells_are_words(country, browse):
    answer = browse(reverse("insight:organisation_xlsx", args=[country.cast.ministry.uuid]), country.cast.admin)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    by_name = {row[0]: row[1:] for row in rows[4:]}
    assert by_name["Large unit"][0] == 14
    assert by_name["Small unit"][0] == "fewer than 10 officers"


def test_a_name_that_looks_like_a_formula_stays_text(country, browse, at):
    from karmayogi.insight.actions.refresh import refresh

    country.unit(country.cast.ministry, '=HYPERLINK("http://evil.example")')
    refresh(at=at, everything=True)
    answer = browse(reverse("insight:organisation_csv", args=[country.cast.ministry.uuid]), country.cast.admin)
    assert "'=HYPERLINK" in answer.content.decode()
