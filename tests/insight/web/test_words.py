"""The lint of figures: screens, files and answers to programs hold no number but those of the registry."""

import ast
import csv
import dataclasses
import io
import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.queries import boards
from karmayogi.insight.registry import METRICS, REGISTRY
from karmayogi.insight.types import Figure, FrozenPlace, Unit
from karmayogi.insight.web import accreditations as accreditation_pages
from karmayogi.insight.web import boards as board_pages
from karmayogi.insight.web import equity as equity_pages
from karmayogi.insight.web import honesty as honesty_pages
from karmayogi.insight.web import institutes as institute_pages
from karmayogi.insight.web import past as past_pages
from karmayogi.insight.web import scores as score_pages
from karmayogi.insight.web import snapshots as snapshot_pages
from karmayogi.insight.web import taken as taken_pages
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs
from tests.insight.web.test_boards import only_figures

PACKAGE = Path(board_pages.__file__).parents[1]
# Who may make a figure: from sums (engine), from a snapshot (engine), of the versions of a policy (queries).
MAKERS = {"engine/figures.py", "engine/frozen.py", "queries/honesty.py"}


def figures_in(value) -> list[Figure]:
    if isinstance(value, Figure):
        return [value]
    if dataclasses.is_dataclass(value):
        return [one for field in dataclasses.fields(value) for one in figures_in(getattr(value, field.name))]
    if isinstance(value, dict):
        return [one for part in value.values() for one in figures_in(part)]
    return [one for part in value for one in figures_in(part)] if isinstance(value, list | tuple) else []


@pytest.fixture
def frozen(country, settings, tmp_path, at):
    settings.KEYS_ROOT = tmp_path / "keys"
    return freeze(agent=System("freeze_figures"), number=uuid7(), name="Lint", at=at)


def test_every_screen_hands_over_figures_of_the_registry_and_no_other_number(country, frozen, browse, monkeypatch):
    seen: list[tuple[str, dict]] = []
    for module in (
        board_pages,
        honesty_pages,
        snapshot_pages,
        score_pages,
        institute_pages,
        equity_pages,
        past_pages,
        taken_pages,
        accreditation_pages,
    ):
        real = module.render

        def spy(request, template, context=None, status=200, real=real):
            seen.append((template, context))
            return real(request, template, context, status)

        monkeypatch.setattr(module, "render", spy)
    ministry, who = country.cast.ministry.uuid, country.cast.analyst
    addresses = [
        reverse("insight:nation"), reverse("insight:metrics"), reverse("insight:comparison"), reverse("insight:check"),
        reverse("insight:organisation", args=[ministry]), reverse("insight:honesty", args=[ministry]),
        reverse("insight:snapshots"), reverse("insight:past"), reverse("insight:past_unit", args=[ministry]),
        reverse("insight:scores"), reverse("insight:weights"), reverse("insight:weeks"),
        reverse("insight:scores") + f"?snapshot={frozen.uuid}",
        reverse("insight:score", args=[ministry]), reverse("insight:institutes"),
        reverse("insight:equity", args=[ministry]), reverse("insight:courses", args=[ministry]),
        reverse("insight:accreditations"),
        *(reverse(f"insight:{name}", args=[frozen.uuid]) for name in ("snapshot", "restated", "report")),
    ]  # fmt: skip
    for address in addresses:
        assert browse(address, who).status_code == 200
    assert {template for template, _context in seen} == {
        f"insight/{file.name}" for file in (PACKAGE / "jinja2/insight").glob("*.html")
    } - {"insight/parts.html", "insight/report_body.html", "insight/report_file.html", "insight/alike.html"}
    for template, context in seen:
        assert {one.metric for one in figures_in(context)} <= set(REGISTRY), template
        if template == "insight/report.html":
            continue  # blocks of text: tests/insight/actions/test_print_report.py holds them against the snapshot
        assert [place for place in only_figures(context, template) if ".tile[]" not in place] == []
    assert {field.name for field in dataclasses.fields(FrozenPlace) if "tuple[int" in str(field.type)} == {"tile"}


def test_every_number_of_a_file_is_a_figure_of_its_board(country, browse):
    unit, who = country.cast.ministry, country.cast.admin
    board = boards.organisation_board(orgs.organisation(unit.uuid))
    places = {place.code: place.figures for place in board.units} | {"*": board.total}
    by_name = {metric.name.en: metric for metric in METRICS.values()}

    lines = browse(reverse("insight:organisation_csv", args=[unit.uuid]), who).content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(lines)))
    assert len(read) == len(places) * len(METRICS)
    names = {place.name.en: place.figures for place in board.units} | {"Total": board.total}
    for line in read:
        assert by_name[line["Metric"]].code == line["Code"]
        value = names[line["Place"]][line["Code"]].value
        assert line["Figure"] == ("" if value is None else str(value))

    said = json.loads(browse(reverse("insight:organisation_json", args=[unit.uuid]), who).content)
    assert set(said["metrics"]) == set(METRICS)
    for place in said["places"]:
        assert {code: one["value"] for code, one in place["figures"].items()} == {
            code: one.value for code, one in places[place["code"]].items()
        }
        assert all((one["value"] is None) == (one["state"] != "shown") for one in place["figures"].values())

    book = browse(reverse("insight:organisation_xlsx", args=[unit.uuid]), who).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    metrics = [by_name[name] for name in sheet[3][1:]]
    for row in sheet[4:]:
        for metric, cell in zip(metrics, row[1:], strict=True):
            if isinstance(cell, int | float):
                assert cell == names[row[0]][metric.code].value
    others = [cell for row in sheet[:4] for cell in row if isinstance(cell, int | float)]
    assert others == []


def test_the_answer_for_programs_is_public_for_the_nation_and_closed_for_an_office(country, browse):
    said = json.loads(browse(reverse("insight:nation_json")).content)
    assert said["as_on"].startswith("2026-11-20")
    assert said["metrics"]["hours"]["unit"] == Unit.HOURS.value
    address = reverse("insight:organisation_json", args=[country.cast.ministry.uuid])
    assert browse(address).status_code == 302
    assert browse(address, country.cast.outsider).status_code == 404


def test_figures_are_made_in_three_places_and_screens_read_no_tables():
    for file in PACKAGE.rglob("*.py"):
        place, tree = file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text())
        calls = {getattr(node.func, "id", "") for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert "Figure" not in calls or place in MAKERS, place
        if place.startswith("web/"):
            names = {getattr(node, "attr", "") for node in ast.walk(tree)}
            assert not names & {"numerator", "denominator"} or place in ("web/exports.py", "web/boards.py"), place
            taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
            of_tables = [
                one.module for one in taken if one.module and re.search(r"insight\.models|kernel\.rows", one.module)
            ]
            assert of_tables == [], place
            assert not any(name.name == "rows" for one in taken for name in one.names), place
