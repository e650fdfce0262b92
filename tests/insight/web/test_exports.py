import csv
import io
import re

from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.queries import boards
from karmayogi.insight.registry import METRICS
from karmayogi.kernel import rows
from karmayogi.kernel.access import Role


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


def test_a_link_to_a_file_ends_with_the_authority(country, browse, at):
    """Kept from better days: as if the office were not there, whatever the form or the view in the address."""
    cast = country.cast
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    files = [
        reverse(f"insight:{name}", args=[cast.ministry.uuid])
        for name in ("organisation_xlsx", "organisation_csv", "organisation_json", "honesty_xlsx", "equity_xlsx")
    ]
    files += [files[1] + "?theme=plans&kind=district&view=all"]
    pages = [reverse(f"insight:{name}", args=[cast.ministry.uuid]) for name in ("organisation", "score", "equity")]
    assert {browse(address, cast.head).status_code for address in files + pages} == {200}
    rows.run("delete from orgs_delegatedauthority where person_id = %s", [cast.head.person_id])
    cast.grant(cast.head, Role.MDO_LEADER, cast.department)
    for address in files + pages:
        answer = browse(address, cast.head)
        assert answer.status_code == 404
        assert "Ministry of Personnel" not in answer.content.decode()  # the access matrix compares the whole answer


def test_the_file_of_a_kind_has_what_the_page_lists(country, browse, at):
    """Districts, wherever they are below, instead of the direct parts; a small one is as hidden there as anywhere."""
    cast = country.cast
    for unit in (country.large, country.small):
        rows.run("update orgs_organisation set kind = 'district' where id = %s", [unit.id])
    address = reverse("insight:organisation", args=[cast.country.uuid]) + "?kind=district&metric=officers"
    page = browse(address, cast.analyst).content.decode()
    assert 'value="district" selected' in page
    assert 'value="ulb"' not in page, "there are none"
    file = browse(reverse("insight:organisation_csv", args=[cast.country.uuid]) + "?kind=district", cast.analyst)
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {line["Place"] for line in lines} == {"Total", "Large unit", "Small unit"}
    assert {line["Place"]: line["Shown as"] for line in lines if line["Code"] == "officers"} == {
        "Total": "47", "Large unit": "14", "Small unit": "fewer than 10 officers",
    }  # fmt: skip
    assert "Middling unit" not in page


def test_a_file_that_has_not_everything_says_so(country, browse, monkeypatch):
    cast = country.cast
    for unit in (country.large, country.small):
        rows.run("update orgs_organisation set kind = 'district' where id = %s", [unit.id])
    said = "There are more than are listed here"

    def files() -> list[str]:
        found = []
        for form in ("csv", "json", "xlsx"):
            address = reverse(f"insight:organisation_{form}", args=[cast.country.uuid]) + "?kind=district"
            content = browse(address, cast.analyst).content
            if form == "xlsx":
                content = str(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
            found.append(content if isinstance(content, str) else content.decode())
        return found

    whole = files()
    assert [said in whole[0], '"more": true' in whole[1], said in whole[2]] == [False] * 3
    monkeypatch.setattr(boards, "MOST_LISTED", 1)
    assert files() == whole, "a file is not cut where the page is"
    monkeypatch.setattr(boards, "MOST_IN_FILE", 1)
    cut = files()
    assert [said in cut[0], '"more": true' in cut[1], said in cut[2]] == [True] * 3
    assert "Small unit" not in cut[0]


def test_a_link_keeps_the_view(country, browse):
    """All figures side by side, in another order; every link on the page that changes one thing keeps the others."""
    address = reverse("insight:nation") + "?theme=proof&metric=certificates&order=name&view=all"
    page = browse(address).content.decode()
    assert page == browse(address).content.decode()
    assert "metric=without_gap&amp;view=all" in page or "theme=proof&amp;metric=without_gap" in page
    back = [link for link in re.findall(r'href="(\?[^"]*)"', page) if "metric=certificates&amp;" in link]
    assert back
    assert all("theme=" in link or "metric=" in link for link in back)
    assert "Officers without a gap" in page
    assert browse(reverse("insight:nation") + "?theme=%00&metric=%27&kind=x&view=9&order=--").status_code == 200


def test_a_name_that_looks_like_a_formula_stays_text(country, browse, at):
    from karmayogi.insight.actions.refresh import refresh

    country.unit(country.cast.ministry, '=HYPERLINK("http://evil.example")')
    refresh(at=at, everything=True)
    answer = browse(reverse("insight:organisation_csv", args=[country.cast.ministry.uuid]), country.cast.admin)
    assert "'=HYPERLINK" in answer.content.decode()
