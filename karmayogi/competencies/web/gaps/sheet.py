"""The heat map as a workbook: one sheet with shares, people and levels missing, one that says what they mean."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from karmayogi.competencies.queries.gaps.heat import Heat
from karmayogi.competencies.types import CompetencyRow
from karmayogi.kernel.web.downloads import open_book
from karmayogi.ui.api import day, pick


def heat_sheet(table: Heat, names: Mapping[int, CompetencyRow], rows_are: str, on: dt.date) -> bytes:
    """One line for each group and competency: hidden ones say so instead of a number."""
    out, book = open_book()
    head, percent = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "0 %"})
    page = book.add_worksheet(_("Gaps")[:31])
    titles = [
        rows_are, _("Code"), _("Competency"), _("People who need it"), _("Have shown it"), _("Share"),
        _("Levels missing in all"),
    ]  # fmt: skip
    for column, title in enumerate(titles):
        page.write_string(0, column, title, head)
    line = 0
    for group in table.groups:
        for competency in table.columns:
            cell = table.cells.get((group.key, competency))
            hidden = (group.key, competency) in table.hidden
            if cell is None and not hidden:
                continue
            line += 1
            page.write_string(line, 0, pick(group.name_en, group.name_hi, group.name_ur) or _("none recorded"))
            page.write_string(line, 1, names[competency].code)
            page.write_string(
                line, 2, pick(names[competency].name_en, names[competency].name_hi, names[competency].name_ur)
            )
            if cell is None:
                page.write_string(line, 3, _("fewer than 10 people"))
                continue
            page.write_number(line, 3, cell.people)
            page.write_number(line, 4, cell.met)
            page.write_number(line, 5, cell.met / cell.people, percent)
            page.write_number(line, 6, cell.missing)
    page.set_column(0, 0, 32)
    page.set_column(2, 2, 40)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(line, 1), len(titles) - 1)
    notes = book.add_worksheet(_("Notes")[:31])
    for number, text in enumerate(
        [
            _("As on %(day)s") % {"day": day(on)},
            _(
                "Each person counts once, on the main post in the office: "
                "the one they fill, else the charge held longest."
            ),
            _("Needed is what the role profile in force asks of the designation; shown is the level of the evidence."),
        ]
    ):
        notes.write_string(number, 0, text)
    notes.set_column(0, 0, 100)
    book.close()
    return out.getvalue()
