"""Spreadsheets that leave the product: the template, the error sheet, the people list."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from karmayogi.kernel.web.downloads import guarded, open_book
from karmayogi.orgs.actions.officers.plan import mother_tongues
from karmayogi.orgs.engine.officers import COLUMNS, FIX_HEADING, ROW_HEADING

TEMPLATE_VERSION = "1"
_ROOM = 5000  # rows with drop-down lists; more may be filled

HOW_TO = {
    "How to fill": [
        "Template version {version}. Do not change the headings in row 1 of the sheet Officers.",
        "One officer in each row. Columns with * must be filled; the others may stay empty.",
        "An empty cell leaves what is recorded as it is. It never deletes.",
        "Mobile Number: ten digits, beginning with 6, 7, 8 or 9. Date of Birth: day-month-year, e.g. 31-01-1985.",
        "Designation: choose from the sheet Lists. Tags: separate by ; or |.",
        "Type Hindi in Unicode. Text in old fonts such as Kruti Dev cannot be stored.",
        "Nothing is changed when you upload: you first see what would change, and approve it then.",
        "Rows with a mistake come back in a sheet with the column “What to fix”. Correct them there and upload it.",
        "The same file can be uploaded twice: nobody is entered twice.",
        "Whoever is new gets a seat of that designation: a vacant one, or a new one marked as without sanction.",
        "It can be undone for 24 hours.",
    ],
    "कैसे भरें": [
        "टेम्पलेट संस्करण {version}। Officers शीट की पंक्ति 1 के शीर्षक न बदलें।",
        "एक पंक्ति में एक अधिकारी। * वाले स्तंभ भरना आवश्यक है; शेष खाली छोड़े जा सकते हैं।",
        "खाली खाना पहले से दर्ज जानकारी को वैसा ही रहने देता है। वह कुछ मिटाता नहीं।",
        "Mobile Number: दस अंक, 6, 7, 8 या 9 से शुरू। Date of Birth: दिन-माह-वर्ष, जैसे 31-01-1985।",
        "Designation: Lists शीट से चुनें। Tags: ; या | से अलग करें।",
        "हिन्दी यूनिकोड में टाइप करें। कृतिदेव जैसे पुराने फ़ॉन्ट का पाठ सहेजा नहीं जा सकता।",
        "अपलोड करने से कुछ नहीं बदलता: पहले आप देखते हैं कि क्या बदलेगा, फिर स्वीकृति देते हैं।",
        "त्रुटि वाली पंक्तियाँ “What to fix” स्तंभ के साथ लौटती हैं। वहीं सुधारें और वही शीट अपलोड करें।",
        "एक ही फ़ाइल दो बार अपलोड की जा सकती है: कोई दो बार दर्ज नहीं होता।",
        "नए अधिकारी को उस पदनाम का पद मिलता है: रिक्त पद, अन्यथा “बिना स्वीकृति” चिह्नित नया पद।",
        "24 घंटे तक इसे वापस लिया जा सकता है।",
    ],
}


def template(designations: Sequence[str], office: str) -> bytes:
    """The fourteen columns with lists, text formats for codes and mobiles, and how to fill it in English and Hindi."""
    out, book = _book(f"Officers of {office}, template version {TEMPLATE_VERSION}")
    bold = book.add_format({"bold": True, "bg_color": "#24327a", "font_color": "#ffffff", "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet("Officers")
    lists = book.add_worksheet("Lists")
    choices = {column.key: column.allowed for column in COLUMNS if column.allowed}
    choices |= {"mother_tongue": mother_tongues(), "designation": tuple(designations)}
    for place, (key, values) in enumerate(choices.items()):
        heading = next(column.heading for column in COLUMNS if column.key == key)
        # Not the bare heading: a reader must not take this sheet for one of officers.
        lists.write_string(0, place, f"{heading} – list", bold)
        lists.write_column(1, place, [guarded(value) for value in values], text)
        lists.set_column(place, place, 34)
    places = list(choices)
    for j, column in enumerate(COLUMNS):
        page.write_string(0, j, column.heading + (" *" if column.mandatory else ""), bold)
        page.set_column(j, j, 30 if column.key in ("name", "email", "designation", "tags") else 18, text)
        if column.key in choices:
            letter = xlsxwriter.utility.xl_col_to_name(places.index(column.key))
            page.data_validation(
                1, j, _ROOM, j,
                {
                    "validate": "list",
                    "source": f"=Lists!${letter}$2:${letter}${len(choices[column.key]) + 1}",
                    # Another spelling of a designation is understood; elsewhere the list is closed.
                    "error_type": "warning" if column.key == "designation" else "stop",
                    "error_title": column.heading,
                    "error_message": "Choose from the sheet Lists. / Lists शीट से चुनें।",
                },
            )  # fmt: skip
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for title, lines in HOW_TO.items():
        how = book.add_worksheet(title)
        how.set_column(0, 0, 110, wrapped)
        for i, line in enumerate(lines):
            how.write_string(i, 0, line.format(version=TEMPLATE_VERSION), wrapped)
    page.activate()
    book.close()
    return out.getvalue()


def error_sheet(rows: Iterable[tuple[int, Sequence[str], str]], label: str) -> bytes:
    """Row of the file, its cells as they were, what to fix. Can be put right and uploaded as it is."""
    out, book = _book(label)
    bold = book.add_format({"bold": True, "bg_color": "#24327a", "font_color": "#ffffff", "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    fix = book.add_format({"num_format": "@", "text_wrap": True, "bg_color": "#fdecea", "valign": "top"})
    page = book.add_worksheet("Officers")
    headings = [ROW_HEADING, *(column.heading for column in COLUMNS), FIX_HEADING]
    for j, heading in enumerate(headings):
        page.write_string(0, j, heading, bold)
    page.set_column(0, 0, 6)
    page.set_column(1, len(COLUMNS), 20, text)
    page.set_column(len(headings) - 1, len(headings) - 1, 70, fix)
    for i, (number, cells, what) in enumerate(rows, 1):
        page.write_number(i, 0, number)
        for j, cell in enumerate(cells, 1):
            page.write_string(i, j, guarded(cell), text)
        page.write_string(i, len(headings) - 1, guarded(what), fix)
    page.freeze_panes(1, 2)
    book.close()
    return out.getvalue()


def _book(title: str) -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    out, book = open_book()
    book.set_properties({"title": title[:200], "comments": f"template version {TEMPLATE_VERSION}"})
    return out, book
